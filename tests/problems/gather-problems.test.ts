import pg from 'pg';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { gatherProblemsOfAll } from '#lib/jobs/gather-problems.ts';
import { log } from '#lib/log.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, runBulk } from '#tests/factories/bulk.ts';
import { gatherer } from '#tests/factories/problems.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

const ACME = "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.";
const CLOSED = 'Account Period Closed, Cannot Update Through Services API';

let tenant: TestTenant;

beforeEach(async () => {
  tenant = await createTenant();
});

type Try = {
  id: string;
  at: string;
  says: string | null;
  amount?: string;
  currency?: string;
  company?: boolean;
  kind?: string;
};

/** Reports attempts of bills; `says` null: it went through. */
async function report(...tries: Try[]): Promise<string[]> {
  const results = await reportAttempts(
    keyContext(tenant),
    received(
      tries.map(({ id, at, says, amount = '100', currency = 'USD', company = false, kind = 'bill' }) => ({
        externalId: `${id} ${at}`,
        record: {
          kind,
          sourceId: id,
          number: id.toUpperCase(),
          amount,
          currency,
          documentDate: '2026-10-31',
          ...(company ? { connection: { ledger: 'qbo', companyId: 'realm-1' } } : {}),
        },
        outcome: says === null ? 'complete' : 'failed',
        attemptedAt: at,
        errorMessage: says,
        referenceNumber: says === null ? `REF-${id}` : null,
      })),
    ),
  );
  expect(results.map(({ result }) => result)).toEqual(tries.map(() => 'created'));
  return results.map(({ recordId }) => String(recordId));
}

type Stored = {
  state: string;
  cause: string;
  about_name: string | null;
  failed: number;
  waiting: number;
  figures: { kinds: unknown; money: unknown };
  version: number;
  reopened_count: number;
  solved_how: string | null;
  opened_at: Date;
  trend: number[];
};

function problems(): Promise<Stored[]> {
  return asAdministrator<Stored>(
    'SELECT * FROM problem WHERE tenant_id = $1 ORDER BY failed + waiting DESC, cause, id',
    [tenant.info.id],
  );
}

async function gathered(): Promise<Stored[]> {
  await gatherProblems(gatherer(tenant));
  return problems();
}

async function actions(): Promise<string[]> {
  const rows = await asAdministrator<{ action: string }>(
    `SELECT action FROM audit_event WHERE tenant_id = $1 AND subject_type = 'problem' ORDER BY id`,
    [tenant.info.id],
  );
  return rows.map(({ action }) => action);
}

const T = (minutes: number) => new Date(Date.UTC(2026, 9, 1) + minutes * 60_000).toISOString();

describe('Failures', () => {
  test('are one problem by cause and object, however they are worded; with exact figures', async () => {
    await report(
      { id: 'a', at: T(0), says: ACME, amount: '100.10' },
      { id: 'b', at: T(1), says: 'Vendor "ACME  corp" is missing a default expense account.', amount: '0.20' },
      { id: 'c', at: T(2), says: ACME, amount: '50', currency: 'EUR' },
      { id: 'd', at: T(3), says: "Vendor 'Globex' is missing a default expense account in QuickBooks." },
      { id: 'e', at: T(4), says: CLOSED },
      { id: 'f', at: T(5), says: ACME, company: true },
      { id: 'g', at: T(6), says: null },
    );
    const [first, ...others] = await gathered();
    expect(first).toMatchObject({
      state: 'open',
      cause: 'missing_account_mapping',
      failed: 3,
      waiting: 0,
      figures: {
        kinds: [{ kind: 'bill', failed: 3, waiting: 0 }],
        money: [
          { currency: 'USD', amount: '100.3000', records: 2 },
          { currency: 'EUR', amount: '50.0000', records: 1 },
        ],
      },
    });
    expect(others.map(({ cause, failed }) => `${cause} ${failed}`).toSorted()).toEqual([
      'closed_period 1',
      'missing_account_mapping 1',
      'missing_account_mapping 1',
    ]);
    const [event, ...further] = await asAdministrator<{
      action: string;
      subject_id: string;
      after: { largest: unknown };
    }>(`SELECT action, subject_id, after FROM audit_event WHERE tenant_id = $1 AND subject_type = 'problem'`, [
      tenant.info.id,
    ]);
    expect(further).toEqual([]);
    expect(event).toMatchObject({ action: 'problems.opened', subject_id: null, after: { problems: 4, records: 6 } });
    expect(event?.after.largest).toHaveLength(4);
    expect(event?.after.largest).toMatchObject([
      { cause: 'missing_account_mapping', about: 'Acme Corp', records: 3 },
      { records: 1 },
      { records: 1 },
      { records: 1 },
    ]);
  });

  test('gathered again, and by two workers at once, change nothing', async () => {
    await report({ id: 'a', at: T(0), says: ACME }, { id: 'b', at: T(1), says: CLOSED });
    await Promise.all([
      gatherProblems(gatherer(tenant)),
      gatherProblems(gatherer(tenant)),
      gatherProblems(gatherer(tenant)),
    ]);
    const before = await problems();
    expect(before).toHaveLength(2);
    expect(await gatherProblems(gatherer(tenant))).toEqual({ opened: 0, moved: 0, changed: 0 });
    expect(await problems()).toEqual(before);
    expect(await actions()).toEqual(['problems.opened']);
  });

  test('count once a day and attempt in the trend, whatever became of them', async () => {
    const now = new Date();
    const at = (days: number) => new Date(now.getTime() - days * 86_400_000 - 1000).toISOString();
    await report({ id: 'a', at: at(3), says: ACME });
    await report({ id: 'a', at: at(1), says: ACME }, { id: 'b', at: at(1), says: ACME });
    await report({ id: 'b', at: at(0), says: null });
    await report({ id: 'x', at: at(20), says: ACME });
    const [problem] = await gathered();
    expect(problem?.trend).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0]);
  });
});

describe('A problem', () => {
  test('waits once its records are put back, fails again, and is solved with a proof when they complete', async () => {
    const ids = await report({ id: 'a', at: T(0), says: ACME }, { id: 'b', at: T(0), says: ACME, amount: '7' });
    await gathered();
    const ctx = await memberIn(tenant);
    await runBulk(ctx, { act: 'status', target: 'pending' }, named(ids.map((id) => ({ id }))));
    expect(await gathered()).toMatchObject([{ state: 'waiting', failed: 0, waiting: 2 }]);
    const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    await report({ id: 'a', at: soon(1), says: ACME });
    expect(await gathered()).toMatchObject([{ state: 'open', failed: 1, waiting: 1 }]);
    await report({ id: 'a', at: soon(2), says: null }, { id: 'b', at: soon(3), says: null, amount: '7' });
    expect(await gathered()).toMatchObject([{ state: 'solved', solved_how: 'records', failed: 0, waiting: 0 }]);
    expect(await actions()).toEqual(['problem.opened', 'problem.put_back', 'problem.failed_again', 'problem.solved']);
    const [solution] = await asAdministrator<{ proof: Record<string, unknown>; done: Record<string, unknown> }>(
      'SELECT * FROM problem_solution WHERE tenant_id = $1',
      [tenant.info.id],
    );
    expect(solution?.proof).toMatchObject({
      completed: { records: 2, money: [{ currency: 'USD', amount: '107.0000', records: 2 }] },
      byHand: { records: 0 },
      sample: [
        { number: 'B', referenceNumber: 'REF-b', amount: '7.0000' },
        { number: 'A', referenceNumber: 'REF-a' },
      ],
    });
    expect(solution?.done).toMatchObject({ putBacks: [{ records: 2 }], notes: [], ledgerChanges: [] });
  });

  test('stays solved while an older failure is told late, and comes back with a new one', async () => {
    await report({ id: 'a', at: T(0), says: ACME });
    await gathered();
    await report({ id: 'a', at: T(60), says: null });
    const [solved] = await gathered();
    expect(solved).toMatchObject({ state: 'solved', failed: 0 });
    await report({ id: 'late', at: T(30), says: ACME });
    expect(await gathered()).toMatchObject([{ state: 'solved', failed: 1, version: solved?.version }]);
    await report({ id: 'new', at: T(61), says: ACME });
    const [reopened] = await gathered();
    expect(reopened).toMatchObject({ state: 'open', reopened_count: 1, failed: 2, solved_how: null });
    expect(reopened?.opened_at.toISOString()).toBe(T(61));
    expect(await actions()).toEqual(['problem.opened', 'problem.solved', 'problem.reopened']);
  });

  test('tells apart what a person completed, excluded, or fails of something else: that proves nothing', async () => {
    const [a, b] = await report(
      { id: 'a', at: T(0), says: ACME },
      { id: 'b', at: T(0), says: ACME },
      { id: 'c', at: T(0), says: ACME },
      { id: 'd', at: T(0), says: ACME },
    );
    await gathered();
    const ctx = await memberIn(tenant);
    const byHand = await runBulk(ctx, { act: 'status', target: 'complete' }, named([{ id: String(a) }]));
    await runBulk(ctx, { act: 'exclude' }, named([{ id: String(b) }]));
    await report({ id: 'c', at: T(5), says: CLOSED }, { id: 'd', at: T(6), says: null });
    expect((await gathered()).find(({ cause }) => cause === 'missing_account_mapping')).toMatchObject({
      state: 'solved',
      solved_how: 'records',
    });
    const [solution] = await asAdministrator<{ proof: Record<string, unknown> }>(
      'SELECT proof FROM problem_solution WHERE tenant_id = $1',
      [tenant.info.id],
    );
    expect(solution?.proof).toMatchObject({
      completed: { records: 1 },
      byHand: { records: 1 },
      excluded: { records: 1 },
      elsewhere: { records: 1 },
      left: { records: 0 },
      lastAttemptAt: T(6),
    });
    // A completion that is undone is no late news: its failure was known, and counts again.
    const undo = await openUndo(ctx, byHand.id);
    await startBulkOperation(ctx, { id: undo.id, reason: 'Not there after all', typedCount: 1 });
    expect((await gathered()).find(({ cause }) => cause === 'missing_account_mapping')).toMatchObject({
      state: 'open',
      failed: 1,
      reopened_count: 1,
    });
  });

  test('keeps what was changed of its object in the ledger while it was open, and of no other', async () => {
    const now = Date.now();
    const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
    await report({ id: 'a', at: at(-60), says: ACME, company: true });
    await gathered();
    const { info, connectionId } = tenant;
    for (const [name, when] of [
      ['acme corp', at(-30)],
      ['Acme Corp', at(-3600)],
      ['Globex', at(-30)],
    ]) {
      await asAdministrator(
        `INSERT INTO ledger_item_change (tenant_id, id, connection_id, type, external_key, name, what, before, after, at)
         VALUES ($1, gen_random_uuid(), $2, 'vendor', '58', $3, 'changed', '{"details": {}}', '{"details": {"account": "6000"}}', $4)`,
        [info.id, connectionId, name, when],
      );
    }
    await report({ id: 'a', at: at(-1), says: null, company: true });
    await gathered();
    const [solution] = await asAdministrator<{ done: { ledgerChanges: unknown[] } }>(
      'SELECT done FROM problem_solution WHERE tenant_id = $1',
      [info.id],
    );
    expect(solution?.done.ledgerChanges).toMatchObject([
      { at: at(-30), type: 'vendor', name: 'acme corp', what: 'changed', after: { details: { account: '6000' } } },
    ]);
    expect(solution?.done.ledgerChanges).toHaveLength(1);
  });

  test('whose messages are told otherwise by new rules is closed as that, and never as solved by its records', async () => {
    await report({ id: 'a', at: T(0), says: ACME });
    await gathered();
    await asAdministrator(
      'UPDATE message_diagnosis SET problem_key = gen_random_uuid() WHERE tenant_id = $1 AND problem_key IS NOT NULL',
      [tenant.info.id],
    );
    const all = await gathered();
    expect(all.map(({ state, solved_how }) => [state, solved_how])).toEqual([
      ['open', null],
      ['solved', 'regrouped'],
    ]);
  });

  test('is solved once and whole, though the worker that was at it was killed half way', async () => {
    await report({ id: 'a', at: T(0), says: ACME });
    await gathered();
    await report({ id: 'a', at: T(1), says: null });
    const holder = new pg.Client({ connectionString: (await testDatabase()).superuserUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM problem WHERE tenant_id = $1 FOR UPDATE', [tenant.info.id]);
      const killed = gatherProblems(gatherer(tenant)).catch(() => 'killed');
      const kill = () =>
        asAdministrator<{ pid: number }>(
          `SELECT pg_terminate_backend(l.pid) AS pid FROM pg_locks l
            WHERE NOT l.granted AND l.pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
        );
      await vi.waitFor(async () => expect(await kill()).toHaveLength(1), { timeout: 10_000 });
      expect(await killed).toBe('killed');
    } finally {
      await holder.end();
    }
    expect(await problems()).toMatchObject([{ state: 'open', failed: 1 }]);
    expect(await gathered()).toMatchObject([{ state: 'solved', failed: 0 }]);
    expect(await actions()).toEqual(['problem.opened', 'problem.solved']);
    const rows = await asAdministrator('SELECT FROM problem_solution WHERE tenant_id = $1', [tenant.info.id]);
    expect(rows).toHaveLength(1);
  });

  test('is gathered by the job for each business in which something was done since, and for no other', async () => {
    await report({ id: 'a', at: T(0), says: ACME });
    const run = { log, signal: new AbortController().signal };
    const due = () =>
      asAdministrator<{ id: string }>('SELECT tenants_to_gather AS id FROM tenants_to_gather(600)').then((rows) =>
        rows.some(({ id }) => id === tenant.info.id),
      );
    await gatherProblemsOfAll(run);
    expect(await problems()).toHaveLength(1);
    await rest();
    expect(await due()).toBe(false);
    await report({ id: 'b', at: T(1), says: CLOSED });
    expect(await due()).toBe(true);
    await gatherProblemsOfAll(run);
    expect(await problems()).toHaveLength(2);
    expect(await due()).toBe(false);
  });
});

/** Lets the rest between two looks be over. */
async function rest(): Promise<void> {
  await asAdministrator(`UPDATE problem_gathering SET due_at = now() - interval '1 second' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
}
