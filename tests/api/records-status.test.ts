import { afterAll, describe, expect, test } from 'vitest';
import { runBulkOperation } from '#lib/bulk/run-bulk-operation.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { bulkOperationAnswer } from '#lib/http/openapi/bulk-answers.ts';
import { updateTenantSettings } from '#lib/tenants/update-tenant-settings.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { type Answer, callRoute } from '#tests/factories/api-call.ts';
import { memberIn, recordEvents, rowsOf } from '#tests/factories/bulk.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createKey, createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { GET as getOperation } from '../../app/api/v1/bulk-operations/[id]/route.ts';
import { POST } from '../../app/api/v1/records/status/route.ts';

await testDatabase();
afterAll(closeDatabase);

async function tenantWith(
  ...changes: Partial<ListedRecord>[]
): Promise<{ tenant: TestTenant; records: ListedRecord[] }> {
  const tenant = await createTenant();
  const records = changes.map((change) => listedRecord(tenant, change));
  await storeRecords(tenant, records);
  return { tenant, records };
}

async function post({ keyText }: { keyText: string }, body: unknown): Promise<Answer> {
  const answer = await callRoute(POST, { key: keyText, body: JSON.stringify(body) });
  // What is answered is what the contract says.
  if (answer.status < 300) bulkOperationAnswer.parse(answer.body);
  return answer;
}

describe('POST /records/status', () => {
  test('moves named records, and says what became of each', async () => {
    const { tenant, records } = await tenantWith({}, { sync_status: 0, sync_date: null });
    const ids = records.map(({ id }) => id);
    const { status, body } = await post(tenant, { ids, target: 0 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'finished',
      target: 'pending',
      total: 2,
      counts: { updated: 1, unchanged: 1, skipped: 0, notFound: 0 },
      createdBy: { type: 'api_key', name: 'Test key' },
    });
    expect(await rowsOf(tenant, ids)).toMatchObject([{ sync_status: 0 }, { sync_status: 0 }]);
    expect(await recordEvents(tenant, String(body.id))).toMatchObject([
      { actor_id: tenant.keyId, actor_name: 'Test key' },
    ]);
  });

  test('moves all that match a filter, by the words or numbers of GET /records', async () => {
    const { tenant, records } = await tenantWith({}, { kind: 'bill' }, { sync_date: '2026-01-01T00:00:00Z' });
    const filter = { kind: 'invoice', syncStatus: 2, from: '2026-09-15', to: '2026-10-15' };
    const { body } = await post(tenant, { filter, target: 'complete', reason: 'Booked' });
    expect(body).toMatchObject({ total: 1, counts: { updated: 1 }, reason: 'Booked' });
    expect(await rowsOf(tenant, [records[0]!.id])).toMatchObject([{ sync_status: 1, is_by_hand: true }]);
  });

  test('does the same call with one key once, also when both come at once, and refuses another call with it', async () => {
    const { tenant, records } = await tenantWith({});
    const call = { ids: [records[0]!.id], target: 'complete', reason: 'Booked', idempotencyKey: 'once' };
    const [one, two] = await Promise.all([post(tenant, call), post(tenant, call)]);
    expect(one.body.id).toBe(two.body.id);
    expect(await recordEvents(tenant)).toHaveLength(1);
    const other = await post(tenant, { ...call, target: 'failed' });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ field: 'idempotencyKey' }] } });
  });

  test('takes the key from the header Idempotency-Key, as every writing call does', async () => {
    const { tenant, records } = await tenantWith({});
    const body = JSON.stringify({ ids: [records[0]!.id], target: 'complete', reason: 'Booked' });
    const call = { key: tenant.keyText, body, headers: { 'idempotency-key': 'once' } };
    const one = await callRoute(POST, call);
    const two = await callRoute(POST, call);
    expect(two).toMatchObject({ status: 200, body: { id: one.body.id } });
    expect(await recordEvents(tenant)).toHaveLength(1);
  });

  test('answers 202 for many, and the operation tells how it goes on', async () => {
    const tenant = await createTenant();
    await storeRecords(
      tenant,
      Array.from({ length: 1_001 }, () => listedRecord(tenant)),
    );
    const begun = await post(tenant, { filter: { syncStatus: 'failed' }, target: 'pending' });
    expect(begun).toMatchObject({ status: 202, body: { state: 'running', total: 1_001, done: 0 } });
    await runBulkOperation(tenant.info.id, String(begun.body.id));
    const answer = await callRoute(getOperation, { key: tenant.keyText, params: { id: String(begun.body.id) } });
    expect(bulkOperationAnswer.parse(answer.body)).toMatchObject({ state: 'finished', counts: { updated: 1_001 } });
  });

  test('freezes very many by the worker, which then starts by itself', async () => {
    const tenant = await createTenant();
    await asAdministrator(
      `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, sync_status, sync_date, pending_since)
       SELECT $1, gen_random_uuid(), $2, 'invoice', n::text, 2, now(), now() FROM generate_series(1, 10001) n`,
      [tenant.info.id, tenant.sourceId],
    );
    const every = { filter: { syncStatus: 'failed' } };
    // What is missing is said now: when the worker starts it, nobody is there to be told.
    const without = await post(tenant, { ...every, target: 'complete' });
    expect(without).toMatchObject({ status: 422, body: { errors: [{ field: 'reason' }] } });
    const withReference = await post(tenant, { ...every, target: 'complete', reason: 'x', referenceNumber: 'R' });
    expect(withReference).toMatchObject({ status: 422, body: { errors: [{ field: 'referenceNumber' }] } });
    expect(await asAdministrator('SELECT FROM bulk_operation WHERE tenant_id = $1', [tenant.info.id])).toEqual([]);
    const begun = await post(tenant, { ...every, target: 'pending' });
    expect(begun).toMatchObject({ status: 202, body: { state: 'freezing', total: null } });
    const id = String(begun.body.id);
    await runBulkOperation(tenant.info.id, id);
    await runBulkOperation(tenant.info.id, id);
    const { body } = await callRoute(getOperation, { key: tenant.keyText, params: { id } });
    expect(body).toMatchObject({ state: 'finished', counts: { updated: 10_001 } });
  });

  test('holds a key to the rules of a member: a reason where one is needed, and nothing that only admins do', async () => {
    const { tenant, records } = await tenantWith({}, { sync_status: 1, synced_at: '2026-10-01T12:00:00Z' });
    const [failed, complete] = records.map(({ id }) => id);
    const without = await post(tenant, { ids: [failed], target: 'complete' });
    expect(without).toMatchObject({ status: 422, body: { errors: [{ field: 'reason' }] } });
    const reopened = await post(tenant, { ids: [complete], target: 'pending', reason: 'Again' });
    expect(reopened.body).toMatchObject({ counts: { updated: 0, skipped: 1 }, skippedBy: { not_allowed: 1 } });
    expect(await rowsOf(tenant, [failed!])).toMatchObject([{ sync_status: 2, version: 1 }]);
  });

  test('completes one record where the tenant leaves more to admins', async () => {
    const { tenant, records } = await tenantWith({}, {});
    const ids = records.map(({ id }) => id);
    await updateTenantSettings(await memberIn(tenant, ['admin']), { isBulkCompleteForAdmins: true });
    expect(await post(tenant, { ids, target: 'complete', reason: 'x' })).toMatchObject({ status: 403 });
    expect(await post(tenant, { ids: ids.slice(1), target: 'complete', reason: 'x' })).toMatchObject({ status: 200 });
  });

  test.each([
    ['neither ids nor filter', { target: 'pending' }, 'ids'],
    ['both', { ids: ['01900000-0000-7000-8000-000000000001'], filter: { q: 'x' }, target: 'pending' }, 'ids'],
    ['a filter without a condition', { filter: {}, target: 'pending' }, 'filter'],
    ['a field of another name', { filter: { status: 'failed' }, target: 'pending' }, 'filter.status'],
    ['an unknown status', { filter: { q: 'x' }, target: 3 }, 'target'],
    ['no id', { ids: ['1'], target: 'pending' }, 'ids[0]'],
  ])('refuses %s by name, and stores nothing', async (_what, body, field) => {
    const tenant = await createTenant();
    const answer = await post(tenant, body);
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) },
    });
    const rows = await asAdministrator('SELECT FROM bulk_operation WHERE tenant_id = $1', [tenant.info.id]);
    expect(rows).toEqual([]);
  });

  test('needs the scope records:status, and reads back with it alone', async () => {
    const { tenant, records } = await tenantWith({});
    const body = { ids: [records[0]!.id], target: 'pending' };
    const writer = await createKey(tenant.info.id, tenant.sourceId, [
      'records:read',
      'records:write',
      'attempts:write',
    ]);
    expect(await post(writer, body)).toMatchObject({ status: 403 });
    const setter = await createKey(tenant.info.id, tenant.sourceId, ['records:status']);
    const { body: operation } = await post(setter, body);
    const read = await callRoute(getOperation, { key: setter.keyText, params: { id: String(operation.id) } });
    expect(read).toMatchObject({ status: 200, body: { id: operation.id } });
  });
});
