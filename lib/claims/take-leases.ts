import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ClaimBranch } from './claimable-branches.ts';
import { PAID_DOCUMENT, UNFINISHED } from './read-waits.ts';
import { readScan, type ScanPlace, scopeOf, writeScan } from './scan-place.ts';

/** What is taken: by which claim, for which holder, how many at most, and for how long. */
export type Taking = {
  claimId: string;
  sourceId: string;
  holder: string;
  limit: number;
  leaseSeconds: number;
};

/** What was taken, and whether the next call may find more. */
export type TakenLeases = { recordIds: string[]; hasMore: boolean };

/** So many records are looked at by one statement: those that are held or wait are passed over. */
const WINDOW_MIN = 200;
const WINDOW_MAX = 1_000;
/** So many by one call, so that it is quick however many payments wait for their invoices. */
const LOOKED_AT_MAX = 10_000;

/**
 * Takes the oldest records of the branches that nobody holds and that wait for nothing. A record that another transaction
 * has locked is passed over; the key of `lease` decides between two that took the same.
 */
export async function takeLeases(
  ctx: Ctx,
  tx: TenantTx,
  branches: readonly ClaimBranch[],
  taking: Taking,
): Promise<TakenLeases> {
  if (branches.length === 0) return { recordIds: [], hasMore: false };
  const scope = scopeOf(branches);
  const start = await readScan(ctx, tx, scope);
  const recordIds: string[] = [];
  let after = start;
  let lookedAt = 0;
  while (lookedAt < LOOKED_AT_MAX) {
    const missing = taking.limit - recordIds.length;
    const size = Math.min(WINDOW_MAX, Math.max(WINDOW_MIN, missing * 2));
    const window = await takeFromWindow(ctx, tx, branches, { ...taking, limit: missing }, { after, size });
    recordIds.push(...window.taken);
    lookedAt += window.size;
    after = window.last ?? after;
    const isEnd = window.size < size && window.ready < missing;
    if (recordIds.length >= taking.limit || isEnd) {
      // At the end it begins with the oldest again: some of what waited there may have become ready.
      if (isEnd && start !== null) await writeScan(ctx, tx, scope, null);
      return { recordIds, hasMore: !isEnd || start !== null };
    }
  }
  await writeScan(ctx, tx, scope, after);
  return { recordIds, hasMore: true };
}

type Window = { after: ScanPlace | null; size: number };
type TakenWindow = { size: number; ready: number; taken: string[]; last: ScanPlace | null };

async function takeFromWindow(
  ctx: Ctx,
  tx: TenantTx,
  branches: readonly ClaimBranch[],
  taking: Taking,
  { after, size }: Window,
): Promise<TakenWindow> {
  const limit = Prisma.sql`ORDER BY pending_since, id LIMIT ${size}::int`;
  const ranges = branches.map((branch) => Prisma.sql`(${rangeOf(ctx, branch, after)} ${limit})`);
  const paysSomething = branches.some(({ kind }) => kind === 'invoice_payment' || kind === 'bill_payment');
  const ofWindow = Prisma.sql`ANY (ARRAY(SELECT id FROM looked_at))`;
  const isReady = paysSomething
    ? Prisma.sql`AND w.id NOT IN (SELECT a.payment_id FROM record_application a ${PAID_DOCUMENT}
                                   WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.payment_id = ${ofWindow} AND ${UNFINISHED})`
    : Prisma.empty;
  // Who is held, and who waits, is asked once for the window. A record is found by its id: what it must be besides is
  // said so that no other index of the table looks as good to a planner that does not know it yet.
  const [row] = await tx.$queryRaw<[WindowRow]>`
    WITH looked_at AS MATERIALIZED (SELECT * FROM (${Prisma.join(ranges, ' UNION ALL ')}) u ${limit}),
         ready AS MATERIALIZED (
           SELECT r.id, r.content_version, w.pending_since
             FROM looked_at w
             JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = w.id
            WHERE r.sync_status + 0 = 0 AND coalesce(r.excluded_at, 'infinity') = 'infinity'
              AND r.source_status IS NOT DISTINCT FROM w.source_status
              AND w.id NOT IN (SELECT h.record_id FROM lease h
                                WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id = ${ofWindow})
              ${isReady}
            ORDER BY w.pending_since, w.id
            LIMIT ${taking.limit}::int
              FOR NO KEY UPDATE OF r SKIP LOCKED),
         taken AS (
           INSERT INTO lease (tenant_id, record_id, claim_id, source_id, holder, content_version, claimed_at, expires_at)
           SELECT ${ctx.tenantId}::uuid, id, ${taking.claimId}::uuid, ${taking.sourceId}::uuid, ${taking.holder}, content_version,
                  now(), now() + make_interval(secs => ${taking.leaseSeconds}::int)
             FROM ready ORDER BY pending_since, id
           ON CONFLICT (tenant_id, record_id) DO NOTHING
           RETURNING record_id)
    SELECT (SELECT count(*)::int FROM looked_at) AS size, (SELECT count(*)::int FROM ready) AS ready,
           (SELECT coalesce(array_agg(record_id::text), '{}') FROM taken) AS taken,
           l.pending_since AS "lastSince", l.id AS "lastId"
      FROM (SELECT 1) one
      LEFT JOIN (SELECT pending_since, id FROM looked_at ORDER BY pending_since DESC, id DESC LIMIT 1) l ON true`;
  const last = row.lastSince === null || row.lastId === null ? null : { since: row.lastSince, id: row.lastId };
  return { size: row.size, ready: row.ready, taken: row.taken, last };
}

type WindowRow = { size: number; ready: number; taken: string[]; lastSince: Date | null; lastId: string | null };

/** The numbers are written out, since a partial index needs constants. */
function rangeOf(ctx: Ctx, { kind, sourceId, sourceStatus }: ClaimBranch, after: ScanPlace | null): Prisma.Sql {
  const status =
    sourceStatus === null ? Prisma.sql`r.source_status IS NULL` : Prisma.sql`r.source_status = ${sourceStatus}`;
  const beyond =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (r.pending_since, r.id) > (${after.since.toISOString()}::timestamptz, ${after.id}::uuid)`;
  return Prisma.sql`SELECT r.id, r.pending_since, r.source_status FROM sync_record r
    WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ${kind} AND r.source_id = ${sourceId}::uuid
      AND r.sync_status = 0::smallint AND r.excluded_at IS NULL AND ${status} ${beyond}`;
}
