import type { KeyObject } from 'node:crypto';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { firstIdAt } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readLatestCheckpoint, storeCheckpoint } from './checkpoints.ts';
import { hashEvent, hashEvents, hashSeal, NO_HASH, type StoredEvent, signCheckpoint } from './seal-format.ts';
import { sliceFrom, unsealedEvents } from './stored-events.ts';

/** Events are sealed in whatever order they become visible, if that is within so long of their id's time. */
const LATE_MS = 15 * 60_000;
/** What comes later still is missed by the window, and noticed by counting. */
const COUNT_EVERY_MS = 60 * 60_000;
const CHECKPOINT_EVERY_MS = 60_000;
const BLOCK_EVENTS = 1_000;
const SLICE_EVENTS = 20_000;
const EVERYTHING = '00000000-0000-0000-0000-000000000000';

export type SealOptions = {
  key: KeyObject | null;
  /** Signs at once what is sealed, also when the last checkpoint is young. */
  isNow?: boolean;
  signal?: AbortSignal;
};

export type SealOutcome = {
  sealed: number;
  /** Another sealer of this tenant is at work, so this one stopped. */
  isBusy: boolean;
  /** There are so many fewer events than were sealed: somebody removed them. */
  missing: number;
};

/**
 * Seals the tenant's events that no block holds yet, and signs a checkpoint now and then. Any number may run at once:
 * one a tenant goes on, and writers never wait for it. A slice is a transaction, so that one cut short is gone on with.
 */
export async function sealAudit(ctx: Ctx, { key, isNow = false, signal }: SealOptions): Promise<SealOutcome> {
  requirePermission(ctx, 'audit:read');
  const outcome: SealOutcome = { sealed: 0, isBusy: false, missing: 0 };
  let startedAt: number | null = null;
  let from: string | null = null;
  do {
    const slice: SliceOutcome | null = await ctx.transaction((tx) => sealSlice(ctx, tx, from, startedAt));
    if (slice === null) return { ...outcome, isBusy: true };
    startedAt ??= slice.at;
    outcome.sealed += slice.sealed;
    from = slice.next;
  } while (from !== null && signal?.aborted !== true);
  if (from !== null) return outcome;

  const completeTo = startedAt - LATE_MS;
  const missing = await ctx.transaction(async (tx) => {
    if (!(await lockSealing(ctx, tx))) return 0;
    await checkpoint(ctx, tx, { key, isNow, completeTo });
    return countAll(ctx, tx);
  });
  return { ...outcome, missing };
}

type SliceOutcome = { sealed: number; at: number; next: string | null };

async function sealSlice(
  ctx: Ctx,
  tx: TenantTx,
  given: string | null,
  startedAt: number | null,
): Promise<SliceOutcome | null> {
  if (!(await lockSealing(ctx, tx))) return null;
  const at = await clock(tx);
  const state = await stateOf(ctx, tx);
  const slice = await sliceFrom(ctx, tx, given ?? state.scanFrom, SLICE_EVENTS);
  const events = await unsealedEvents(ctx, tx, slice);
  await appendBlocks(ctx, tx, events, at);
  // What commits late has an id from within the window, so the next run looks at the window again.
  const windowStart = firstIdAt((startedAt ?? at) - LATE_MS);
  const reached = slice.before === null || slice.before > windowStart ? windowStart : slice.before;
  if (reached > state.scanFrom) {
    await tx.$executeRaw`UPDATE audit_sealer SET scan_from = ${reached}::uuid WHERE tenant_id = ${ctx.tenantId}::uuid`;
  }
  return { sealed: events.length, at, next: slice.before };
}

/** One sealer a tenant, until its transaction ends. */
export async function lockSealing(ctx: Ctx, tx: TenantTx): Promise<boolean> {
  const name = `tieout audit seal ${ctx.tenantId}`;
  const [row] = await tx.$queryRaw<[{ isOurs: boolean }]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) AS "isOurs"`;
  return row.isOurs;
}

async function clock(tx: TenantTx): Promise<number> {
  const [row] = await tx.$queryRaw<[{ at: Date }]>`SELECT clock_timestamp() AS at`;
  return row.at.getTime();
}

async function stateOf(ctx: Ctx, tx: TenantTx): Promise<{ scanFrom: string; countedAt: Date }> {
  const [known] = await tx.$queryRaw<{ scanFrom: string; countedAt: Date }[]>`
    SELECT scan_from AS "scanFrom", counted_at AS "countedAt" FROM audit_sealer WHERE tenant_id = ${ctx.tenantId}::uuid`;
  if (known !== undefined) return known;
  await tx.$executeRaw`
    INSERT INTO audit_sealer (tenant_id, scan_from, counted_at) VALUES (${ctx.tenantId}::uuid, ${EVERYTHING}::uuid, now())`;
  return { scanFrom: EVERYTHING, countedAt: new Date() };
}

type Head = { sequence: number; eventTotal: number; hash: Buffer };

async function headOf(ctx: Ctx, tx: TenantTx): Promise<Head> {
  const [row] = await tx.$queryRaw<{ sequence: bigint; eventTotal: bigint; hash: Uint8Array }[]>`
    SELECT sequence, event_total AS "eventTotal", hash FROM audit_seal
     WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY sequence DESC LIMIT 1`;
  if (row === undefined) return { sequence: 0, eventTotal: 0, hash: NO_HASH };
  return { sequence: Number(row.sequence), eventTotal: Number(row.eventTotal), hash: Buffer.from(row.hash) };
}

async function appendBlocks(ctx: Ctx, tx: TenantTx, events: readonly StoredEvent[], at: number): Promise<void> {
  if (events.length === 0) return;
  const sealedAt = new Date(at).toISOString();
  let head = await headOf(ctx, tx);
  for (let start = 0; start < events.length; start += BLOCK_EVENTS) {
    const block = events.slice(start, start + BLOCK_EVENTS);
    const ids = block.map(([id]) => id);
    const eventHashes = Buffer.concat(block.map((event) => hashEvent(ctx.tenantId, event)));
    const previousHash = head.hash;
    const [sequence, eventTotal] = [head.sequence + 1, head.eventTotal + block.length];
    const eventsHash = hashEvents(eventHashes);
    const hash = hashSeal(ctx.tenantId, { sequence, sealedAt, eventTotal, eventsHash, previousHash });
    await tx.$executeRaw`
      INSERT INTO audit_seal (tenant_id, sequence, sealed_at, event_total, first_id, last_id, event_ids, event_hashes,
                              previous_hash, hash)
      VALUES (${ctx.tenantId}::uuid, ${sequence}::bigint, ${sealedAt}::timestamptz, ${eventTotal}::bigint, ${ids.at(0)}::uuid,
              ${ids.at(-1)}::uuid, ${ids}::uuid[], ${eventHashes}::bytea, ${previousHash}::bytea, ${hash}::bytea)`;
    head = { sequence, eventTotal, hash };
  }
}

type CheckpointOptions = { key: KeyObject | null; isNow: boolean; completeTo: number };

async function checkpoint(ctx: Ctx, tx: TenantTx, { key, isNow, completeTo }: CheckpointOptions): Promise<void> {
  const head = await headOf(ctx, tx);
  const last = await readLatestCheckpoint(ctx, tx);
  if (head.sequence === (last?.sequence ?? 0)) return;
  const at = await clock(tx);
  if (!isNow && last !== null && at - Date.parse(last.signedAt) < CHECKPOINT_EVERY_MS) return;
  const { sequence, eventTotal, hash } = head;
  const state = { tenantId: ctx.tenantId, sequence, eventTotal, hash: hash.toString('hex') };
  const [signedAt, complete] = [new Date(at).toISOString(), new Date(completeTo).toISOString()];
  await storeCheckpoint(ctx, tx, signCheckpoint({ ...state, signedAt, completeTo: complete }, key));
}

/**
 * Counts, once an hour, the events below the window against those sealed there: with more of them one came too late
 * for the window, and the next run looks at everything. Gives how many are missing.
 */
async function countAll(ctx: Ctx, tx: TenantTx): Promise<number> {
  const [at, { scanFrom, countedAt }] = [await clock(tx), await stateOf(ctx, tx)];
  if (at - countedAt.getTime() < COUNT_EVERY_MS) return 0;
  const [row] = await tx.$queryRaw<[{ events: bigint; sealed: bigint }]>`
    SELECT (SELECT count(*) FROM audit_event WHERE tenant_id = ${ctx.tenantId}::uuid AND id < ${scanFrom}::uuid) AS events,
           coalesce((SELECT event_total FROM audit_seal WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY sequence DESC LIMIT 1), 0)
           - (SELECT count(*) FROM (SELECT unnest(event_ids) AS id FROM audit_seal
                                     WHERE tenant_id = ${ctx.tenantId}::uuid AND last_id >= ${scanFrom}::uuid) s
               WHERE s.id >= ${scanFrom}::uuid) AS sealed`;
  const scanNext = row.events > row.sealed ? EVERYTHING : scanFrom;
  await tx.$executeRaw`
    UPDATE audit_sealer SET scan_from = ${scanNext}::uuid, counted_at = clock_timestamp() WHERE tenant_id = ${ctx.tenantId}::uuid`;
  return Math.max(0, Number(row.sealed - row.events));
}
