import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { actingContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { newId } from '#lib/core/ids.ts';
import { jobs } from '#lib/jobs/registry.ts';
import { startJobs } from '#lib/jobs/run.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { call } from './calls.ts';
import type { BenchTenant } from './load.ts';
import { measure } from './measure.ts';
import type { Report } from './report.ts';
import type { Bench } from './section.ts';

const ROWS = 100_000;
const ROUNDS = 3;
const POLL_MS = 10;

type Times = { total: number; frozen: number; done: number };

/**
 * Measures a change of 100,000 statuses from the preview to the end, through the worker's own job, against one single
 * statement that updates and audits the same rows. Both take turns, each leaving the rows to the other. A last run,
 * which does not count, shows what the lists cost meanwhile.
 */
export async function measureBulk({ report, base, superuserUrl, largest: tenant }: Bench): Promise<void> {
  const floor = new pg.Client({ connectionString: superuserUrl });
  await floor.connect();
  const worker = await startJobs(jobs.filter(({ name }) => name === 'bulk-work'));
  try {
    const ctx = await makeMember(floor, tenant);
    await chooseRows(floor, tenant);
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await settle(floor);
      const bare = await timed(() => failByOneStatement(floor, tenant));
      await settle(floor);
      const { total, frozen, done } = await completeByJob(ctx);
      const ours = frozen + done;
      ratios.push(ours / bare);
      report.note(
        `bulk status of ${count(total)}: ${rate(total, bare)} bare, ${rate(total, ours)} by the job, ${seconds(frozen)} of it to freeze: ${(ours / bare).toFixed(2)}×`,
      );
    }
    report.note(
      `bulk status of ${count(ROWS)}, preview to end: ${median(ratios).toFixed(2)}× one statement that updates and audits the same rows`,
    );
    await measureListMeanwhile(report, floor, base, tenant, ctx);
  } finally {
    await worker.stop();
    await floor.end();
  }
}

async function measureListMeanwhile(
  report: Report,
  floor: pg.Client,
  base: string,
  tenant: BenchTenant,
  ctx: Ctx,
): Promise<void> {
  const list = () => call(`${base}/api/v1/records?kind=invoice&syncStatus=complete&limit=50`, tenant.keyText);
  await failByOneStatement(floor, tenant);
  await settle(floor);
  const idle = await measure(100, 1, list);
  const times: number[] = [];
  let isOver = false;
  const work = completeByJob(ctx).finally(() => {
    isOver = true;
  });
  while (!isOver) times.push(await timed(list));
  await work;
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  report.note(
    `a list during it: p95 ${p95.toFixed(1)} ms of ${times.length}, idle ${idle.p95.toFixed(1)} ms: ${(p95 / idle.p95).toFixed(1)}×`,
  );
}

async function completeByJob(ctx: Ctx): Promise<Times> {
  const filter = { ...EVERY_RECORD, syncStatus: 'failed', flags: ['two_references'] } as const;
  const openedAt = performance.now();
  const { id } = await openBulkOperation(ctx, {
    act: 'status',
    target: 'complete',
    selection: { by: 'filter', filter, exceptIds: [] },
  });
  const { total } = await until(ctx, id, ({ state }) => state === 'previewed');
  const startedAt = performance.now();
  await startBulkOperation(ctx, { id, reason: 'Reconciled by hand', typedCount: total });
  const { counts } = await until(ctx, id, ({ state }) => state === 'finished');
  if (total === null || counts.updated !== total) throw new Error(`${counts.updated} of ${total} were changed`);
  return { total, frozen: startedAt - openedAt, done: performance.now() - startedAt };
}

async function until(ctx: Ctx, id: string, isReached: (operation: BulkOperation) => boolean): Promise<BulkOperation> {
  for (;;) {
    const operation = await getBulkOperation(ctx, id);
    if (isReached(operation)) return operation;
    if (operation.state === 'broken') throw new Error(operation.brokenReason ?? 'broken');
    await delay(POLL_MS);
  }
}

/** The rows are told apart by a flag, which neither side touches. */
async function chooseRows(floor: pg.Client, tenant: BenchTenant): Promise<void> {
  await floor.query('CREATE TABLE bench_bulk (id uuid PRIMARY KEY)');
  await floor.query(
    `INSERT INTO bench_bulk SELECT id FROM sync_record WHERE tenant_id = $1 AND sync_status = 1 AND NOT has_two_references
      ORDER BY id LIMIT $2`,
    [tenant.id, ROWS],
  );
  await floor.query(
    'UPDATE sync_record SET has_two_references = true WHERE tenant_id = $1 AND id IN (SELECT id FROM bench_bulk)',
    [tenant.id],
  );
  await floor.query('ANALYZE bench_bulk');
}

async function failByOneStatement(floor: pg.Client, tenant: BenchTenant): Promise<void> {
  const person = newId();
  await floor.query(
    `WITH changed AS (
       UPDATE sync_record r SET sync_status = 2, sync_date = now(), status_set_by = $2, status_set_at = now(),
              status_reason = 'Bare', is_by_hand = false, is_tried_after_closing = false, version = version + 1, updated_at = now()
         FROM bench_bulk b WHERE r.tenant_id = $1 AND r.id = b.id RETURNING r.id)
     INSERT INTO audit_event (tenant_id, id, actor_type, actor_id, actor_name, action, subject_type, subject_id, before, after, note,
                              correlation_id)
     SELECT $1, uuidv7(), 'person', $2, 'Bench', 'record.status_changed', 'record', id,
            '{"syncStatus":"complete","isByHand":true}', '{"syncStatus":"failed","isByHand":false}', 'Bare', 'bench' FROM changed`,
    [tenant.id, person],
  );
}

/** Neither side pays for what the other left behind. */
async function settle(floor: pg.Client): Promise<void> {
  await floor.query('VACUUM (ANALYZE) sync_record');
  await floor.query('VACUUM (ANALYZE) audit_event');
  await floor.query('CHECKPOINT');
}

async function makeMember(floor: pg.Client, tenant: BenchTenant): Promise<Ctx> {
  const id = newId();
  await floor.query('INSERT INTO app_user (id, email, name) VALUES ($1, $2, $3)', [id, `${id}@example.com`, 'Bench']);
  await floor.query(`INSERT INTO membership (tenant_id, user_id, roles) VALUES ($1, $2, '{accounting_sync}')`, [
    tenant.id,
    id,
  ]);
  return actingContext(tenant.id, { type: 'person', id }, { requestId: 'bench', address: null });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function rate(rows: number, ms: number): string {
  return `${seconds(ms)} (${count(Math.round((rows / ms) * 1000))} rows/s)`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
