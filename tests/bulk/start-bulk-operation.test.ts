import { afterAll, expect, test } from 'vitest';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { listBulkItems } from '#lib/bulk/list-bulk-items.ts';
import { listBulkOperations } from '#lib/bulk/list-bulk-operations.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, recordEvents, rowsOf, runBulk } from '#tests/factories/bulk.ts';
import { received } from '#tests/factories/received-item.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

const toComplete = { act: 'status', target: 'complete' } as const;
const toPending = { act: 'status', target: 'pending' } as const;

async function tenantWith(
  ...changes: Partial<ListedRecord>[]
): Promise<{ tenant: TestTenant; records: ListedRecord[] }> {
  const tenant = await createTenant();
  const records = changes.map((change) => listedRecord(tenant, change));
  await storeRecords(tenant, records);
  return { tenant, records };
}

test('moves what was frozen, says who did it, and leaves nothing unsaid', async () => {
  const { tenant, records } = await tenantWith(
    {},
    { sync_status: 0, sync_date: null },
    { amount: '7.5000', currency: 'CAD' },
  );
  const ctx = await memberIn(tenant);
  const unknown = newId();
  const preview = await openBulkOperation(ctx, {
    ...toComplete,
    selection: { by: 'ids', ids: [...records.map(({ id }) => id), unknown] },
  });
  expect(preview).toMatchObject({ state: 'previewed', total: 4, done: 0, startedAt: null, kinds: ['invoice'] });
  expect(preview.parts).toEqual([
    {
      syncStatus: 'pending',
      isByHand: false,
      isInLedger: false,
      isExcluded: false,
      count: 1,
      amounts: [{ currency: 'USD', count: 1, amount: '100.0000' }],
    },
    {
      syncStatus: 'failed',
      isByHand: false,
      isInLedger: false,
      isExcluded: false,
      count: 2,
      amounts: [
        { currency: 'CAD', count: 1, amount: '7.5000' },
        { currency: 'USD', count: 1, amount: '100.0000' },
      ],
    },
  ]);

  const done = await startBulkOperation(ctx, { id: preview.id, reason: 'Posted by hand', typedCount: null });
  expect(done).toMatchObject({
    state: 'finished',
    done: 4,
    counts: { updated: 3, unchanged: 0, skipped: 0, notFound: 1 },
    reason: 'Posted by hand',
    createdBy: { type: 'person', id: ctx.actor.id, name: ctx.actor.name },
  });
  for (const row of await rowsOf(
    tenant,
    records.map(({ id }) => id),
  )) {
    expect(row).toMatchObject({
      sync_status: 1,
      is_by_hand: true,
      status_reason: 'Posted by hand',
      status_set_by: ctx.actor.id,
      version: 2,
      synced_amount: null,
    });
  }
  const events = await recordEvents(tenant, preview.id);
  expect(events).toHaveLength(3);
  expect(events.find(({ subject_id }) => subject_id === records[0]!.id)).toMatchObject({
    action: 'record.status_changed',
    actor_id: ctx.actor.id,
    before: { syncStatus: 'failed', isByHand: false },
    after: { syncStatus: 'complete', isByHand: true },
    note: 'Posted by hand',
  });
  const { items } = await listBulkItems(ctx, preview.id, { result: null, limit: 10, cursor: null });
  expect(items.map(({ recordId, result }) => [recordId, result]).toSorted()).toEqual(
    [...records.map(({ id }) => [id, 'updated']), [unknown, 'not_found']].toSorted(),
  );
  expect((await listBulkOperations(ctx, { limit: 10, cursor: null })).operations.map(({ id }) => id)).toEqual([
    preview.id,
  ]);
});

test('skips what a sync job changed after the preview, and touches nothing that matches later', async () => {
  const { tenant, records } = await tenantWith({}, {});
  const ctx = await memberIn(tenant);
  const preview = await openBulkOperation(ctx, { ...toPending, selection: named(records) });
  await putRecords(
    keyContext(tenant),
    received([{ kind: 'invoice', sourceId: records[0]!.external_key, number: 'NEW' }]),
  );
  const done = await startBulkOperation(ctx, { id: preview.id });
  expect(done).toMatchObject({ counts: { updated: 1, skipped: 1 }, skippedBy: { changed_meanwhile: 1 } });
  expect(await rowsOf(tenant, [records[0]!.id])).toMatchObject([{ sync_status: 2, version: 2 }]);
});

test('an undo gives back the former state, and started twice it is done once', async () => {
  const { tenant, records } = await tenantWith({}, { sync_status: 0, sync_date: null }, {});
  const ids = records.map(({ id }) => id);
  const ctx = await memberIn(tenant);
  const before = await rowsOf(tenant, ids);
  const done = await runBulk(ctx, toComplete, named(records));
  await putRecords(
    keyContext(tenant),
    received([{ kind: 'invoice', sourceId: records[2]!.external_key, number: 'NEW' }]),
  );
  expect(done.undoableUntil).not.toBeNull();
  const undo = await openUndo(ctx, done.id);
  await Promise.all([startBulkOperation(ctx, { id: undo.id }), startBulkOperation(ctx, { id: undo.id })]);
  expect(await getBulkOperation(ctx, undo.id)).toMatchObject({
    state: 'finished',
    counts: { updated: 2, skipped: 1 },
    skippedBy: { changed_meanwhile: 1 },
  });
  const after = await rowsOf(tenant, ids);
  const same = ({ version, updated_at, ...row }: Record<string, unknown>) => row;
  expect(after.slice(0, 2).map(same)).toEqual(before.slice(0, 2).map(same));
  expect(after[2]).toMatchObject({ sync_status: 1, number: 'NEW' });
  expect(await getBulkOperation(ctx, done.id)).toMatchObject({ undoneBy: undo.id, undoableUntil: null });
  await expect(openUndo(ctx, done.id)).rejects.toMatchObject({ code: 'conflict' });
});

test('an undo that was stopped is gone on with by another one, which is about what the first one left', async () => {
  const { tenant, records } = await tenantWith({}, {}, {});
  const ctx = await memberIn(tenant);
  const done = await runBulk(ctx, toComplete, named(records));
  const undo = await openUndo(ctx, done.id);
  await startBulkOperation(ctx, { id: undo.id });
  // As if it had been stopped after its first record.
  await asAdministrator("UPDATE bulk_operation SET state = 'stopped', done = 1, updated = 1 WHERE id = $1", [undo.id]);
  const [last] = await asAdministrator<{ record_id: string }>(
    'SELECT record_id FROM bulk_item WHERE operation_id = $1 AND position = 3',
    [undo.id],
  );
  await asAdministrator('UPDATE sync_record SET sync_status = 1, version = 2 WHERE id = $1', [last?.record_id]);
  const next = await openUndo(ctx, done.id);
  expect(next).toMatchObject({ total: 2 });
  const ended = await startBulkOperation(ctx, { id: next.id });
  expect(ended).toMatchObject({ counts: { updated: 1 }, skippedBy: { changed_meanwhile: 1 } });
  expect(await rowsOf(tenant, [String(last?.record_id)])).toMatchObject([{ sync_status: 2 }]);
});
