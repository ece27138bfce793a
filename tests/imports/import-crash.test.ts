import { afterAll, expect, test, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir } from '#lib/env.ts';
import { checkImport } from '#lib/imports/check-import.ts';
import { getImport } from '#lib/imports/get-import.ts';
import type { ImportState } from '#lib/imports/import-contract.ts';
import { receiveFile } from '#lib/imports/receive-file.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { stopImport } from '#lib/imports/stop-import.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { suggested } from '#tests/factories/imports.ts';
import { createTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode, type TestProcess } from '#tests/setup/run-process.ts';

const { appUrl } = await testDatabase();
afterAll(closeDatabase);

const ROWS = 12_000;
const SECRET = 'a-secret-for-tests-of-more-than-32-characters';

function startWorker(): TestProcess {
  const variables = { DATABASE_URL: appUrl, AUTH_SECRET: SECRET, LOG_LEVEL: 'warn' };
  return runNode(['scripts/worker.ts'], { ...variables, AUDIT_CHECKPOINT_DIR: auditCheckpointDir() });
}

async function* file(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('id,number,amount,currency,outcome,attempted at\n');
  for (let n = 0; n < ROWS; n += 1) {
    yield Buffer.from(`doc_${n},INV-${n},${n}.50,USD,complete,2026-10-01T10:00:00Z\n`);
  }
}

test('a worker killed in the middle leaves nothing lost or doubled; others go on, a stop stops, and the rest is written after it', async () => {
  const tenant = await createTenant();
  const ctx = await memberIn(tenant);
  const at = async (id: string, wanted: ImportState) => {
    const isReached = async () => expect((await getImport(ctx, id)).state).toBe(wanted);
    await vi.waitFor(isReached, { timeout: 90_000, interval: 50 });
  };
  const hasWritten = async (id: string, rows: number) => {
    const isReached = async () => expect((await getImport(ctx, id)).counts?.rows ?? 0).toBeGreaterThan(rows);
    await vi.waitFor(isReached, { timeout: 90_000, interval: 25 });
  };

  const first = startWorker();
  const { id } = await receiveFile(ctx, { name: 'outcomes.csv', size: null }, file());
  await at(id, 'choosing');
  const choices = suggested(await getImport(ctx, id), { decimalMark: '.', kind: 'invoice' });
  await checkImport(ctx, { id, choices });
  await at(id, 'checked');
  await runImport(ctx, id);
  await hasWritten(id, 0);
  // Its child goes with it: nobody tells it to.
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  const half = await getImport(ctx, id);
  expect(half.state).toBe('running');

  const workers = [startWorker(), startWorker()];
  await hasWritten(id, half.counts?.rows ?? 0);
  await stopImport(ctx, id);
  await at(id, 'stopped');
  const stopped = await getImport(ctx, id);
  expect(stopped.isRunnable).toBe(true);
  await runImport(ctx, id);
  await at(id, 'finished');
  for (const worker of workers) worker.child.kill('SIGTERM');
  await Promise.all(workers.map(({ ended }) => ended));

  expect((await getImport(ctx, id)).counts).toEqual({
    rows: ROWS,
    created: ROWS,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    rejected: 0,
    unmatched: 0,
    repeated: 0,
  });
  const [stored] = await asAdministrator(
    `SELECT count(*)::int AS count, min(version) AS least, max(version) AS most, sum(attempt_count)::int AS attempts,
            (SELECT count(*)::int FROM sync_attempt WHERE tenant_id = $1 AND import_id = $2) AS stored
       FROM sync_record WHERE tenant_id = $1`,
    [tenant.info.id, id],
  );
  expect(stored).toEqual({ count: ROWS, least: 1, most: 1, attempts: ROWS, stored: ROWS });
  const events = await asAdministrator<{ action: string }>(
    `SELECT action FROM audit_event WHERE tenant_id = $1 AND subject_type = 'import' ORDER BY id`,
    [tenant.info.id],
  );
  expect(events.map(({ action }) => action)).toEqual([
    'import.uploaded',
    'import.checked',
    'import.started',
    'import.stopped',
    'import.finished',
    'import.started',
    'import.finished',
  ]);
}, 240_000);
