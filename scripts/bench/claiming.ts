import pg from 'pg';
import { call } from './calls.ts';
import type { BenchTenant } from './load.ts';
import type { Bench } from './section.ts';

const JOBS = 8;
const LIMIT = 100;
const READY = 8_000;
/** In a source status that is not synced: a claim must not read them. */
const NOT_READY = 100_000;
const ROUNDS = 3;

type Taken = { ids: string[]; times: number[] };

/**
 * Measures claims of 100 by eight jobs at once until nothing is left, over HTTP, against eight connections that do the
 * least that a queue needs: lock the oldest with SKIP LOCKED by the best index, note the lease, read the rows. Most of
 * what is pending is not to be synced. Each record must be handed out once.
 */
export async function measureClaiming({ report, base, superuserUrl, tenants, largest }: Bench): Promise<void> {
  const tenant = tenants[1] ?? largest;
  // The leases come and go, so that what the planner knows of them is never true: the floor finds them by their key.
  const pool = new pg.Pool({ connectionString: superuserUrl, max: JOBS, options: '-c enable_seqscan=off' });
  try {
    await prepare(pool, tenant);
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await drain(() => claimBare(pool, tenant));
      await giveBack(pool, tenant);
      const ours = await drain(() => claimByApi(base, tenant));
      await giveBack(pool, tenant);
      ratios.push(bare.ms / ours.ms);
      report.note(
        `claims of ${LIMIT} by ${JOBS} jobs, ${count(READY)} of ${count(READY + NOT_READY)} pending: ${rate(bare)} bare, ${rate(ours)} by the API (p95 ${ours.p95.toFixed(0)} ms a claim): ${(bare.ms / ours.ms).toFixed(2)}×`,
      );
    }
    const median = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
    report.note(`claims of ${LIMIT} by ${JOBS} jobs, each record once: ${median.toFixed(2)}× the raw SQL floor`);
  } finally {
    await pool.end();
  }
}

async function prepare(pool: pg.Pool, tenant: BenchTenant): Promise<void> {
  await pool.query(
    `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, number, amount, currency, payer, source_status,
                              pending_since)
     SELECT $1, gen_random_uuid(), $2, 'bill', 'claim-' || n, 'BILL-' || n, 100, 'USD', 'Payer',
            CASE WHEN n % $4 = 0 THEN 'Approved' ELSE 'Draft' END, now() - interval '1 year' + n * interval '1 second'
       FROM generate_series(1, $3::int) n`,
    [tenant.id, tenant.sourceId, READY + NOT_READY, Math.floor((READY + NOT_READY) / READY)],
  );
  await pool.query(
    `INSERT INTO claim (tenant_id, id, source_id, api_key_id, record_count, claimed_at, idempotency_key)
     SELECT tenant_id, gen_random_uuid(), source_id, id, 1, now(), 'bare' FROM api_key WHERE tenant_id = $1 LIMIT 1`,
    [tenant.id],
  );
  await pool.query('VACUUM (ANALYZE) sync_record');
}

/** Nobody holds anything any more, and what was held leaves no trace. */
async function giveBack(pool: pg.Pool, tenant: BenchTenant): Promise<void> {
  await pool.query('DELETE FROM lease WHERE tenant_id = $1', [tenant.id]);
  await pool.query('VACUUM (ANALYZE) lease');
}

/** What a claim took; at the end there is nothing that others might have been first with. */
type Claimed = { ids: string[]; isEnd: boolean };

async function drain(claim: () => Promise<Claimed>): Promise<{ ms: number; p95: number; records: number }> {
  const startedAt = performance.now();
  const jobs = await Promise.all(Array.from({ length: JOBS }, () => untilNothing(claim)));
  const ms = performance.now() - startedAt;
  const ids = jobs.flatMap((job) => job.ids);
  if (new Set(ids).size !== ids.length) throw new Error('A record was handed out twice');
  if (ids.length < READY) throw new Error(`${ids.length} of ${READY} records were handed out`);
  const times = jobs.flatMap((job) => job.times).toSorted((a, b) => a - b);
  return { ms, records: ids.length, p95: times[Math.floor(times.length * 0.95)] ?? Number.NaN };
}

async function untilNothing(claim: () => Promise<Claimed>): Promise<Taken> {
  const taken: Taken = { ids: [], times: [] };
  for (;;) {
    const startedAt = performance.now();
    const { ids, isEnd } = await claim();
    taken.times.push(performance.now() - startedAt);
    taken.ids.push(...ids);
    if (isEnd) return taken;
  }
}

async function claimByApi(base: string, tenant: BenchTenant): Promise<Claimed> {
  const body = JSON.stringify({ kind: 'bill', limit: LIMIT, leaseSeconds: 3600 });
  const answer = JSON.parse(await call(`${base}/api/v1/claims`, tenant.keyText, 'POST', body)) as {
    records: { id: string }[];
    hasMore: boolean;
  };
  return { ids: answer.records.map(({ id }) => id), isEnd: answer.records.length === 0 && !answer.hasMore };
}

/** All of these are of one claim. */
async function claimBare(pool: pg.Pool, tenant: BenchTenant): Promise<Claimed> {
  const { rows } = await pool.query<{ id: string; is_taken: boolean }>({
    name: 'claim',
    text: `WITH own AS (SELECT id FROM claim WHERE tenant_id = $1 AND idempotency_key = 'bare'),
                ready AS (
                  SELECT r.* FROM sync_record r
                   WHERE r.tenant_id = $1 AND r.kind = 'bill' AND r.source_id = $2 AND r.source_status = 'Approved'
                     AND r.sync_status = 0 AND r.excluded_at IS NULL
                     AND NOT EXISTS (SELECT FROM lease h WHERE h.tenant_id = r.tenant_id AND h.record_id = r.id)
                   ORDER BY r.pending_since, r.id LIMIT ${LIMIT} FOR NO KEY UPDATE OF r SKIP LOCKED),
                taken AS (
                  INSERT INTO lease (tenant_id, record_id, claim_id, source_id, holder, content_version, claimed_at, expires_at)
                  SELECT $1, ready.id, own.id, $2, 'bare', 1, now(), now() + interval '1 hour' FROM ready, own
                  ON CONFLICT DO NOTHING RETURNING record_id)
           SELECT ready.*, taken.record_id IS NOT NULL AS is_taken FROM ready LEFT JOIN taken ON taken.record_id = ready.id`,
    values: [tenant.id, tenant.sourceId],
  });
  return { ids: rows.filter(({ is_taken }) => is_taken).map(({ id }) => id), isEnd: rows.length === 0 };
}

function rate({ ms, records }: { ms: number; records: number }): string {
  return `${count(Math.round((records / ms) * 1000))} records/s`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
