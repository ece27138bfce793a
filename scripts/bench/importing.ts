import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { actingContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { env } from '#lib/env.ts';
import { checkImport } from '#lib/imports/check-import.ts';
import { getImport } from '#lib/imports/get-import.ts';
import type { ImportRun, ImportState } from '#lib/imports/import-contract.ts';
import { receiveFile } from '#lib/imports/receive-file.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { jobs } from '#lib/jobs/registry.ts';
import { startJobs } from '#lib/jobs/run.ts';
import type { Floor } from './floor.ts';
import type { BenchTenant } from './load.ts';
import { watchMemory } from './memory.ts';
import type { Bench } from './section.ts';

const ROWS_MAX = 1_000_000;
const BATCH = 1_000;
/** As many connections as an import writes with. */
const AT_ONCE = 3;
const POLL_MS = 100;

/**
 * Measures the import of a large CSV file, from its bytes to its records, through the worker's own job, against the same
 * number of rows by multi-row upserts over as many connections as the import has; and what memory the processes take.
 */
export async function measureImporting({ report, floor, superuserUrl, tenants }: Bench): Promise<void> {
  const tenant = tenants[2] ?? tenants[0];
  if (tenant === undefined) return;
  const rows = Math.min(ROWS_MAX, env().BENCH_RECORDS);
  const ctx = await makeMember(superuserUrl, tenant);
  const worker = await startImportWork();
  try {
    for (const size of [Math.round(rows / 10), rows]) {
      await settle(superuserUrl);
      const bare = await floorOf(floor, tenant, size);
      await settle(superuserUrl);
      const memory = await watchMemory(process.pid, superuserUrl);
      const upload = await timed(() => receiveFile(ctx, { name: 'bench.csv', size: null }, fileOf(size)));
      const { id } = upload.value;
      const read = await timed(() => until(ctx, id, 'choosing'));
      const columns = (read.value.detected?.columns ?? []).map(({ index, guess }) => ({ column: index, field: guess }));
      await checkImport(ctx, { id, choices: { holds: 'records', source: 'tms', columns, decimalMark: '.' } });
      const check = await timed(() => until(ctx, id, 'checked'));
      await runImport(ctx, id);
      const run = await timed(() => until(ctx, id, 'finished'));
      const grownMiB = await memory.stop();
      if (run.value.counts?.created !== size) throw new Error(`Not created: ${JSON.stringify(run.value.counts)}`);
      report.note(
        `import of ${size.toLocaleString('en')}: ${rate(size, run.seconds)} written, ${(bare / run.seconds).toFixed(2)}× the floor (${rate(size, bare)}); ` +
          `uploaded in ${upload.seconds.toFixed(1)} s, read in ${read.seconds.toFixed(1)} s, checked in ${check.seconds.toFixed(1)} s; memory +${grownMiB} MiB`,
      );
    }
  } finally {
    await worker.stop();
  }
}

/** Starts a worker that does nothing but import, each file in a process of its own. */
export function startImportWork() {
  return startJobs(jobs.filter(({ name }) => name === 'import-work'));
}

/** Takes a file of so many records in and has it checked; gives the import, which `runImport` begins. */
export async function prepareImport(ctx: Ctx, size: number): Promise<string> {
  const { id } = await receiveFile(ctx, { name: 'bench.csv', size: null }, fileOf(size));
  const { detected } = await until(ctx, id, 'choosing');
  const columns = (detected?.columns ?? []).map(({ index, guess }) => ({ column: index, field: guess }));
  await checkImport(ctx, { id, choices: { holds: 'records', source: 'tms', columns, decimalMark: '.' } });
  await until(ctx, id, 'checked');
  return id;
}

async function floorOf(floor: Floor, tenant: BenchTenant, rows: number): Promise<number> {
  await floor.prepareUpsert();
  const at = new Date().toISOString();
  const name = newId();
  let next = 0;
  const lane = async () => {
    for (let from = next; from < rows; from = next) {
      next = from + BATCH;
      const keys = Array.from({ length: Math.min(BATCH, rows - from) }, (_, n) => `${name}-${from + n}`);
      await floor.upsert(tenant, keys, at);
    }
  };
  const { seconds } = await timed(() => Promise.all(Array.from({ length: AT_ONCE }, lane)));
  return seconds;
}

async function* fileOf(rows: number): AsyncGenerator<Uint8Array> {
  const name = newId();
  yield Buffer.from(
    'Kind,ID,Number,Amount,Currency,Payer,Billing organisation,Shipment ID,Source status,Document date\r\n',
  );
  for (let from = 0; from < rows; from += BATCH) {
    let text = '';
    for (let n = from; n < Math.min(rows, from + BATCH); n += 1) {
      text += `invoice,${name}-${n},INV-${n},1250.00,USD,Acme Retail,"Acme Freight, West",SHP-${n},created,2026-10-31\r\n`;
    }
    yield Buffer.from(text);
  }
}

/** Waits until an import is in a state; throws if it ends otherwise. */
export async function until(ctx: Ctx, id: string, wanted: ImportState): Promise<ImportRun> {
  for (;;) {
    const run = await getImport(ctx, id);
    if (run.state === wanted) return run;
    if (['refused', 'broken', 'stopped'].includes(run.state)) throw new Error(`${run.state}: ${run.reason}`);
    await delay(POLL_MS);
  }
}

/** Makes a member who may import; gives what that person may do. */
export async function makeMember(superuserUrl: string, tenant: BenchTenant): Promise<Ctx> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const id = newId();
  try {
    await client.query('INSERT INTO app_user (id, email, name) VALUES ($1, $2, $3)', [
      id,
      `${id}@example.com`,
      'Bench',
    ]);
    await client.query(`INSERT INTO membership (tenant_id, user_id, roles) VALUES ($1, $2, '{accounting_sync}')`, [
      tenant.id,
      id,
    ]);
  } finally {
    await client.end();
  }
  return actingContext(tenant.id, { type: 'person', id }, { requestId: 'bench', address: null });
}

/** Neither side pays for what the other left behind. */
async function settle(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query('VACUUM (ANALYZE) sync_record').catch(() => undefined);
  await client.query('CHECKPOINT');
  await client.end();
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}

function rate(rows: number, seconds: number): string {
  return `${Math.round(rows / seconds).toLocaleString('en')} rows/s`;
}
