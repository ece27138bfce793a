import { afterAll, expect, test, vi } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { LostClaimError, takeClaim, writeClaimed } from '#lib/bulk/claim.ts';
import { countsSql } from '#lib/bulk/counts-sql.ts';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { runBulkOperation } from '#lib/bulk/run-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { jobs } from '#lib/jobs/registry.ts';
import { startJobs } from '#lib/jobs/run.ts';
import { listWaitingOperations } from '#lib/jobs/waiting-operations.ts';
import type { SyncStatus } from '#lib/records/kinds.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, recordEvents, rowsOf, runBulk } from '#tests/factories/bulk.ts';
import { received } from '#tests/factories/received-item.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

const COUNT = 2_500;

async function manyFailed(): Promise<{ tenant: TestTenant; records: ListedRecord[] }> {
  const tenant = await createTenant();
  const records = Array.from({ length: COUNT }, () => listedRecord(tenant));
  await storeRecords(tenant, records);
  return { tenant, records };
}

/** Opens and starts an operation on all failed records, too many for the call itself to run. */
async function startOnAll(ctx: Ctx, target: SyncStatus): Promise<string> {
  const selection = { by: 'filter', filter: { ...EVERY_RECORD, syncStatus: 'failed' }, exceptIds: [] } as const;
  const { id, total } = await openBulkOperation(ctx, { act: 'status', target, selection });
  const { state } = await startBulkOperation(ctx, { id, reason: 'Why', typedCount: total });
  expect({ total, state }).toEqual({ total: COUNT, state: 'running' });
  return id;
}

test('two operations and the reports of sync jobs over the same records at once never wait for ever, and each change is whole', async () => {
  const { tenant, records } = await manyFailed();
  const [one, two] = [await memberIn(tenant), await memberIn(tenant)];
  const ids = [await startOnAll(one, 'complete'), await startOnAll(two, 'pending')];
  const key = keyContext(tenant);
  const report = (from: number) =>
    reportAttempts(
      key,
      received(
        records
          .slice(from, from + 500)
          .toReversed()
          .map(({ external_key }) => ({
            externalId: `try-${external_key}`,
            record: { kind: 'invoice', sourceId: external_key },
            outcome: 'failed',
            attemptedAt: '2026-11-01T00:00:00Z',
            errorMessage: 'No.',
          })),
      ),
    );
  const results = await Promise.all([
    ...ids.map((id) => runBulkOperation(tenant.info.id, id)),
    ...[0, 500, 1_000, 1_500, 2_000].map(report),
  ]);
  expect(results.slice(2).flatMap((answers) => (answers ?? []).map(({ result }) => result))).toEqual(
    Array.from({ length: COUNT }, () => 'created'),
  );

  const operations = await Promise.all(ids.map((id) => getBulkOperation(one, id)));
  const updated = operations.reduce((sum, { counts }) => sum + counts.updated, 0);
  for (const { state, counts } of operations) {
    expect(state).toBe('finished');
    expect(counts.updated + counts.skipped).toBe(COUNT);
  }
  const events = await recordEvents(tenant);
  expect(events).toHaveLength(updated);
  // Only one of the two can have met a record's version.
  expect(new Set(events.map(({ subject_id }) => subject_id)).size).toBe(updated);
  const changed = new Set(events.map(({ subject_id }) => subject_id));
  for (const row of await rowsOf(
    tenant,
    records.map(({ id }) => id),
  )) {
    expect(row.version).toBe(changed.has(String(row.id)) ? 3 : 2);
  }
}, 60_000);

test('many workers on one operation do it once', async () => {
  const { tenant, records } = await manyFailed();
  const id = await startOnAll(await memberIn(tenant), 'complete');
  await Promise.all(Array.from({ length: 4 }, () => runBulkOperation(tenant.info.id, id)));
  const events = await recordEvents(tenant, id);
  expect(events.map(({ subject_id }) => subject_id).toSorted()).toEqual(records.map(({ id }) => id).toSorted());
}, 60_000);

test('an operation whose worker fell silent waits for the next one, and the old one can write nothing more', async () => {
  const { tenant } = await manyFailed();
  const ctx = await memberIn(tenant);
  const id = await startOnAll(ctx, 'complete');
  const dead = await ctx.transaction((tx) => takeClaim(ctx, tx, id));
  if (dead === null) throw new Error('It could not be claimed');
  const isWaiting = async () => (await listWaitingOperations()).some((waiting) => waiting.id === id);
  expect(await isWaiting()).toBe(false);
  await runBulkOperation(tenant.info.id, id);
  expect(await getBulkOperation(ctx, id)).toMatchObject({ state: 'running', done: 0 });

  await asAdministrator("UPDATE bulk_operation SET heartbeat_at = now() - interval '21 seconds' WHERE id = $1", [id]);
  expect(await isWaiting()).toBe(true);
  await runBulkOperation(tenant.info.id, id);
  expect(await getBulkOperation(ctx, id)).toMatchObject({ state: 'finished', counts: { updated: COUNT } });
  const late = ctx.transaction((tx) =>
    writeClaimed(ctx, tx, dead.claim, countsSql(dead.operation, new Map([['updated', 1]]))),
  );
  await expect(late).rejects.toBeInstanceOf(LostClaimError);
}, 60_000);

test('work is shared in slices: what is left goes on where it stopped', async () => {
  const { tenant } = await manyFailed();
  const ctx = await memberIn(tenant);
  const id = await startOnAll(ctx, 'complete');
  await runBulkOperation(tenant.info.id, id, { signal: AbortSignal.abort() });
  expect(await getBulkOperation(ctx, id)).toMatchObject({ state: 'running', done: 0 });
  expect((await listWaitingOperations()).some((waiting) => waiting.id === id)).toBe(true);
  await runBulkOperation(tenant.info.id, id, { sliceMs: 0 });
  await runBulkOperation(tenant.info.id, id, { sliceMs: 0 });
  expect(await getBulkOperation(ctx, id)).toMatchObject({ state: 'finished', done: COUNT });
}, 60_000);

test('a small operation is done when its start answers, also beside a worker that would take it', async () => {
  const tenant = await createTenant();
  const ctx = await memberIn(tenant);
  const worker = await startJobs(jobs.filter(({ name }) => name === 'bulk-work'));
  try {
    for (let round = 0; round < 5; round += 1) {
      const records = [listedRecord(tenant), listedRecord(tenant)];
      await storeRecords(tenant, records);
      const done = await runBulk(ctx, { act: 'status', target: 'complete' }, named(records));
      expect(done).toMatchObject({ state: 'finished', counts: { updated: 2 } });
    }
    const id = await startOnAllOf(tenant, ctx);
    await vi.waitFor(async () => expect((await getBulkOperation(ctx, id)).state).toBe('finished'), { timeout: 30_000 });
  } finally {
    await worker.stop();
  }
}, 60_000);

async function startOnAllOf(tenant: TestTenant, ctx: Ctx): Promise<string> {
  await storeRecords(
    tenant,
    Array.from({ length: COUNT }, () => listedRecord(tenant)),
  );
  return startOnAll(ctx, 'pending');
}

test('a freeze whose worker was killed is taken over once it has fallen silent, and is whole', async () => {
  const tenant = await createTenant();
  await storeRecords(tenant, [listedRecord(tenant), listedRecord(tenant)]);
  const selection = { by: 'filter', filter: { ...EVERY_RECORD, syncStatus: 'failed' }, exceptIds: [] } as const;
  const ctx = await memberIn(tenant);
  const { id } = await openBulkOperation(ctx, { act: 'status', target: 'pending', selection });
  // As a worker leaves it that dies within the one transaction of the freeze.
  await asAdministrator('DELETE FROM bulk_item WHERE operation_id = $1', [id]);
  await asAdministrator(
    `UPDATE bulk_operation SET state = 'freezing', total = NULL, parts = '[]', runner = gen_random_uuid(), heartbeat_at = now()
      WHERE id = $1`,
    [id],
  );
  const isWaiting = async () => (await listWaitingOperations()).some((waiting) => waiting.id === id);
  expect(await isWaiting()).toBe(false);
  await asAdministrator("UPDATE bulk_operation SET heartbeat_at = now() - interval '1 minute' WHERE id = $1", [id]);
  expect(await isWaiting()).toBe(true);
  await Promise.all([runBulkOperation(tenant.info.id, id), runBulkOperation(tenant.info.id, id)]);
  expect(await getBulkOperation(ctx, id)).toMatchObject({ state: 'previewed', total: 2 });
});
