import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { listConnectionEvents } from '#lib/connections/list-connection-events.ts';
import { listOutages } from '#lib/connections/list-outages.ts';
import { failedIn, outageRecords } from '#lib/connections/outage-records.ts';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { DEFAULT_SORT } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { rowsReadFrom } from '#tests/factories/explain.ts';
import { type StoredOutage, storeOutage } from '#tests/factories/outages.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

const EXPIRED = 'message=AuthenticationFailed; errorCode=003200; statusCode=401';
const WITHIN = '2026-10-02T09:00:00.000Z';

const failedAt = (sync_date: string, error_message: string, changes: Partial<ListedRecord> = {}) => ({
  sync_date,
  error_message,
  ...changes,
});

/** Each by its number: what the outage made fail begins with F, what waited with W, and nothing else belongs to it. */
const RECORDS: Partial<ListedRecord>[] = [
  failedAt('2026-10-02T08:00:00.000Z', EXPIRED, { number: 'F1' }),
  failedAt(WITHIN, 'The QuickBooks token has expired. Please reconnect.', {
    number: 'F2',
    kind: 'bill',
    currency: 'CAD',
  }),
  failedAt(WITHIN, 'Service Unavailable', { number: 'F3' }),
  failedAt('2026-10-02T07:59:59.999Z', EXPIRED, { number: 'before it' }),
  failedAt('2026-10-02T12:00:00.000Z', EXPIRED, { number: 'after it' }),
  failedAt(WITHIN, 'Vendor Acme has no default expense account', { number: 'another reason' }),
  failedAt(WITHIN, EXPIRED, { number: 'by hand', is_by_hand: true }),
  failedAt(WITHIN, EXPIRED, { number: 'excluded', excluded_at: WITHIN }),
  failedAt(WITHIN, EXPIRED, { number: 'arrived', sync_status: 1 }),
  { number: 'W1', sync_status: 0, sync_date: null, pending_since: '2026-09-30T00:00:00.000Z' },
  { number: 'W2', sync_status: 0, sync_date: null, pending_since: WITHIN, kind: 'bill_payment' },
  { number: 'made later', sync_status: 0, sync_date: null, pending_since: '2026-10-02T12:00:00.000Z' },
];

let tenant: TestTenant;
let outage: StoredOutage;

beforeAll(async () => {
  tenant = await createTenant();
  await storeRecords(
    tenant,
    RECORDS.map((changes) => listedRecord(tenant, changes)),
  );
  outage = await storeOutage(tenant);
});

async function numbersOf(outageId: string, status: 'failed' | 'pending' | 'all'): Promise<string[]> {
  const filter = { ...failedIn(outageId), syncStatus: status };
  const { records } = await listRecords(memberOf(tenant), filter, { sort: DEFAULT_SORT, limit: 100, cursor: null });
  return records.map(({ number }) => number ?? '').toSorted();
}

describe('What an outage did', () => {
  test('is what failed within it for its reason and is failed still, and what waited through it', async () => {
    expect(await numbersOf(outage.id, 'failed')).toEqual(['F1', 'F2', 'F3']);
    expect(await numbersOf(outage.id, 'all')).toEqual(['F1', 'F2', 'F3', 'W1', 'W2']);
    expect(await outageRecords(memberOf(tenant), outage.id)).toEqual({
      failed: [
        { kind: 'invoice', count: 2, amounts: [{ currency: 'USD', count: 2, amount: '200.0000' }] },
        { kind: 'bill', count: 1, amounts: [{ currency: 'CAD', count: 1, amount: '100.0000' }] },
      ],
      waiting: [
        { kind: 'invoice', count: 1, amounts: [{ currency: 'USD', count: 1, amount: '100.0000' }] },
        { kind: 'bill_payment', count: 1, amounts: [{ currency: 'USD', count: 1, amount: '100.0000' }] },
      ],
    });
  });

  test('is other records for another reason, and nothing waits for Tieout’s own link', async () => {
    const plan = await storeOutage(tenant, { matter: 'company', check: 'plan' });
    expect(await numbersOf(plan.id, 'failed')).toEqual([]);
    const own = await storeOutage(tenant, { matter: 'own_link', check: 'authorised' });
    expect(await numbersOf(own.id, 'all')).toEqual(['F1', 'F2', 'F3']);
  });

  test('goes on while it lasts', async () => {
    const lasting = await storeOutage(tenant, { endedAt: null, check: 'proof_of_life' });
    expect(await numbersOf(lasting.id, 'failed')).toEqual(['F1', 'F2', 'F3', 'after it']);
    expect(await numbersOf(lasting.id, 'pending')).toEqual(['W1', 'W2', 'made later']);
    const shown = await listOutages(memberOf(tenant), tenant.connectionId, new Date('2026-10-03'));
    expect(shown.map(({ id }) => id)).toEqual([lasting.id]);
  });

  test('is not told of records that name no connection where there are several', async () => {
    const second = newId();
    await asAdministrator(
      `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name) VALUES ($1, $2, 'xero', 'org', 'Other')`,
      [tenant.info.id, second],
    );
    expect(await numbersOf(outage.id, 'all')).toEqual([]);
    await asAdministrator(`UPDATE sync_record SET connection_id = $2 WHERE tenant_id = $1 AND number = 'F2'`, [
      tenant.info.id,
      tenant.connectionId,
    ]);
    expect(await numbersOf(outage.id, 'all')).toEqual(['F2']);
    await asAdministrator('DELETE FROM connection WHERE tenant_id = $1 AND id = $2', [tenant.info.id, second]);
    expect(await numbersOf(outage.id, 'failed')).toEqual(['F1', 'F2', 'F3']);
  });
});

test('puts back exactly what failed in it, says so on the time line and in the audit log, and can be undone', async () => {
  const ctx = await memberIn(tenant);
  const preview = await openBulkOperation(ctx, {
    act: 'status',
    target: 'pending',
    selection: { by: 'filter', filter: failedIn(outage.id), exceptIds: [] },
  });
  expect(preview).toMatchObject({ total: 3, kinds: ['invoice', 'bill'] });
  const done = await startBulkOperation(ctx, { id: preview.id });
  expect(done).toMatchObject({ state: 'finished', counts: { updated: 3 } });
  expect(await numbersOf(outage.id, 'failed')).toEqual([]);

  const [event] = (await listConnectionEvents(ctx, tenant.connectionId, { cursor: null, limit: 10 })).events;
  expect(event).toMatchObject({ type: 'put_back', byName: ctx.actor.name });
  expect(event?.facts).toMatchObject({ outageId: outage.id, operationId: preview.id, total: 3, check: 'job_link' });
  const audited = await asAdministrator(
    `SELECT subject_id AS id, correlation_id AS operation FROM audit_event WHERE tenant_id = $1 AND action = 'connection.put_back'`,
    [tenant.info.id],
  );
  expect(audited).toEqual([{ id: tenant.connectionId, operation: preview.id }]);

  const undo = await openUndo(ctx, preview.id);
  await startBulkOperation(ctx, { id: undo.id });
  expect(await getBulkOperation(ctx, preview.id)).toMatchObject({ undoneBy: undo.id });
  expect(await numbersOf(outage.id, 'failed')).toEqual(['F1', 'F2', 'F3']);
});

test('the time line is read page by page, the latest first', async () => {
  const own = await createTenant();
  await asAdministrator(
    `INSERT INTO connection_event (tenant_id, id, connection_id, at, type, by_name)
     SELECT $1, gen_random_uuid(), $2, timestamptz '2026-10-01' + n / 2 * interval '1 minute', 'check_changed', n::text
       FROM generate_series(1, 25) n`,
    [own.info.id, own.connectionId],
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listConnectionEvents(memberOf(own), own.connectionId, { cursor, limit: 10 });
    seen.push(...page.events.map(({ at }) => at));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toHaveLength(25);
  expect(seen).toEqual(seen.toSorted().reverse());
});

test('figures of an outage read what failed within it alone, whichever plan is taken', async () => {
  const large = await createTenant();
  await asAdministrator(
    `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, amount, currency, sync_status, sync_date, pending_since,
                              error_message, cause)
     SELECT $1, gen_random_uuid(), $2, 'invoice', n::text, 1, 'USD', 2, ts, ts, 'Unauthorized', 'token_expired'
       FROM generate_series(1, 20000) n, LATERAL (SELECT timestamptz '2026-10-05' - n * interval '1 minute' AS ts) t`,
    [large.info.id, large.sourceId],
  );
  await asAdministrator('ANALYZE sync_record');
  const { id } = await storeOutage(large);
  const ctx = memberOf(large);
  expect((await outageRecords(ctx, id)).failed).toMatchObject([{ count: 240 }]);
  for (const planMode of ['force_custom_plan', 'force_generic_plan'] as const) {
    const rows = await rowsReadFrom('sync_record', () => outageRecords(ctx, id), { tenantId: ctx.tenantId, planMode });
    expect(rows, planMode).toBeLessThanOrEqual(260);
  }
});
