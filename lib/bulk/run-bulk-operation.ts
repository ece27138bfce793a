import { actingContext, workerContext } from '#lib/access/acting-context.ts';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { log } from '#lib/log.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { applyBulkBatch, TakenMeanwhileError } from './apply-bulk-batch.ts';
import { type Claim, LostClaimError, takeClaim, writeClaimed } from './claim.ts';
import { countsSql } from './counts-sql.ts';
import { endOperation } from './end-operation.ts';
import { freezeOperation, frozenOf } from './freeze-operation.ts';
import { readOperation, type StoredOperation } from './read-operation.ts';
import { startWithin } from './start-within.ts';

const BATCH = 5_000;
const HEARTBEAT_MS = 5_000;
/** Freezing millions of records is one statement. */
const FREEZE_TIMEOUT_MS = 15 * 60_000;

export type RunLimits = {
  /** The process is about to stop: the batch that runs is the last one here. */
  signal?: AbortSignal;
  /** After so long others have their turn; what is left goes on with the next call. */
  sliceMs?: number;
};

/**
 * Works on an operation that waits, or whose worker has died: freezes it, or does its batches until it is finished,
 * stopped, or the limits are met. Each batch is whole or not at all, and whoever began the operation must be allowed to
 * do it still. Somebody else's operation is left alone.
 */
export async function runBulkOperation(tenantId: string, id: string, limits: RunLimits = {}): Promise<void> {
  const worker = await workerContext(tenantId, 'bulk', ['record:update_status']);
  const taken = await worker.transaction((tx) => takeClaim(worker, tx, id));
  if (taken === null) return;
  await runClaimed(tenantId, taken.claim, taken.operation, limits);
}

/** Does the same with an operation that is claimed already. */
export async function runClaimed(
  tenantId: string,
  claim: Claim,
  operation: StoredOperation,
  limits: RunLimits = {},
): Promise<void> {
  const worker = await workerContext(tenantId, 'bulk', ['record:update_status']);
  const beat = setInterval(() => void heartbeat(worker, claim), HEARTBEAT_MS);
  try {
    const ctx = await actorOf(worker, operation);
    if (operation.state === 'freezing') await freeze(ctx, claim, operation);
    else await runBatches(ctx, claim, operation, limits);
  } catch (error) {
    if (error instanceof LostClaimError) return;
    // Anything else may pass: the claim falls silent, and the next worker tries again.
    if (!(error instanceof AppError)) throw error;
    await breakOff(worker, claim, error.message);
  } finally {
    clearInterval(beat);
  }
}

/** Whoever began it, as of now. */
async function actorOf(worker: Ctx, operation: StoredOperation): Promise<Ctx> {
  const { createdByType: type, createdBy: id, address } = operation;
  if (type === 'job' || id === null) throw new AppError('forbidden', { message: 'Nobody is known who began this.' });
  return actingContext(worker.tenantId, { type, id }, { requestId: operation.id, address });
}

async function freeze(ctx: Ctx, claim: Claim, operation: StoredOperation): Promise<void> {
  requirePermission(ctx, 'record:update_status');
  await ctx.transaction(
    async (tx) => {
      await freezeOperation(ctx, tx, operation.id, frozenOf(operation));
      await writeClaimed(ctx, tx, claim, Prisma.sql`runner = NULL`);
      if (!operation.isSelfStarting) return;
      const { reason, referenceNumber } = operation;
      const confirmation = { reason, referenceNumber, typedCount: null };
      await startWithin(ctx, tx, await readOperation(ctx, tx, operation.id), confirmation, 'workers');
    },
    { timeoutMs: FREEZE_TIMEOUT_MS },
  );
}

async function runBatches(ctx: Ctx, claim: Claim, operation: StoredOperation, limits: RunLimits): Promise<void> {
  const { signal, sliceMs = Number.POSITIVE_INFINITY } = limits;
  const startedAt = performance.now();
  let current = operation;
  // Each slice does one batch at least, so that a slow database never keeps an operation where it is.
  for (let batches = 0; ; batches += 1) {
    if (current.state === 'stopping' || current.done >= (current.total ?? 0)) return endOperation(ctx, claim, current);
    const isSliceOver = batches > 0 && performance.now() - startedAt > sliceMs;
    if (signal?.aborted || isSliceOver) return release(ctx, claim);
    current = await runBatch(ctx, claim, current).catch((error) => {
      // Nothing of the batch is kept; the next round does it again, with what the job holds left alone.
      if (error instanceof TakenMeanwhileError) return current;
      throw error;
    });
  }
}

async function runBatch(ctx: Ctx, claim: Claim, operation: StoredOperation): Promise<StoredOperation> {
  requirePermission(ctx, 'record:update_status');
  const to = Math.min(operation.done + BATCH, operation.total ?? 0);
  return ctx.transaction(async (tx) => {
    const outcome = await applyBulkBatch(ctx, tx, operation, { from: operation.done, to });
    await writeClaimed(
      ctx,
      tx,
      claim,
      Prisma.sql`done = ${to}::int, heartbeat_at = now(), ${countsSql(operation, outcome.counts)}`,
    );
    if (outcome.kinds.length > 0) await notifyRecordsChanged(ctx, tx, outcome.kinds);
    return readOperation(ctx, tx, operation.id);
  });
}

async function release(ctx: Ctx, claim: Claim): Promise<void> {
  requirePermission(ctx, 'record:update_status');
  await ctx.transaction((tx) => writeClaimed(ctx, tx, claim, Prisma.sql`runner = NULL`));
}

async function heartbeat(worker: Ctx, claim: Claim): Promise<void> {
  requirePermission(worker, 'record:update_status');
  await worker
    .transaction((tx) => writeClaimed(worker, tx, claim, Prisma.sql`heartbeat_at = now()`))
    // The batch itself finds out whether the claim is lost.
    .catch((error) => log.debug({ err: error, operation: claim.operationId }, 'no heartbeat'));
}

async function breakOff(worker: Ctx, claim: Claim, message: string): Promise<void> {
  requirePermission(worker, 'record:update_status');
  const operation = await worker.transaction((tx) => readOperation(worker, tx, claim.operationId));
  const own = Object.freeze({ ...worker, requestId: operation.id });
  await endOperation(own, claim, operation, message);
}
