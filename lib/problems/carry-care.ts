import type { Ctx } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import type { Day } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { withFormer } from './former-problems.ts';
import { isMuteOver, type Mute, stateAtWork } from './next-state.ts';
import type { ProblemState } from './problem-contract.ts';
import type { Destination } from './read-destinations.ts';
import { type Found, type ProblemPlace, placeKey } from './read-found.ts';
import { TITLE_COLUMNS, TITLE_JOINS, type TitleRow, titleOf } from './title-columns.ts';

/** What people have done about a problem so far. */
export type Care = ProblemPlace & {
  id: string;
  title: string;
  state: ProblemState;
  assignedTo: { id: string; name: string } | null;
  dueOn: Day | null;
  acknowledgedAt: Date | null;
  acknowledgedByName: string | null;
  mutedUntil: Day | null;
  mutedAbove: string | null;
  mutedCurrency: string | null;
  mutedByName: string | null;
  notes: number;
};

/** Reads what people have done about problems, keyed by the problem's id, and keeps it so until the transaction ends. */
export async function readCare(
  { tenantId }: Ctx,
  tx: TenantTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Care>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<(Omit<Care, 'title'> & TitleRow)[]>`
    SELECT p.id, p.problem_key AS "problemKey", p.connection_id AS "connectionId", p.state, p.due_on::text AS "dueOn",
           p.acknowledged_at AS "acknowledgedAt", p.acknowledged_by_name AS "acknowledgedByName",
           p.muted_until::text AS "mutedUntil", p.muted_above::text AS "mutedAbove", p.muted_currency AS "mutedCurrency",
           p.muted_by_name AS "mutedByName",
           (SELECT json_build_object('id', u.id, 'name', u.name) FROM membership m JOIN app_user u ON u.id = m.user_id
             WHERE m.tenant_id = p.tenant_id AND m.user_id = p.assigned_to) AS "assignedTo",
           (SELECT count(*)::int FROM audit_event e
             WHERE e.tenant_id = ${tenantId}::uuid AND e.subject_type = 'problem' AND e.action = 'problem.noted'
               AND e.subject_id IN ${withFormer(tenantId, Prisma.sql`p.id`)}) AS notes, ${TITLE_COLUMNS}
      FROM problem p ${TITLE_JOINS}
     WHERE p.tenant_id = ${tenantId}::uuid AND p.id = ANY (${[...ids]}::uuid[])
     ORDER BY p.id FOR NO KEY UPDATE OF p`;
  return new Map(rows.map((row) => [row.id, { ...row, title: titleOf(row) }]));
}

/** Problems that were solved just now, what people had done about each, and where the records of each are. */
export type Leaving = { care: Care; destinations: readonly Destination[] };

/** What else it goes by. `cameFrom`: of a problem that is back, the one that it was grouped under until now. */
type Surroundings = { byPlace: ReadonlyMap<string, Found>; cameFrom: ReadonlyMap<string, string>; today: Day };

type Carried = { from: Care; to: Care; state: ProblemState; isMuted: boolean };

const COLUMNS: readonly Column<Carried>[] = [
  ['id', 'uuid', ({ to }) => to.id],
  ['from_id', 'uuid', ({ from }) => from.id],
  ['state', 'text', ({ state }) => state],
  ['assigned_to', 'uuid', ({ from }) => from.assignedTo?.id],
  ['due_on', 'date', ({ from }) => from.dueOn],
  ['acknowledged_at', 'timestamptz', ({ from }) => from.acknowledgedAt?.toISOString()],
  ['acknowledged_by_name', 'text', ({ from }) => from.acknowledgedByName],
  ['muted_until', 'date', ({ from, isMuted }) => (isMuted ? from.mutedUntil : null)],
  ['muted_above', 'numeric', ({ from, isMuted }) => (isMuted ? from.mutedAbove : null)],
  ['muted_currency', 'text', ({ from, isMuted }) => (isMuted ? from.mutedCurrency : null)],
  ['muted_by_name', 'text', ({ from, isMuted }) => (isMuted ? from.mutedByName : null)],
];

/**
 * Has what people did about a problem go along with its records where they all went to one other that nobody has done
 * anything about; of several that went there, the one with the most records. Gives the ids of those it was carried from.
 */
export async function carryCare(
  ctx: Ctx,
  tx: TenantTx,
  leaving: readonly Leaving[],
  { byPlace, cameFrom, today }: Surroundings,
): Promise<ReadonlySet<string>> {
  const moving = leaving.flatMap(({ care, destinations: [only, ...others] }) =>
    only === undefined || others.length > 0 || !isCaredFor(care) ? [] : [{ care, ...only }],
  );
  const largest = Map.groupBy(
    moving.toSorted((one, other) => other.records - one.records || (one.care.id < other.care.id ? -1 : 1)),
    ({ problem }) => problem,
  );
  const targets = await readCare(ctx, tx, [...largest.keys()]);
  const carried = [...largest].flatMap(([id, [first]]): Carried[] => {
    const [from, to] = [first?.care, targets.get(id)];
    const found = to === undefined ? undefined : byPlace.get(placeKey(to));
    if (from === undefined || to === undefined || found === undefined || to.state === 'solved') return [];
    // The notes of one that is back are among those of the one that it was grouped under.
    if (isCaredFor({ ...to, notes: cameFrom.get(to.id) === from.id ? 0 : to.notes })) return [];
    const isMuted = from.state === 'muted' && !isMuteOver(muteOf(from), found, today);
    return [{ from, to, isMuted, state: isMuted ? 'muted' : stateAtWork(found.figures, from.acknowledgedAt !== null) }];
  });
  await store(ctx, tx, carried);
  await recordAudit(ctx, tx, carried.map(takenEntry));
  return new Set(carried.map(({ from }) => from.id));
}

function isCaredFor({ assignedTo, dueOn, acknowledgedAt, state, notes }: Care): boolean {
  return assignedTo !== null || dueOn !== null || acknowledgedAt !== null || state === 'muted' || notes > 0;
}

function muteOf({ mutedUntil, mutedAbove, mutedCurrency }: Care): Mute {
  const isByAmount = mutedAbove !== null && mutedCurrency !== null;
  return { mutedUntil, mutedAbove: isByAmount ? { amount: storedAmount(mutedAbove), currency: mutedCurrency } : null };
}

/** Gives it to the one and takes it from the other, whose notes stay where they were written and are read on both. */
async function store({ tenantId }: Ctx, tx: TenantTx, carried: readonly Carried[]): Promise<void> {
  if (carried.length === 0) return;
  await tx.$executeRaw`
    UPDATE problem p
       SET state = c.state, assigned_to = c.assigned_to, due_on = c.due_on, acknowledged_at = c.acknowledged_at,
           acknowledged_by_name = c.acknowledged_by_name, muted_until = c.muted_until, muted_above = c.muted_above,
           muted_currency = c.muted_currency, muted_by_name = c.muted_by_name, version = p.version + 1, updated_at = now()
      FROM ${recordset('c', carried, COLUMNS)}
     WHERE p.tenant_id = ${tenantId}::uuid AND p.id = c.id`;
  await tx.$executeRaw`
    UPDATE problem p SET grouped_under = c.id, assigned_to = NULL, due_on = NULL
      FROM ${recordset('c', carried, COLUMNS)}
     WHERE p.tenant_id = ${tenantId}::uuid AND p.id = c.from_id`;
}

function takenEntry({ from, to, state, isMuted }: Carried): AuditEntry {
  return {
    action: 'problem.care_taken',
    subject: { type: 'problem', id: to.id },
    before: { state: to.state },
    after: {
      state,
      from: { problem: from.id, title: from.title },
      assignedTo: from.assignedTo?.name ?? null,
      dueOn: from.dueOn,
      isAcknowledged: from.acknowledgedAt !== null,
      ...(isMuted ? { mute: { until: from.mutedUntil, above: muteOf(from).mutedAbove } } : {}),
      notes: from.notes,
    },
  };
}
