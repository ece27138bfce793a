import { afterAll, expect, test } from 'vitest';
import { makeContext } from '#lib/access/context.ts';
import type { BulkItem } from '#lib/bulk/bulk-contract.ts';
import { downloadBulkItems } from '#lib/bulk/download-bulk-items.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

async function readAll(pages: AsyncGenerator<BulkItem[]>): Promise<BulkItem[]> {
  const items: BulkItem[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

test('gives every item once, or those with one result, and is in the audit log', async () => {
  const tenant = await createTenant();
  const records = Array.from({ length: 30 }, (_, place) =>
    listedRecord(tenant, place < 10 ? { sync_status: 0, sync_date: null } : {}),
  );
  await storeRecords(tenant, records);
  const ctx = await memberIn(tenant);
  const ids = [...records.map(({ id }) => id), newId()];
  const { id } = await openBulkOperation(ctx, { act: 'status', target: 'pending', selection: { by: 'ids', ids } });
  await startBulkOperation(ctx, { id, reason: null, referenceNumber: null, typedCount: null });

  const all = await readAll(await downloadBulkItems(ctx, id, null));
  expect(all.map(({ recordId }) => recordId).toSorted()).toEqual(ids.toSorted());
  const unchanged = await readAll(await downloadBulkItems(ctx, id, 'unchanged'));
  expect(unchanged).toHaveLength(10);
  expect(unchanged.every(({ result, before }) => result === 'unchanged' && before === 'pending')).toBe(true);

  const events = await asAdministrator(
    "SELECT actor_name, after FROM audit_event WHERE tenant_id = $1 AND action = 'bulk.downloaded' ORDER BY id",
    [tenant.info.id],
  );
  expect(events).toEqual([
    { actor_name: ctx.actor.name, after: { result: null, total: 31 } },
    { actor_name: ctx.actor.name, after: { result: 'unchanged', total: 31 } },
  ]);
});

test('is refused to whoever may not export, before anything is read', async () => {
  const tenant = await createTenant();
  const ctx = await memberIn(tenant);
  const permissions = new Set([...ctx.permissions].filter((permission) => permission !== 'export:create'));
  const restricted = makeContext({ ...ctx, permissions });
  const id = newId();
  await expect(downloadBulkItems(restricted, id, 'held')).rejects.toMatchObject({ code: 'forbidden' });
  const events = await asAdministrator('SELECT action, after FROM audit_event WHERE tenant_id = $1', [tenant.info.id]);
  expect(events).toEqual([{ action: 'export.refused', after: { operationId: id, result: 'held' } }]);
});

test('an unknown operation is not found', async () => {
  const ctx = await memberIn(await createTenant());
  await expect(downloadBulkItems(ctx, newId(), null)).rejects.toMatchObject({ code: 'not_found' });
});
