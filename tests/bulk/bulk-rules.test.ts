import { afterAll, describe, expect, test } from 'vitest';
import { clearPreviews } from '#lib/bulk/clear-previews.ts';
import { forecastBulkOperation } from '#lib/bulk/forecast-bulk-operation.ts';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { listBulkItems } from '#lib/bulk/list-bulk-items.ts';
import { listBulkOperations } from '#lib/bulk/list-bulk-operations.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { runBulkOperation } from '#lib/bulk/run-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { stopBulkOperation } from '#lib/bulk/stop-bulk-operation.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { getTenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import { updateTenantSettings } from '#lib/tenants/update-tenant-settings.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, recordEvents, rowsOf, runBulk } from '#tests/factories/bulk.ts';
import { removeMembership } from '#tests/factories/people.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

const toComplete = { act: 'status', target: 'complete' } as const;
const toPending = { act: 'status', target: 'pending' } as const;
const byJob = { sync_status: 1, synced_at: '2026-10-01T12:00:00Z', reference_number: 'REF-1' } as const;
const EVERY_FAILED = { by: 'filter', filter: { ...EVERY_RECORD, syncStatus: 'failed' }, exceptIds: [] } as const;

async function tenantWith(
  ...changes: Partial<ListedRecord>[]
): Promise<{ tenant: TestTenant; records: ListedRecord[] }> {
  const tenant = await createTenant();
  const records = changes.map((change) => listedRecord(tenant, change));
  await storeRecords(tenant, records);
  return { tenant, records };
}

function times(count: number): Partial<ListedRecord>[] {
  return Array.from({ length: count }, () => ({}));
}

async function actionsOf(tenant: TestTenant): Promise<string[]> {
  const rows = await asAdministrator<{ action: string }>(
    `SELECT action FROM audit_event WHERE tenant_id = $1 AND subject_type = 'bulk_operation' ORDER BY id`,
    [tenant.info.id],
  );
  return rows.map(({ action }) => action);
}

describe('A preview', () => {
  test('says what would happen to this actor’s own rights, and what is in the ledger already', async () => {
    const { tenant, records } = await tenantWith(
      {},
      {},
      byJob,
      { excluded_at: '2026-10-01T12:00:00Z' },
      { sync_status: 0, sync_date: null },
    );
    const [member, admin] = [await memberIn(tenant), await memberIn(tenant, ['accounting_sync', 'admin'])];
    const forecastFor = async (ctx: typeof member) =>
      forecastBulkOperation(ctx, (await openBulkOperation(ctx, { ...toPending, selection: named(records) })).id);
    expect(await forecastFor(member)).toEqual({
      changes: 2,
      unchanged: 1,
      refused: expect.arrayContaining([
        { reason: 'not_allowed', count: 1 },
        { reason: 'excluded', count: 1 },
      ]),
      notFound: 0,
      isReasonRequired: false,
      isReferenceAllowed: false,
      alreadyInLedger: 0,
      isForAdminsOnly: false,
    });
    expect(await forecastFor(admin)).toMatchObject({ changes: 3, isReasonRequired: true, alreadyInLedger: 1 });
  });

  test('of all that match leaves out what was taken out of it', async () => {
    const { tenant, records } = await tenantWith(...times(3), { kind: 'bill' });
    const ctx = await memberIn(tenant);
    const filter = { ...EVERY_RECORD, kinds: ['invoice'] } as const;
    const { total, kinds } = await openBulkOperation(ctx, {
      ...toPending,
      selection: { by: 'filter', filter, exceptIds: [records[0]!.id] },
    });
    expect({ total, kinds }).toEqual({ total: 2, kinds: ['invoice'] });
  });

  test('changes nothing, is in nobody’s history, and is cleared away after a day, but never what was started', async () => {
    const { tenant, records } = await tenantWith(...times(2));
    const ctx = await memberIn(tenant);
    const started = await runBulk(ctx, toComplete, named(records));
    const left = await openBulkOperation(ctx, { ...toPending, selection: named(records) });
    expect((await listBulkOperations(ctx, { limit: 10, cursor: null })).operations.map(({ id }) => id)).toEqual([
      started.id,
    ]);
    expect(await clearPreviews(ctx)).toBe(0);
    await asAdministrator("UPDATE bulk_operation SET created_at = now() - interval '25 hours' WHERE tenant_id = $1", [
      tenant.info.id,
    ]);
    expect(await clearPreviews(ctx)).toBe(1);
    await expect(getBulkOperation(ctx, left.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listBulkItems(ctx, started.id, { result: null, limit: 10, cursor: null })).items).toHaveLength(2);
  });
});

describe('Starting', () => {
  test('asks for the reason, and nothing happens without it', async () => {
    const { tenant, records } = await tenantWith({});
    const ctx = await memberIn(tenant);
    const { id } = await openBulkOperation(ctx, { ...toComplete, selection: named(records) });
    await expect(startBulkOperation(ctx, { id, reason: '' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'reason' }],
    });
    expect(await getBulkOperation(ctx, id)).toMatchObject({ state: 'previewed', startedAt: null });
    expect(await actionsOf(tenant)).toEqual([]);
  });

  test('asks for the number above 1,000 records', async () => {
    const { tenant } = await tenantWith(...times(1_001));
    const ctx = await memberIn(tenant);
    const { id } = await openBulkOperation(ctx, { ...toPending, selection: EVERY_FAILED });
    for (const typedCount of [null, 1_000]) {
      await expect(startBulkOperation(ctx, { id, typedCount })).rejects.toMatchObject({
        fields: [{ field: 'typedCount' }],
      });
    }
    expect(await startBulkOperation(ctx, { id, typedCount: 1_001 })).toMatchObject({ state: 'running' });
  });

  test('takes a reference number for a single record to Complete alone', async () => {
    const { tenant, records } = await tenantWith(...times(2));
    const ctx = await memberIn(tenant);
    const two = await openBulkOperation(ctx, { ...toComplete, selection: named(records) });
    const given = { reason: 'x', referenceNumber: 'A-1' };
    await expect(startBulkOperation(ctx, { id: two.id, ...given })).rejects.toMatchObject({
      fields: [{ field: 'referenceNumber' }],
    });
    await runBulk(ctx, toComplete, named(records.slice(0, 1)), given);
    expect(await rowsOf(tenant, [records[0]!.id])).toMatchObject([
      { reference_number: 'A-1', is_reference_by_hand: true, synced_amount: null },
    ]);
  });

  test('is for whoever opened the preview, with the right to change statuses', async () => {
    const { tenant, records } = await tenantWith({});
    const [ctx, other] = [await memberIn(tenant), await memberIn(tenant)];
    const { id } = await openBulkOperation(ctx, { ...toPending, selection: named(records) });
    await expect(startBulkOperation(other, { id })).rejects.toMatchObject({ code: 'forbidden' });
    const reader = keyContext(tenant, { scopes: ['records:read'] });
    await expect(startBulkOperation(reader, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(openBulkOperation(reader, { ...toPending, selection: named(records) })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('of a second one with another reason changes nothing that the first one said', async () => {
    const { tenant, records } = await tenantWith({});
    const ctx = await memberIn(tenant);
    const { id } = await openBulkOperation(ctx, { ...toComplete, selection: named(records) });
    await startBulkOperation(ctx, { id, reason: 'First' });
    expect(await startBulkOperation(ctx, { id, reason: 'Second' })).toMatchObject({
      reason: 'First',
      counts: { updated: 1 },
    });
    expect(await actionsOf(tenant)).toEqual(['bulk.started', 'bulk.finished']);
  });

  test('of more than one Complete is for admins where the tenant says so', async () => {
    const { tenant, records } = await tenantWith(...times(2));
    const [member, admin] = [await memberIn(tenant), await memberIn(tenant, ['accounting_sync', 'admin'])];
    expect(await getTenantSettings(member)).toMatchObject({ isBulkCompleteForAdmins: false });
    await expect(updateTenantSettings(member, { isBulkCompleteForAdmins: true })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await updateTenantSettings(admin, { isBulkCompleteForAdmins: true });
    expect(await getTenantSettings(member)).toMatchObject({ isBulkCompleteForAdmins: true });
    const { id } = await openBulkOperation(member, { ...toComplete, selection: named(records) });
    expect(await forecastBulkOperation(member, id)).toMatchObject({ isForAdminsOnly: true });
    await expect(startBulkOperation(member, { id, reason: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await runBulk(admin, toComplete, named(records))).toMatchObject({ counts: { updated: 2 } });
  });
});

describe('While it runs', () => {
  test('a member who is none any more breaks the operation off, with what was done kept and the rest listed', async () => {
    const { tenant } = await tenantWith(...times(1_001));
    const ctx = await memberIn(tenant);
    const { id } = await openBulkOperation(ctx, { ...toPending, selection: EVERY_FAILED });
    await startBulkOperation(ctx, { id, typedCount: 1_001 });
    await removeMembership(tenant.info.id, ctx.actor.id ?? '');
    await runBulkOperation(tenant.info.id, id);
    expect(await getBulkOperation(ctx, id)).toMatchObject({
      state: 'broken',
      brokenReason: expect.stringContaining('no longer a member'),
      counts: { updated: 0, skipped: 1_001 },
      skippedBy: { stopped: 1_001 },
    });
    expect(await recordEvents(tenant)).toEqual([]);
    expect(await actionsOf(tenant)).toEqual(['bulk.started', 'bulk.broken']);
    const { items } = await listBulkItems(ctx, id, { result: 'stopped', limit: 5, cursor: null });
    expect(items.map(({ result }) => result)).toEqual(Array(5).fill('stopped'));
  });

  test('it can be stopped, by anybody who may change statuses, and stays so', async () => {
    const { tenant } = await tenantWith(...times(1_001));
    const [ctx, other] = [await memberIn(tenant), await memberIn(tenant)];
    const { id } = await openBulkOperation(ctx, { ...toPending, selection: EVERY_FAILED });
    await startBulkOperation(ctx, { id, typedCount: 1_001 });
    expect(await stopBulkOperation(other, id)).toMatchObject({ state: 'stopping' });
    await runBulkOperation(tenant.info.id, id);
    expect(await stopBulkOperation(other, id)).toMatchObject({ state: 'stopped', skippedBy: { stopped: 1_001 } });
    expect(await actionsOf(tenant)).toEqual(['bulk.started', 'bulk.stopped', 'bulk.finished']);
  });
});

describe('Leaving records out', () => {
  test('takes those that the ledger does not hold out of the lists, and an undo takes them in again', async () => {
    const { tenant, records } = await tenantWith({}, byJob);
    const ctx = await memberIn(tenant);
    const done = await runBulk(ctx, { act: 'exclude' }, named(records), { reason: 'A test' });
    expect(done).toMatchObject({ counts: { updated: 1, skipped: 1 }, skippedBy: { in_ledger: 1 } });
    expect(await rowsOf(tenant, [records[0]!.id])).toMatchObject([
      { excluded_reason: 'A test', excluded_by: ctx.actor.id, sync_status: 2 },
    ]);
    const undo = await openUndo(ctx, done.id);
    await startBulkOperation(ctx, { id: undo.id });
    expect(await rowsOf(tenant, [records[0]!.id])).toMatchObject([
      { excluded_at: null, excluded_reason: null, excluded_by: null },
    ]);
    expect((await recordEvents(tenant)).map(({ action }) => action)).toEqual(['record.excluded', 'record.included']);
    expect(await actionsOf(tenant)).toEqual([
      'bulk.started',
      'bulk.finished',
      'bulk.started',
      'bulk.finished',
      'bulk.undone',
    ]);
  });
});

test('an operation can be undone for 30 days, and an undo not at all', async () => {
  const { tenant, records } = await tenantWith({}, {});
  const ctx = await memberIn(tenant);
  const old = await runBulk(ctx, toPending, named(records.slice(0, 1)));
  const young = await runBulk(ctx, toPending, named(records.slice(1)));
  await asAdministrator("UPDATE bulk_operation SET finished_at = now() - interval '721 hours' WHERE id = $1", [old.id]);
  await expect(openUndo(ctx, old.id)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('30 days'),
  });
  const undo = await openUndo(ctx, young.id);
  await startBulkOperation(ctx, { id: undo.id });
  await expect(openUndo(ctx, undo.id)).rejects.toMatchObject({ code: 'conflict' });
});

test('the items of an operation are read page by page, forward and back', async () => {
  const { tenant, records } = await tenantWith(...times(5));
  const ctx = await memberIn(tenant);
  const { id } = await runBulk(ctx, toPending, named(records));
  const page = (cursor: string | null) => listBulkItems(ctx, id, { result: 'updated', limit: 2, cursor });
  const first = await page(null);
  const second = await page(first.nextCursor);
  const third = await page(second.nextCursor);
  expect([first, second, third].flatMap(({ items }) => items.map(({ position }) => position))).toEqual([1, 2, 3, 4, 5]);
  expect({ before: first.previousCursor, after: third.nextCursor }).toEqual({ before: null, after: null });
  expect((await page(third.previousCursor)).items).toEqual(second.items);
});
