import { hash } from 'node:crypto';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { BulkOperation } from './bulk-contract.ts';
import type { Claim } from './claim.ts';
import { openWithin } from './open-bulk-operation.ts';
import { readOperation, toOperation } from './read-operation.ts';
import { runClaimed } from './run-bulk-operation.ts';
import { checkUnfrozen, startWithin } from './start-within.ts';
import { filterOf, type StatusRequest, statusRequest } from './status-request.ts';

/**
 * Moves records for a machine, which sees no preview, by the same rules as for a person. A small operation is finished
 * when this answers; a larger one goes on by itself. With an idempotency key, from the call's header or its body, the same
 * call is done once. Throws `invalid_input`, also for a key that was used for another call, and `forbidden`.
 */
export async function updateStatuses(ctx: Ctx, body: unknown, headerKey: string | null = null): Promise<BulkOperation> {
  requirePermission(ctx, 'record:update_status');
  const parsed = statusRequest.safeParse(body);
  if (!parsed.success) {
    const fields = fieldErrors(parsed.error);
    throw new AppError('invalid_input', { message: 'Nothing was changed: the call is not as it should be.', fields });
  }
  const { id, claim } = await ctx.transaction(async (tx) => {
    const { idempotencyKey: bodyKey, ...request } = parsed.data;
    const idempotencyKey = headerKey ?? bodyKey;
    const requestHash = hash('sha256', JSON.stringify(request));
    const known = idempotencyKey === undefined ? null : await findKnown(ctx, tx, idempotencyKey, requestHash);
    if (known !== null) return { id: known, claim: null };
    return openAndStart(ctx, tx, request, idempotencyKey ?? null, requestHash);
  });
  const operation = await ctx.transaction((tx) => readOperation(ctx, tx, id));
  if (claim === null) return toOperation(operation);
  await runClaimed(ctx.tenantId, claim, operation);
  return toOperation(await ctx.transaction((tx) => readOperation(ctx, tx, id)));
}

async function openAndStart(
  ctx: Ctx,
  tx: TenantTx,
  request: Omit<StatusRequest, 'idempotencyKey'>,
  idempotencyKey: string | null,
  requestHash: string,
): Promise<{ id: string; claim: Claim | null }> {
  const { ids, filter, target, reason = null, referenceNumber = null } = request;
  const selection =
    ids === undefined
      ? ({ by: 'filter', filter: filterOf(filter ?? {}), exceptIds: [] } as const)
      : ({ by: 'ids', ids } as const);
  const machine = { reason, referenceNumber, idempotencyKey, requestHash };
  const id = await openWithin(ctx, tx, { act: 'status', target, selection }, machine);
  const operation = await readOperation(ctx, tx, id);
  if (operation.state !== 'previewed') {
    await checkUnfrozen(ctx, tx, operation, selection, { reason, referenceNumber });
    return { id, claim: null };
  }
  const confirmation = { reason, referenceNumber, typedCount: null };
  const { claim } = await startWithin(ctx, tx, operation, confirmation, 'call');
  return { id, claim };
}

/** Of two calls with one key at once, the second waits here for what the first made. */
async function findKnown(ctx: Ctx, tx: TenantTx, key: string, requestHash: string): Promise<string | null> {
  const name = `tieout idempotency ${ctx.tenantId} ${ctx.actor.id} ${key}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
  const known = await tx.bulkOperation.findFirst({
    where: { tenantId: ctx.tenantId, createdBy: ctx.actor.id, idempotencyKey: key },
    select: { id: true, requestHash: true },
  });
  if (known === null) return null;
  if (Buffer.from(known.requestHash ?? []).toString('hex') !== requestHash) {
    throw new AppError('invalid_input', {
      message: 'This idempotency key was used for another call; use a new one for each call.',
      fields: [{ field: 'idempotencyKey', message: 'was used for another call; use a new one for each call' }],
    });
  }
  return known.id;
}
