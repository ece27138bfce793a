import { expect, test } from 'vitest';
import { addNote } from '#lib/records/add-note.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { memberIn, named, runBulk } from '#tests/factories/bulk.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant } from '#tests/factories/tenant.ts';

test('a record’s events name the bulk change they were part of, and no other', async () => {
  const tenant = await createTenant();
  const ctx = await memberIn(tenant);
  const records = [listedRecord(tenant), listedRecord(tenant), listedRecord(tenant)];
  await storeRecords(tenant, records);
  const [first, second] = records;
  const many = await runBulk(ctx, { act: 'status', target: 'complete' }, named([first!, second!]));
  await runBulk(ctx, { act: 'status', target: 'complete' }, named([records[2]!]));
  await addNote(ctx, first!.id, 'Seen');
  const { events } = await getRecord(ctx, first!.id);
  expect(events.map(({ action, bulkOperationId }) => [action, bulkOperationId])).toEqual([
    ['record.noted', null],
    ['record.status_changed', many.id],
  ]);
  const alone = await getRecord(ctx, records[2]!.id);
  expect(alone.events.map(({ action, bulkOperationId }) => [action, bulkOperationId])).toEqual([
    ['record.status_changed', null],
  ]);
});
