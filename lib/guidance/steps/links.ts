import { latestAnswers } from '#lib/checks/latest-answers.ts';
import { readFailureCauses } from '../failure-causes.ts';
import type { Step } from '../step-asked.ts';

type Held = { name: string; heldUntil: Date | null; dayLeft: number | null };

/** Whether anything is slowed down by a limit of the ledger. */
export const limits: Step = async ({ ctx, tx, scope }) => {
  const limited = (await readFailureCauses(ctx, tx, scope)).find(({ cause }) => cause === 'rate_limit');
  const held = await tx.$queryRaw<Held[]>`
    SELECT c.company_name AS name, d.held_until AS "heldUntil", d.day_left AS "dayLeft"
      FROM ledger_call_day d JOIN connection c ON c.tenant_id = d.tenant_id AND c.id = d.connection_id
     WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.day >= current_date - 1
       AND (${scope.connectionId}::uuid IS NULL OR d.connection_id = ${scope.connectionId}::uuid)
       AND (d.held_until > now() OR d.day_left = 0)`;
  const [first] = held;
  if (limited !== undefined) {
    return {
      matter: 'job_link',
      state: 'warning',
      sentence: `${limited.records === 1 ? '1 failed record was' : `${limited.records.toLocaleString('en')} failed records were`} refused because a sync job called the ledger too often.`,
      remedy: 'Put them back to Pending later, and let whoever runs the sync job spread its calls.',
      evidence: { records: limited.records, who: 'job_owner', message: limited.message },
    };
  }
  if (first !== undefined) {
    return {
      matter: 'own_link',
      state: 'warning',
      sentence: `The ledger of ${first.name} has asked Tieout to wait. A sync job of the same app may have to wait as well.`,
      remedy: 'Nothing: it passes by itself.',
      evidence: { who: 'nobody', heldUntil: first.heldUntil?.toISOString() ?? null, callsLeftToday: first.dayLeft },
    };
  }
  return {
    matter: 'job_link',
    state: 'ok',
    sentence: 'Nothing was refused for too many calls, as far as Tieout can see.',
    remedy: null,
    evidence: {},
  };
};

type ConnectionRow = { id: string; name: string; status: string };

/** How the connections of a business stand, by what their checks found last. */
export const connections: Step = async ({ ctx, tx }) => {
  const rows = await tx.$queryRaw<ConnectionRow[]>`
    SELECT id, company_name AS name, status FROM connection WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY company_name, id`;
  if (rows.length === 0) {
    return {
      matter: 'own_link',
      state: 'not_known',
      sentence: 'No ledger is connected, and no record names one.',
      remedy: 'An admin connects QuickBooks Online or Xero under Connections.',
      evidence: { who: 'admin' },
    };
  }
  const told: { row: ConnectionRow; broken: string[] }[] = [];
  for (const row of rows) {
    const answers = await latestAnswers(ctx, tx, row.id);
    told.push({ row, broken: answers.filter(({ state }) => state === 'broken').map(({ sentence }) => sentence) });
  }
  const lost = told.filter(({ row, broken }) => row.status === 'lost' || broken.length > 0);
  const evidence = {
    connections: told.map(({ row, broken }) => `${row.name}: ${broken[0] ?? STATUS_WORDS[row.status] ?? row.status}`),
  };
  const [first] = lost;
  if (first === undefined) {
    const isAny = rows.some(({ status }) => status === 'connected');
    return {
      matter: 'own_link',
      state: isAny ? 'ok' : 'not_known',
      sentence: isAny
        ? 'No connection is known to be broken.'
        : 'No ledger is connected, so only what sync jobs report is known.',
      remedy: isAny ? null : 'An admin connects the ledger under Connections.',
      evidence: isAny ? evidence : { ...evidence, who: 'admin' },
    };
  }
  return {
    matter: 'own_link',
    state: 'broken',
    sentence: `${lost.length === 1 ? `The connection to ${first.row.name} is` : `${lost.length} connections are`} broken: ${first.broken[0] ?? 'it was lost.'}`,
    remedy: 'Open the connection and do what its checks say, or start a guided run from there.',
    evidence: { ...evidence, who: 'admin', connectionId: first.row.id },
  };
};

const STATUS_WORDS: Record<string, string> = {
  not_connected: 'not connected',
  connected: 'connected',
  lost: 'lost',
  disconnected: 'disconnected',
};
