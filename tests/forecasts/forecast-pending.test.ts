import { expect, test, vi } from 'vitest';
import { type Ctx, makeContext } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { database } from '#lib/db/client.ts';
import { forecastPending } from '#lib/forecasts/forecast-pending.ts';
import { getForecastAccuracy } from '#lib/forecasts/get-forecast-accuracy.ts';
import { getForecastFigures } from '#lib/forecasts/get-forecast-figures.ts';
import { nextSync } from '#lib/forecasts/next-sync.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { queryRecords } from '#lib/records/query-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { connectTestTenant, ListedCompany } from '#tests/factories/listed-company.ts';
import { companyFacts, keepFacts, readAllLists } from '#tests/factories/read-lists.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

type Told = { key: string; outcome: string; rule: string | null; cause: string | null; words: string | null };

function worker(tenant: TestTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'forecasts' },
    permissions: new Set(['record:forecast'] as const),
    requestId: 'test',
    address: null,
  });
}

/** Runs the job until nothing of the tenant is left to do: what was changed this very moment waits for the next run. */
async function settle(tenant: TestTenant): Promise<void> {
  await vi.waitFor(
    async () => {
      await forecastPending(worker(tenant));
      const left = await database().$queryRaw<
        { id: string }[]
      >`SELECT tenants_to_forecast AS id FROM tenants_to_forecast()`;
      expect(left.map(({ id }) => id)).not.toContain(tenant.info.id);
    },
    { timeout: 20_000, interval: 20 },
  );
}

async function told(tenant: TestTenant): Promise<Record<string, Omit<Told, 'key'>>> {
  const rows = await asAdministrator<Told>(
    `SELECT r.external_key AS key, f.outcome, f.rule, f.cause, f.reasons -> 0 ->> 'words' AS words
       FROM record_forecast f JOIN sync_record r ON r.tenant_id = f.tenant_id AND r.id = f.record_id
      WHERE f.tenant_id = $1 ORDER BY 1`,
    [tenant.info.id],
  );
  return Object.fromEntries(rows.map(({ key, ...rest }) => [key, rest]));
}

function document(sourceId: string, more: object = {}): object {
  return {
    kind: 'invoice',
    sourceId,
    number: sourceId.toUpperCase(),
    amount: '100',
    currency: 'USD',
    payer: 'Acme Retail',
    sourceStatus: 'created',
    documentDate: '2026-10-31',
    lines: [{ lineNo: 1, amount: '100', accountCode: '4000' }],
    ...more,
  };
}

function attempt(sourceId: string, failure: string | null, kind = 'invoice'): object {
  return {
    externalId: `SY-${sourceId}-${failure}`,
    record: { kind, sourceId },
    outcome: failure === null ? 'complete' : 'failed',
    attemptedAt: new Date().toISOString(),
    errorMessage: failure,
    ...(failure === null ? { referenceNumber: `QB-${sourceId}` } : {}),
  };
}

async function connected(): Promise<{ tenant: TestTenant; company: ListedCompany }> {
  const tenant = await createTenant();
  await connectTestTenant(tenant);
  await keepFacts(tenant, companyFacts());
  const company = new ListedCompany();
  company.put('account', '1', { code: '4000', name: 'Freight income' });
  company.put('customer', '1', { name: 'Acme Retail' });
  company.put('vendor', '1', { name: 'Haul Co' });
  company.put('currency', 'USD', { code: 'USD', currency: 'USD' });
  await readAllLists(tenant, company);
  return { tenant, company };
}

test('Forecasts follow records, lists, company and settings, and what hangs on a record follows it', async () => {
  const { tenant, company } = await connected();
  const key = keyContext(tenant);
  const payment = {
    kind: 'invoice_payment',
    sourceId: 'p1',
    payer: 'Acme Retail',
    currency: 'USD',
    documentDate: '2026-10-31',
    sourceStatus: 'posted',
    applies: [{ kind: 'invoice', sourceId: 'closed', amount: '1' }],
  };
  const first = [
    payment,
    document('closed', { documentDate: '2026-09-15' }),
    document('fine'),
    document('code', { lines: [{ lineNo: 1, amount: '1', accountCode: '4010' }] }),
    document('case', { payer: 'ACME Retail' }),
    document('draft', { sourceStatus: 'Draft' }),
    document('euro', { currency: 'EUR' }),
    document('twin', { number: 'SAME' }),
  ];
  await putRecords(key, received(first));
  await settle(tenant);
  expect(await told(tenant)).toMatchObject({
    closed: { outcome: 'will_fail', cause: 'closed_period' },
    fine: { outcome: 'will_pass', rule: null },
    code: { outcome: 'will_fail', cause: 'missing_account_mapping', words: expect.stringContaining('“4010”') },
    case: { outcome: 'may_fail', rule: 'contact_name', words: expect.stringContaining('capital letters') },
    draft: { outcome: 'will_fail', cause: 'source_not_syncable' },
    euro: { outcome: 'will_fail', cause: 'currency' },
    twin: { outcome: 'will_pass' },
    p1: { outcome: 'will_fail', cause: 'unsynced_dependency', words: expect.stringContaining('will fail itself') },
  });
  // The list, its count and the figures go by what is told.
  const answer = await queryRecords(key, new URLSearchParams({ forecast: 'will_fail', count: 'exact' }));
  expect(answer).toMatchObject({ total: 5, isTotalExact: true });
  expect(answer.records.map(({ sourceId }) => sourceId).toSorted()).toEqual(['closed', 'code', 'draft', 'euro', 'p1']);
  const closed = answer.records.find(({ sourceId }) => sourceId === 'closed');
  expect(closed?.forecast).toMatchObject({
    outcome: 'will_fail',
    cause: 'closed_period',
    reasons: [{ text: expect.stringContaining('15 September 2026'), about: { name: '2026-09-30' } }],
  });
  expect(await getForecastFigures(memberOf(tenant), new Date())).toMatchObject({
    total: 8,
    outcomes: {
      will_fail: {
        count: 5,
        kinds: [
          { kind: 'invoice', count: 4 },
          { kind: 'invoice_payment', count: 1 },
        ],
        money: [
          { currency: 'EUR', amount: '100.0000' },
          { currency: 'USD', amount: '300.0000' },
        ],
      },
      will_pass: { count: 2 },
    },
    nextSyncAt: null,
  });
  // Another document with the number arrives in the ledger; the code is added there; a document is dated later.
  await reportAttempts(key, received([{ ...attempt('other', null), record: document('other', { number: 'SAME' }) }]));
  await putRecords(key, received([{ kind: 'invoice', sourceId: 'closed', documentDate: '2026-10-15' }]));
  company.put('account', '2', { code: '4010', name: 'Fuel income' });
  await readAllLists(tenant, company);
  await settle(tenant);
  expect(await told(tenant)).toMatchObject({
    closed: { outcome: 'will_pass' },
    code: { outcome: 'will_pass' },
    twin: { outcome: 'will_fail', rule: 'duplicate_number', words: expect.stringContaining('QB-other') },
    p1: { outcome: 'may_fail', rule: 'payment_order' },
  });
  // A document that somebody typed into the ledger holds a number too, unless it is written otherwise or void.
  await putRecords(key, received([document('typed'), document('void'), document('dash', { number: 'DA-SH' })]));
  await asAdministrator(
    `INSERT INTO ledger_document (tenant_id, connection_id, kind, external_key, number, number_key, status)
     SELECT $1, $2, 'invoice', n.number, n.number, lower(n.number), n.status
       FROM (VALUES ('TYPED', 'open'), ('VOID', 'voided'), ('DASH', 'open')) n (number, status)`,
    [tenant.info.id, tenant.connectionId],
  );
  await settle(tenant);
  expect(await told(tenant)).toMatchObject({
    typed: { outcome: 'will_fail', rule: 'duplicate_number' },
    void: { outcome: 'will_pass' },
    dash: { outcome: 'will_pass' },
  });
  // The period is closed further, a status is mapped, and what is complete or excluded has no forecast.
  await keepFacts(tenant, companyFacts({ closedThrough: '2026-10-20' }));
  await asAdministrator('UPDATE source SET settings = $2 WHERE tenant_id = $1', [
    tenant.info.id,
    JSON.stringify({ sourceStatuses: { invoice: { draft: 'syncable' } } }),
  ]);
  await reportAttempts(key, received([attempt('fine', null)]));
  await settle(tenant);
  const last = await told(tenant);
  expect(last).toMatchObject({ closed: { outcome: 'will_fail' }, draft: { outcome: 'will_pass' } });
  expect(Object.keys(last)).not.toContain('fine');
  expect(Object.keys(last)).toContain('typed');
});

test('What then happened is kept once, measured by rule, and a report of long ago proves nothing', async () => {
  const { tenant } = await connected();
  const key = keyContext(tenant);
  const keys = Array.from({ length: 24 }, (_, index) => `closed-${index}`);
  await putRecords(
    key,
    received([
      ...keys.map((sourceId) => document(sourceId, { documentDate: '2026-09-15' })),
      ...Array.from({ length: 6 }, (_, index) => document(`fine-${index}`)),
      document('old'),
    ]),
  );
  await settle(tenant);
  const [old] = [attempt('old', 'Something else')];
  await reportAttempts(
    key,
    received([
      ...keys.slice(0, 21).map((sourceId) => attempt(sourceId, 'Account period closed: the books are closed.')),
      attempt('closed-21', 'The vendor has no default expense account.'),
      attempt('closed-22', null),
      ...[0, 1, 2, 3].map((index) => attempt(`fine-${index}`, null)),
      attempt('fine-4', 'Account period closed: the books are closed.'),
      { ...old, attemptedAt: '2026-01-01T00:00:00Z' },
    ]),
  );
  // Put back to Pending before the job looks: the first attempt counts, and the next forecast is a new one.
  await settle(tenant);
  await settle(tenant);
  const accuracy = await getForecastAccuracy(memberOf(tenant), 30);
  expect(accuracy).toMatchObject({
    days: 30,
    willFail: { told: 23, failed: 22 },
    failures: { total: 23, told: 22, causeNamed: 21 },
    willPass: { told: 5, passed: 4 },
  });
  expect(accuracy.rules).toContainEqual({ rule: 'closed_period', told: 23, failed: 22, causeNamed: 21 });
  expect(await told(tenant)).toMatchObject({ 'closed-23': { outcome: 'will_fail' } });
  // Another business has none of it.
  expect(await getForecastAccuracy(memberOf(await createTenant()), 90)).toMatchObject({
    willFail: { told: 0, failed: 0 },
  });
});

test('A worker that is killed costs one step, two workers do no harm, and a walk goes over everything once', async () => {
  const { tenant, company } = await connected();
  await asAdministrator(
    `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, number, payer, currency, source_status, document_date, pending_since)
     SELECT $1, gen_random_uuid(), $2, CASE WHEN n > 60 THEN 'invoice' ELSE 'invoice_payment' END, 'k' || n, 'N' || n, 'Acme Retail',
            'USD', CASE WHEN n > 60 THEN 'created' ELSE 'posted' END, '2026-09-01', now() - n * interval '1 second'
       FROM generate_series(1, 1100) n`,
    [tenant.info.id, tenant.sourceId],
  );
  const ctx = worker(tenant);
  // The connection breaks within the second step, as when a process dies: what the first did stays, the rest is done anew.
  let steps = 0;
  const dying: Ctx = {
    ...ctx,
    transaction: (work, options) =>
      ctx.transaction(async (tx) => {
        const done = await work(tx);
        steps += 1;
        if (steps === 2) throw new Error('killed');
        return done;
      }, options),
  };
  await expect(forecastPending(dying)).rejects.toThrow('killed');
  expect(Object.keys(await told(tenant)).length).toBeLessThan(1_100);
  await Promise.all([forecastPending(ctx), forecastPending(worker(tenant))]);
  await settle(tenant);
  const [all] = await asAdministrator(
    `SELECT count(*)::int AS total, count(DISTINCT f.outcome)::int AS outcomes, min(f.cause) AS cause FROM record_forecast f WHERE tenant_id = $1`,
    [tenant.info.id],
  );
  expect(all).toEqual({ total: 1_100, outcomes: 1, cause: 'closed_period' });
  // The same again is not written again; another basis is walked over once more.
  const stamp = () =>
    asAdministrator('SELECT max(xmin::text::bigint) AS x FROM record_forecast WHERE tenant_id = $1', [tenant.info.id]);
  const before = await stamp();
  company.put('customer', '9', { name: 'Somebody New' });
  await readAllLists(tenant, company);
  await settle(tenant);
  expect(await stamp()).toEqual(before);
  await keepFacts(tenant, companyFacts({ closedThrough: null }));
  await settle(tenant);
  expect(new Set(Object.values(await told(tenant)).map(({ outcome }) => outcome))).toEqual(
    new Set(['will_pass', 'not_known']),
  );
});

test('The next sync is told by the clock of the business, also where its clocks change', () => {
  const schedule = (times: string[], days = [1, 2, 3, 4, 5, 6, 7], everyHours: number | null = null) => ({
    ...{ times, days, everyHours, graceMinutes: 60, since: '1970-01-01T00:00:00.000Z' },
  });
  const next = (now: string, ...of: ReturnType<typeof schedule>[]) =>
    nextSync([null, ...of], new Date(now), 'America/Chicago')?.toISOString() ?? null;
  expect(next('2026-11-22T18:00:00Z')).toBeNull();
  // 02:30 in winter and in summer; the earlier of two; the day after where that one is not meant.
  expect(next('2026-11-22T18:00:00Z', schedule(['02:30']))).toBe('2026-11-23T08:30:00.000Z');
  expect(next('2026-06-22T18:00:00Z', schedule(['02:30']))).toBe('2026-06-23T07:30:00.000Z');
  expect(next('2026-11-22T18:00:00Z', schedule(['02:30']), schedule(['22:00']))).toBe('2026-11-23T04:00:00.000Z');
  expect(next('2026-11-22T18:00:00Z', schedule(['02:30'], [3]))).toBe('2026-11-25T08:30:00.000Z');
  expect(next('2026-11-22T18:10:00Z', schedule([], [7], 6))).toBe('2026-11-23T00:00:00.000Z');
});
