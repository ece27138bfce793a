import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { dismissPayloads } from '#lib/hooks/settle-payload.ts';
import { dismissItems } from '#lib/inbox/decide-items.ts';
import { ALL_WAITING } from '#lib/inbox/inbox-contract.ts';
import { listInboxPayloads } from '#lib/inbox/list-inbox-payloads.ts';
import { listRejected } from '#lib/inbox/list-rejected.ts';
import { stepsOf } from '#lib/overview/failure-steps.ts';
import { getOverview } from '#lib/overview/get-overview.ts';
import type { Overview } from '#lib/overview/overview-contract.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { statementsOf } from '#tests/factories/statements.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { hasNoDocument, openPoints } from '../../app/[tenant]/_overview/month-state.ts';

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(async () => {
  tenant = await createTenant();
  ctx = memberOf(tenant);
  await asAdministrator(
    `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, number, amount, currency, sync_status, sync_date,
                              pending_since, document_date)
     SELECT $1, gen_random_uuid(), $2, kind, kind || n, 'N-' || n, n, 'USD', n % 3, ts, ts, ts::date
       FROM unnest($3::text[]) kind, generate_series(1, 4000) n,
            LATERAL (SELECT timestamptz '2026-10-31 12:00Z' - n * interval '3 hours' AS ts) t`,
    [tenant.info.id, tenant.sourceId, KINDS],
  );
  await asAdministrator('VACUUM (ANALYZE) sync_record');
});

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] };

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

test.each(['force_custom_plan', 'force_generic_plan'])('counts a month by one index alone, %s', async (mode) => {
  const statements = await statementsOf(() => getOverview(ctx, OCTOBER));
  const figures = statements.find(({ text }) => text.includes('"changedAmount"') && text.includes('UNION ALL'))!;
  const client = new pg.Client({ connectionString: (await testDatabase()).appUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true), set_config('plan_cache_mode', $2, true)", [
      tenant.info.id,
      mode,
    ]);
    const types = figures.values.map(() => 'unknown').join(', ');
    await client.query(`PREPARE figures (${types}) AS ${figures.text}`);
    const values = figures.values.map((value) =>
      client.escapeLiteral(value instanceof Date ? value.toISOString() : String(value)),
    );
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (FORMAT JSON) EXECUTE figures (${values.join(', ')})`,
    );
    const reads = nodesOf(rows[0]!['QUERY PLAN'][0].Plan).filter((node) => node['Relation Name'] === 'sync_record');
    const ofLists = reads.filter((node) => node['Index Name'] === 'sync_record_document');
    expect(ofLists).toHaveLength(KINDS.length * 3);
    expect([...new Set(ofLists.map((node) => node['Node Type']))]).toEqual(['Index Only Scan']);
    // The rest are the excluded ones, of which there are few.
    expect(reads.length - ofLists.length).toBe(KINDS.length);
  } finally {
    await client.end();
  }
});

test('what needs a look is counted by its own small index', async () => {
  const statements = await statementsOf(() => getOverview(ctx, OCTOBER));
  const flagged = statements.find(({ text }) => text.includes('"voidInLedgerCount"'))!;
  const { rows } = await (await administrator()).query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (FORMAT JSON) ${flagged.text}`,
    flagged.values,
  );
  const reads = nodesOf(rows[0]!['QUERY PLAN'][0].Plan).filter((node) => node['Relation Name'] === 'sync_record');
  expect(reads.map((node) => [node['Node Type'], node['Index Name']])).toEqual([
    ['Index Only Scan', 'sync_record_flagged'],
  ]);
});

test('all figures are of one moment, though records change meanwhile', async () => {
  const own = await createTenant();
  await storeRecords(own, [listedRecord(own, { document_date: '2026-10-05', error_message: 'No' })]);
  const send = pg.Client.prototype.query;
  let isDone = false;
  // Between two statements of the verb the record becomes another's worth.
  pg.Client.prototype.query = async function (this: pg.Client, ...args: unknown[]) {
    const { text } = args[0] as { text?: string };
    const answer = await Reflect.apply(send, this, args);
    if (!isDone && text?.includes('"changedAmount"')) {
      isDone = true;
      await asAdministrator('UPDATE sync_record SET sync_status = 1 WHERE tenant_id = $1', [own.info.id]);
    }
    return answer;
  } as typeof send;
  let overview: Overview;
  try {
    overview = await getOverview(memberOf(own), OCTOBER);
  } finally {
    pg.Client.prototype.query = send;
  }
  expect(isDone).toBe(true);
  const [invoices] = overview.kinds;
  expect(invoices?.failed.count).toBe(1);
  expect(invoices?.failed.oldest?.label).toBe('INV-1');
  expect(overview.messages.map(({ message }) => message)).toEqual(['No']);
  expect(overview.failures.reduce((sum, { kinds }) => sum + kinds.invoice.count, 0)).toBe(1);
  expect((await getOverview(memberOf(own), OCTOBER)).kinds[0]?.failed.count).toBe(0);
});

test('a period of more than two years, or one that ends before it begins, is refused', async () => {
  await expect(getOverview(ctx, { from: '2024-10-31', to: '2026-11-01' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(getOverview(ctx, { from: '2026-11-02', to: '2026-11-01' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('needs the right to read records', async () => {
  await expect(getOverview({ ...keyContext(tenant), permissions: new Set() }, OCTOBER)).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('a month is clean when nothing is open, and says what stands in between otherwise', async () => {
  const own = await createTenant();
  const clean = {
    document_date: '2026-10-05',
    sync_status: 1 as const,
    synced_amount: '100.0000',
    synced_currency: 'USD',
  };
  await storeRecords(own, [
    listedRecord(own, clean),
    listedRecord(own, { ...clean, excluded_at: '2026-10-06T00:00:00Z' }),
  ]);
  expect(hasNoDocument(await getOverview(memberOf(own), { from: '2026-01-01', to: '2026-01-31' }))).toBe(true);
  const before = await getOverview(memberOf(own), OCTOBER);
  expect(hasNoDocument(before)).toBe(false);
  expect(openPoints(before)).toEqual([]);
  await storeRecords(own, [
    listedRecord(own, { document_date: '2026-10-05' }),
    listedRecord(own, { document_date: '2026-10-06', kind: 'bill', sync_status: 0, sync_date: null }),
    listedRecord(own, { ...clean, synced_amount: '99.0000' }),
    // What a payment was recorded with is not compared.
    listedRecord(own, { ...clean, kind: 'bill_payment', synced_amount: '99.0000' }),
    listedRecord(own, { ...clean, has_two_references: true }),
    listedRecord(own, { ...clean, kind: 'bill', is_by_hand: true, is_tried_after_closing: true }),
  ]);
  expect(openPoints(await getOverview(memberOf(own), OCTOBER)).map(({ name, count }) => `${count} ${name}`)).toEqual([
    '1 failed',
    '1 pending',
    '1 with another total in the ledger',
    '1 with two references',
    '1 tried again after closing',
  ]);
});

test('no month is clean while anything waits in the inbox, of whatever day, until somebody decides about it', async () => {
  const own = await createTenant();
  const member = memberOf(own, permissionsOfRoles(['accounting_sync']));
  const pointsOf = async (month: { from: string; to: string }) => openPoints(await getOverview(member, month));
  const [attempt] = await reportAttempts(
    keyContext(own),
    received([
      {
        externalId: 'SY1',
        record: { kind: 'invoice', sourceId: 'nobody-sent-it' },
        outcome: 'failed',
        attemptedAt: '2026-11-01T00:00:00Z',
      },
    ]),
  );
  await putRecords(keyContext(own), received([{ kind: 'nothing' }]));
  await asAdministrator(
    `WITH hook AS (INSERT INTO hook (tenant_id, id, source_id, name, secret_hash, secret_hint)
                   VALUES ($1, gen_random_uuid(), $2, 'Zap', 'x', 'abcd') RETURNING id)
     INSERT INTO hook_payload (tenant_id, id, hook_id, body, size, request_id, state)
     SELECT $1, gen_random_uuid(), hook.id, '{}', 2, 'test', 'unmapped' FROM hook`,
    [own.info.id, own.sourceId],
  );
  for (const month of [OCTOBER, { from: '2026-01-01', to: '2026-01-31' }]) {
    expect(await pointsOf(month)).toEqual([{ name: 'wait in the inbox', place: 'inbox', count: 3, isExact: true }]);
  }
  await dismissItems(member, { part: 'unmatched', ids: [String(attempt?.id)], reason: 'A test' });
  expect(await pointsOf(OCTOBER)).toMatchObject([{ count: 2 }]);
  const { items } = await listRejected(member, ALL_WAITING, { limit: 1, cursor: null });
  await dismissItems(member, { part: 'rejected', ids: items.map(({ id }) => id), reason: 'A test' });
  const payloads = await listInboxPayloads(member, ALL_WAITING, { limit: 1, cursor: null });
  await dismissPayloads(member, { ids: payloads.items.map(({ id }) => id), reason: 'A test' });
  expect(await pointsOf(OCTOBER)).toEqual([]);
});

test('a long period is told by month, its first and last as far as they belong to it', () => {
  expect(stepsOf({ from: '2026-01-30', to: '2026-02-02' })).toHaveLength(4);
  expect(stepsOf({ from: '2026-01-15', to: '2026-06-10' })).toEqual([
    { from: '2026-01-15', to: '2026-01-31' },
    { from: '2026-02-01', to: '2026-02-28' },
    { from: '2026-03-01', to: '2026-03-31' },
    { from: '2026-04-01', to: '2026-04-30' },
    { from: '2026-05-01', to: '2026-05-31' },
    { from: '2026-06-01', to: '2026-06-10' },
  ]);
});
