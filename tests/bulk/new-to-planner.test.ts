import { afterAll, expect, test } from 'vitest';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { runBulkOperation } from '#lib/bulk/run-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

const COUNT = 12_000;

// Just after a first import the planner has never heard of the tenant and takes its records for one or two. A plan that
// compares each item with each record then takes longer than a batch may.
test('records that came after the database last looked at its tables are changed in batches like any others', async () => {
  const known = await createTenant();
  await storeRecords(known, [listedRecord(known), listedRecord(known)]);
  await asAdministrator('ANALYZE');
  const tenant = await createTenant();
  await storeRecords(
    tenant,
    Array.from({ length: COUNT }, () => listedRecord(tenant)),
  );
  const ctx = await memberIn(tenant);
  const filter = { ...EVERY_RECORD, syncStatus: 'failed' } as const;
  const { id } = await openBulkOperation(ctx, {
    act: 'status',
    target: 'complete',
    selection: { by: 'filter', filter, exceptIds: [] },
  });
  await runBulkOperation(tenant.info.id, id);
  await startBulkOperation(ctx, { id, reason: 'Reconciled', typedCount: COUNT });
  await runBulkOperation(tenant.info.id, id);
  expect(await getBulkOperation(ctx, id)).toMatchObject({ state: 'finished', counts: { updated: COUNT } });
}, 120_000);
