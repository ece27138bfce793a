import { hash } from 'node:crypto';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, kindOf } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import { type ClaimRequest, claimRequest, parseRequest } from './claim-request.ts';
import { type ClaimSource, claimableBranches } from './claimable-branches.ts';
import { claimantOf } from './claimant.ts';
import { endRunOutLeases } from './end-run-out-leases.ts';
import { type ClaimedRecord, readClaimed } from './read-claimed.ts';
import { type TakenLeases, takeLeases } from './take-leases.ts';

/** What a job took. `id` is null when nothing was there to be taken. */
export type Claim = {
  id: string | null;
  leaseUntil: string | null;
  /** Another call may find more at once. */
  hasMore: boolean;
  records: ClaimedRecord[];
};

/**
 * Hands the caller the oldest pending records that are syncable, wait for nothing, and that no other job holds. With an
 * idempotency key the same call is answered with the same claim: what it holds still. Throws `invalid_input`, and
 * `conflict` for a key that was used for another call.
 */
export async function claimRecords(ctx: Ctx, body: unknown, headerKey: string | null = null): Promise<Claim> {
  requirePermission(ctx, 'claim:write');
  const { idempotencyKey = headerKey, ...request } = parseRequest(claimRequest, body);
  const requestHash = hash('sha256', JSON.stringify(request));
  return ctx.transaction(async (tx) => {
    const known = idempotencyKey === null ? null : await findKnown(ctx, tx, idempotencyKey, requestHash);
    if (known !== null) return toClaim(known, await readClaimed(ctx, tx, known), true);
    // Everything here goes from few records to theirs, in the order of an index. A planner that does not know a table yet
    // takes it for a small one, and would read all of it.
    await tx.$executeRaw`
      SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
             set_config('enable_mergejoin', 'off', true), set_config('enable_sort', 'off', true)`;
    await endRunOutLeases(ctx, tx);
    const claimId = newId();
    const taken = await take(ctx, tx, request, claimId);
    if (taken.recordIds.length === 0) return { id: null, leaseUntil: null, hasMore: taken.hasMore, records: [] };
    const { keyId, sourceId } = claimantOf(ctx);
    await tx.$executeRaw`
      INSERT INTO claim (tenant_id, id, source_id, api_key_id, record_count, claimed_at, idempotency_key, request_hash)
      VALUES (${ctx.tenantId}::uuid, ${claimId}::uuid, ${sourceId}::uuid, ${keyId}::uuid, ${taken.recordIds.length}::int, now(),
              ${idempotencyKey}, ${idempotencyKey === null ? null : requestHash}::text::bytea)`;
    const records = await readClaimed(ctx, tx, claimId);
    const kinds = [...new Set(records.map(({ kind }) => kindOf(String(kind))))];
    const after = { records: records.length, kinds, leaseSeconds: request.leaseSeconds };
    await recordAudit(ctx, tx, [{ action: 'claim.made', subject: { type: 'claim', id: claimId }, after }]);
    await notifyRecordsChanged(ctx, tx, kinds);
    return toClaim(claimId, records, taken.hasMore);
  });
}

function toClaim(id: string, records: ClaimedRecord[], hasMore: boolean): Claim {
  const [first] = records.map(({ leaseUntil }) => leaseUntil).toSorted();
  return { id, leaseUntil: first ?? null, hasMore, records };
}

async function take(
  ctx: Ctx,
  tx: TenantTx,
  request: Omit<ClaimRequest, 'idempotencyKey'>,
  claimId: string,
): Promise<TakenLeases> {
  const { sourceId } = claimantOf(ctx);
  const stored = await tx.source.findMany({
    where: { tenantId: ctx.tenantId },
    select: { id: true, slug: true, name: true, settings: true },
    orderBy: { slug: 'asc' },
  });
  const sources = stored.map(({ settings, ...source }) => ({ ...source, settings: readSourceSettings(settings) }));
  const holder = sources.find(({ id }) => id === sourceId)?.name ?? ctx.actor.name;
  const kinds = request.kind === undefined ? KINDS : [request.kind];
  const branches = await claimableBranches(tx, ctx.tenantId, namedSources(request, sources, sourceId), kinds);
  const { limit, leaseSeconds } = request;
  return takeLeases(ctx, tx, branches, { claimId, sourceId, holder, limit, leaseSeconds });
}

function namedSources(
  { sources: named }: Pick<ClaimRequest, 'sources'>,
  known: readonly ClaimSource[],
  ownId: string,
): ClaimSource[] {
  if (named === undefined) return known.filter(({ id }) => id === ownId);
  const unknown = named.filter((slug) => !known.some((source) => source.slug === slug));
  if (unknown.length > 0) {
    const message = `${unknown.join(', ')} is not a source of this tenant; known are ${known.map(({ slug }) => slug).join(', ')}`;
    throw new AppError('invalid_input', { message: 'Nothing was done.', fields: [{ field: 'sources', message }] });
  }
  return known.filter(({ slug }) => named.includes(slug));
}

/** Of two calls with one key at once, the second waits here for what the first took. */
async function findKnown(ctx: Ctx, tx: TenantTx, key: string, requestHash: string): Promise<string | null> {
  const { keyId } = claimantOf(ctx);
  const name = `tieout claim ${ctx.tenantId} ${keyId} ${key}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
  const known = await tx.claim.findFirst({
    where: { tenantId: ctx.tenantId, apiKeyId: keyId, idempotencyKey: key },
    select: { id: true, requestHash: true },
  });
  if (known === null) return null;
  if (Buffer.from(known.requestHash ?? []).toString() !== requestHash) {
    throw new AppError('conflict', {
      message: 'This idempotency key was used for another call; use a new one for each call.',
      fields: [{ field: 'idempotencyKey', message: 'must be a new one for another call' }],
    });
  }
  return known.id;
}
