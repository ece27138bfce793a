import { beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { CHECK_NAMES } from '#lib/checks/check-contract.ts';
import { SILENT_SECONDS } from '#lib/checks/claim-run.ts';
import { getCheckRun } from '#lib/checks/get-check-run.ts';
import { listLatestChecks } from '#lib/checks/list-latest-checks.ts';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';
import { runChecks } from '#lib/checks/run-checks.ts';
import { nextTurn } from '#lib/checks/start-due-runs.ts';
import { checkWork } from '#lib/jobs/check-work.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { log } from '#lib/log.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { authorise, companyFacts } from '#tests/factories/checks.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const DAY_MS = 86_400_000;

let tenant: TestTenant;
let ctx: Ctx;
let now: Date;
let calls: string[];
/** What the ledger says to whoever asks. */
let company: () => ReturnType<typeof companyFacts>;

beforeEach(async () => {
  // What another test left due is nobody's any more.
  await asAdministrator(`UPDATE connection SET status = 'disconnected'`);
  await asAdministrator(`UPDATE check_run SET state = 'broken' WHERE state IN ('waiting', 'running')`);
  tenant = await createTenant();
  ctx = memberOf(tenant);
  now = new Date('2026-11-22T12:00:00Z');
  calls = [];
  company = companyFacts;
  await authorise(tenant, now);
});

const options = {
  // No two moments are the same.
  now: () => {
    now = new Date(now.getTime() + 1);
    return now;
  },
  door: async () => ({
    ledger: 'qbo' as const,
    readCompany: async () => {
      calls.push('company');
      return company();
    },
    probe: async () => {
      calls.push('probe');
      const { companyId, name } = company();
      return { companyId, name };
    },
    readList: () => Promise.reject(new Error('not asked')),
    readDocuments: () => Promise.reject(new Error('not asked')),
    findDocuments: () => Promise.reject(new Error('not asked')),
    readDocument: () => Promise.reject(new Error('not asked')),
    get: () => Promise.reject(new Error('not asked')),
  }),
};

const work = () => checkWork({ log, signal: new AbortController().signal }, options);
const ask = async () => (await requestCheckRun(ctx, { connectionId: tenant.connectionId })).id;

async function stateOf(check: string): Promise<string | undefined> {
  return (await listLatestChecks(ctx, tenant.connectionId)).find((one) => one.check === check)?.state;
}

function events(): Promise<{ type: string; facts: Record<string, unknown> }[]> {
  return asAdministrator('SELECT type, facts FROM connection_event WHERE tenant_id = $1 ORDER BY at, id', [
    tenant.info.id,
  ]);
}

function refuse(trouble: 'grant_dead' | 'unavailable'): void {
  company = () => {
    throw new LedgerError('no', { trouble });
  };
}

describe('A run of checks', () => {
  test('answers each by what it asked the ledger once, and is in the log with who asked', async () => {
    const id = await ask();
    expect(await requestCheckRun(ctx, { connectionId: tenant.connectionId })).toEqual({ id, isNew: false });
    await work();
    const run = await getCheckRun(ctx, id);
    expect(run).toMatchObject({ state: 'finished', kind: 'by_hand', requestedBy: 'Robin' });
    expect(run.results.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'authorised ok',
      'expiry ok',
      'right_company ok',
      'permissions ok',
      'plan ok',
      'closed_periods ok',
      'quota not_known',
      'job_link not_known',
      'proof_of_life not_known',
      // Its lists have not been read.
      'reference_data not_checked',
      'contacts not_checked',
      'sync_schedule not_known',
    ]);
    expect(run.results.map(({ check }) => check)).toEqual(CHECK_NAMES);
    const byPerson = await asAdministrator<{ action: string }>(
      `SELECT action FROM audit_event WHERE tenant_id = $1 AND subject_id = $2`,
      [tenant.info.id, tenant.connectionId],
    );
    expect(byPerson).toEqual([{ action: 'connection.check_asked' }]);
  });

  test('ends also where half of a character is in what the ledger said', async () => {
    company = () => {
      throw new LedgerError('no \ud83d', { trouble: 'unavailable' });
    };
    const id = await ask();
    await work();
    expect(await getCheckRun(ctx, id)).toMatchObject({ state: 'finished' });
    expect(await stateOf('authorised')).toBe('not_checked');
  });

  test('is begun by guidance so often at once, and no more', async () => {
    const guided = () => requestCheckRun(ctx, { connectionId: tenant.connectionId, kind: 'guided' });
    for (let time = 0; time < 10; time += 1) await expect(guided()).resolves.toMatchObject({ isNew: true });
    await expect(guided()).rejects.toMatchObject({ code: 'conflict' });
    await asAdministrator(`UPDATE check_run SET state = 'finished' WHERE tenant_id = $1`, [tenant.info.id]);
    await expect(guided()).resolves.toMatchObject({ isNew: true });
  });

  test('is not for whoever may not check', async () => {
    await expect(requestCheckRun(memberOf(tenant, new Set()), { connectionId: null })).rejects.toThrow(
      'connection:check',
    );
  });

  test('that a worker died over is gone on with where it stood, without asking again what was answered', async () => {
    const id = await ask();
    await runChecks(tenant.info.id, id, { ...options, signal: AbortSignal.abort() });
    expect((await getCheckRun(ctx, id)).results).toEqual([]);
    // As a worker leaves it that was killed after its first answer.
    await asAdministrator(
      `UPDATE check_run SET runner = gen_random_uuid(), heartbeat_at = now() - make_interval(secs => $2) WHERE id = $1`,
      [id, SILENT_SECONDS + 1],
    );
    await asAdministrator(
      `INSERT INTO check_result (tenant_id, run_id, check_name, connection_id, matter, state, sentence, at)
       VALUES ($1, $2, 'authorised', $3, 'own_link', 'ok', 'by the one that died', $4)`,
      [tenant.info.id, id, tenant.connectionId, now],
    );
    await work();
    const run = await getCheckRun(ctx, id);
    expect(run.state).toBe('finished');
    expect(run.results[0]?.sentence).toBe('by the one that died');
    expect(run.results.length).toBeGreaterThan(2);
  });

  test('is left alone while another worker is at it, and given up after some have died over it', async () => {
    const id = await ask();
    const claimedBefore = (seconds: number, tries: number) =>
      asAdministrator(
        `UPDATE check_run SET state = 'running', runner = gen_random_uuid(), tries = $3,
                heartbeat_at = now() - make_interval(secs => $2) WHERE id = $1`,
        [id, seconds, tries],
      );
    await claimedBefore(1, 0);
    await work();
    expect((await getCheckRun(ctx, id)).state).toBe('running');
    await claimedBefore(SILENT_SECONDS + 1, 3);
    await work();
    expect(await getCheckRun(ctx, id)).toMatchObject({ state: 'broken', results: [] });
  });
});

describe('The clock', () => {
  test('has a light run made every 15 minutes and a full one every 6 hours, each connection at its own moment', async () => {
    const from = now.getTime();
    for (let minutes = 0; minutes < 7 * 60; minutes += 15) {
      now = new Date(from + minutes * 60_000);
      await work();
    }
    const runs = await asAdministrator<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM check_run WHERE tenant_id = $1 GROUP BY 1 ORDER BY 1`,
      [tenant.info.id],
    );
    const [full, light] = runs.map(({ count }) => count);
    // The first one is full, at once.
    expect([full, light]).toEqual([expect.toSatisfy((count) => count === 2 || count === 3), 28 - full!]);
    expect(calls.filter((call) => call === 'probe')).toHaveLength(light!);
    expect(calls.filter((call) => call === 'company')).toHaveLength(full!);
    const turns = Array.from({ length: 200 }, (_, n) => nextTurn(`connection ${n}`, 900, now).getTime() % 900_000);
    expect(new Set(turns).size).toBeGreaterThan(150);
  }, 60_000);
});

describe('What follows from an answer', () => {
  test('each warning of the end is told once, at its time, however often it is looked at', async () => {
    const from = now.getTime();
    for (const day of [60, 70, 71, 86, 93, 99, 101]) {
      now = new Date(from + day * DAY_MS);
      // By the clock and by hand at once, and again.
      await ask();
      await work();
      await ask();
      await work();
    }
    const notices = await asAdministrator<{ event: string; threshold: number; severity: string }>(
      `SELECT event, (facts ->> 'threshold')::int AS threshold, severity FROM notice WHERE tenant_id = $1 ORDER BY id`,
      [tenant.info.id],
    );
    expect(notices.filter(({ event }) => event === 'connection.ends_soon')).toEqual([
      { event: 'connection.ends_soon', threshold: 30, severity: 'warning' },
      { event: 'connection.ends_soon', threshold: 14, severity: 'warning' },
      { event: 'connection.ends_soon', threshold: 7, severity: 'problem' },
      { event: 'connection.ends_soon', threshold: 1, severity: 'problem' },
      { event: 'connection.ends_soon', threshold: 0, severity: 'problem' },
    ]);
    const told = (await events()).filter(({ type }) => type === 'ends_soon' || type === 'outage_began');
    expect(told.map(({ type, facts }) => [type, facts.threshold ?? facts.check])).toEqual([
      ['ends_soon', 30],
      ['ends_soon', 14],
      ['ends_soon', 7],
      ['ends_soon', 1],
      ['outage_began', 'expiry'],
    ]);
  }, 60_000);

  test('a lost authorisation opens an outage, which ends when it is accepted again; what cannot be asked changes nothing', async () => {
    await ask();
    await work();
    refuse('grant_dead');
    await ask();
    await work();
    refuse('unavailable');
    await ask();
    await work();
    expect(await stateOf('authorised')).toBe('not_checked');
    const outages = () =>
      asAdministrator(
        `SELECT matter, check_name AS check, ended_at IS NOT NULL AS over FROM connection_outage WHERE tenant_id = $1`,
        [tenant.info.id],
      );
    expect(await outages()).toEqual([{ matter: 'own_link', check: 'authorised', over: false }]);
    company = companyFacts;
    await ask();
    await work();
    expect(await outages()).toEqual([{ matter: 'own_link', check: 'authorised', over: true }]);
    expect((await events()).map(({ type, facts }) => [type, facts.from, facts.to])).toEqual([
      ['check_changed', 'ok', 'broken'],
      ['outage_began', undefined, undefined],
      ['check_changed', 'broken', 'ok'],
      ['outage_ended', undefined, undefined],
    ]);
  });

  test('a lock date that moves and a new name are in the time line, with what they were', async () => {
    await ask();
    await work();
    company = () => companyFacts({ closedThrough: '2026-10-31', name: 'Acme Ltd' });
    await ask();
    await work();
    await ask();
    await work();
    const changes = (await events()).filter(({ type }) => type === 'company_facts_changed');
    expect(changes).toEqual([
      {
        type: 'company_facts_changed',
        facts: {
          before: { name: 'Acme Inc', closedThrough: null },
          after: { name: 'Acme Ltd', closedThrough: '2026-10-31' },
        },
      },
    ]);
    expect(await stateOf('right_company')).toBe('ok');
  });

  test('facts of another company are never taken over', async () => {
    company = () => companyFacts({ companyId: 'realm-2', name: 'Other Inc' });
    await ask();
    await work();
    expect(await stateOf('right_company')).toBe('broken');
    // Its plan and its dates say nothing of this one.
    expect([await stateOf('plan'), await stateOf('closed_periods')]).toEqual(['not_checked', 'not_checked']);
    const [row] = await asAdministrator('SELECT company_name, company FROM connection WHERE id = $1', [
      tenant.connectionId,
    ]);
    expect(row).toEqual({ company_name: 'Acme Inc', company: {} });
  });
});

describe('A job that falls silent', () => {
  /** Eight weeks of an outcome every hour, up to a moment. */
  const report = (until: Date) =>
    asAdministrator(
      `INSERT INTO sync_attempt (tenant_id, id, source_id, external_id, record_source_id, kind, external_key, outcome,
                                 attempted_at, received_at, content_hash)
       SELECT $1, gen_random_uuid(), $2, gen_random_uuid()::text, $2, 'invoice', 'x', 1, at, at, ''
         FROM generate_series($3::timestamptz - interval '60 days', $3::timestamptz, interval '1 hour') at`,
      [tenant.info.id, tenant.sourceId, until],
    );
  const notices = () =>
    asAdministrator<{ type: string; severity: string; title: string }>(
      `SELECT type, severity, title FROM notice WHERE tenant_id = $1 AND event = 'source.silent' ORDER BY id`,
      [tenant.info.id],
    );

  test('is told of once as it grows worse, has an outage since its last outcome, and is told of when it is back', async () => {
    const last = now;
    await report(last);
    for (const hours of [1, 2.5, 2.6, 5, 6]) {
      now = new Date(last.getTime() + hours * 3_600_000);
      await ask();
      await work();
    }
    await report(now);
    await ask();
    await work();
    expect(await notices()).toEqual([
      { type: 'problem', severity: 'warning', title: 'TMS is silent' },
      { type: 'problem', severity: 'problem', title: 'TMS is silent' },
      { type: 'recovery', severity: 'info', title: 'Outcomes are reported as usual again: TMS' },
    ]);
    const [outage] = await asAdministrator(
      `SELECT matter, began_at, ended_at IS NOT NULL AS over FROM connection_outage WHERE tenant_id = $1`,
      [tenant.info.id],
    );
    expect(outage).toEqual({ matter: 'job_link', began_at: last, over: true });
  });

  test('is found in a business without any connection too, by the clock', async () => {
    await asAdministrator(`UPDATE connection SET status = 'not_connected' WHERE id = $1`, [tenant.connectionId]);
    await report(new Date(now.getTime() - 5 * 3_600_000));
    await work();
    await work();
    const results = await listLatestChecks(ctx, null);
    expect(results.map(({ check, subject, state }) => [check, subject, state])).toEqual([
      ['job_link', 'tms', 'ok'],
      ['proof_of_life', 'tms', 'broken'],
      ['sync_schedule', '', 'not_known'],
    ]);
    expect(await notices()).toHaveLength(1);
    // Asked of a company that nobody connected it is the same silence.
    await ask();
    await work();
    expect(await notices()).toHaveLength(1);
  });
});

describe('The budget', () => {
  const left = (dayLeft: number, heldUntil: Date | null = null) =>
    asAdministrator(
      `INSERT INTO ledger_call_day (tenant_id, connection_id, day, made, day_left, held_until)
       VALUES ($1, $2, $3, 990, $4, $5)`,
      [tenant.info.id, tenant.connectionId, now, dayLeft, heldUntil],
    );

  test('keeps what is left of the day for other work, says so, and lets a person use it', async () => {
    await left(9);
    await work();
    expect(await stateOf('authorised')).toBe('not_checked');
    expect(calls).toEqual([]);
    await ask();
    await work();
    expect(await stateOf('authorised')).toBe('ok');
  });

  test('calls nothing before the ledger said it may', async () => {
    await left(900, new Date(now.getTime() + 60_000));
    await ask();
    await work();
    expect(calls).toEqual([]);
    expect(await listLatestChecks(ctx, tenant.connectionId)).toContainEqual(
      expect.objectContaining({
        check: 'authorised',
        state: 'not_checked',
        evidence: expect.objectContaining({ notMade: 'held' }),
      }),
    );
  });
});
