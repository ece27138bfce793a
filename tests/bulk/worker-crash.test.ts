import { afterAll, expect, test, vi } from 'vitest';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir } from '#lib/env.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode, type TestProcess } from '#tests/setup/run-process.ts';

const { appUrl } = await testDatabase();
afterAll(closeDatabase);

const RECORDS = 24_000;
const SECRET = 'a-secret-for-tests-of-more-than-32-characters';

function startWorker(): TestProcess {
  const variables = { DATABASE_URL: appUrl, AUTH_SECRET: SECRET, LOG_LEVEL: 'info' };
  return runNode(['scripts/worker.ts'], { ...variables, AUDIT_CHECKPOINT_DIR: auditCheckpointDir() });
}

/** Many failed invoices, as fast as the database makes them. */
async function makeFailed(tenant: TestTenant): Promise<void> {
  await asAdministrator(
    `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, amount, currency, sync_status, sync_date, pending_since)
     SELECT $1, gen_random_uuid(), $2, 'invoice', 'inv_' || n, 10, 'USD', 2, now(), now() FROM generate_series(1, ${RECORDS}) n`,
    [tenant.info.id, tenant.sourceId],
  );
}

test('a worker killed in the middle leaves nothing lost, doubled or half-done, and another one goes on by itself', async () => {
  const tenant = await createTenant();
  await makeFailed(tenant);
  const ctx = await memberIn(tenant);
  const filter = { ...EVERY_RECORD, syncStatus: 'failed' } as const;

  const first = startWorker();
  const { id, state } = await openBulkOperation(ctx, {
    act: 'status',
    target: 'complete',
    selection: { by: 'filter', filter, exceptIds: [] },
  });
  expect(state).toBe('freezing');
  const at = (wanted: string) =>
    vi.waitFor(async () => expect((await getBulkOperation(ctx, id)).state).toBe(wanted), {
      timeout: 60_000,
      interval: 50,
    });
  await at('previewed');
  await startBulkOperation(ctx, { id, reason: 'Reconciled', typedCount: RECORDS });
  await vi.waitFor(async () => expect((await getBulkOperation(ctx, id)).done).toBeGreaterThan(0), {
    timeout: 60_000,
    interval: 5,
  });
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  const killedAt = Date.now();
  const half = await getBulkOperation(ctx, id);
  expect(half.state).toBe('running');
  expect(half.done).toBeLessThan(RECORDS);

  const second = startWorker();
  await at('finished');
  expect(Date.now() - killedAt).toBeLessThan(60_000);
  second.child.kill('SIGTERM');
  await second.ended;

  expect(await getBulkOperation(ctx, id)).toMatchObject({
    done: RECORDS,
    counts: { updated: RECORDS, unchanged: 0, skipped: 0, notFound: 0 },
  });
  const [records] = await asAdministrator(
    `SELECT count(*)::int AS count, min(version) AS least, max(version) AS most FROM sync_record
      WHERE tenant_id = $1 AND sync_status = 1 AND is_by_hand`,
    [tenant.info.id],
  );
  expect(records).toEqual({ count: RECORDS, least: 2, most: 2 });
  const [events] = await asAdministrator(
    `SELECT count(*)::int AS count, count(DISTINCT subject_id)::int AS records FROM audit_event
      WHERE tenant_id = $1 AND action = 'record.status_changed' AND correlation_id = $2`,
    [tenant.info.id, id],
  );
  expect(events).toEqual({ count: RECORDS, records: RECORDS });
  const ofOperation = await asAdministrator<{ action: string }>(
    `SELECT action FROM audit_event WHERE tenant_id = $1 AND subject_type = 'bulk_operation' ORDER BY id`,
    [tenant.info.id],
  );
  expect(ofOperation.map(({ action }) => action)).toEqual(['bulk.started', 'bulk.finished']);
}, 150_000);
