import type { Ctx } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { recordPutBack } from '#lib/connections/record-put-back.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { statusOfNumber } from '#lib/records/kinds.ts';
import { tenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import { type BulkSelection, FROZEN_AT_ONCE_MAX, RUN_AT_ONCE_MAX, TYPED_COUNT_ABOVE } from './bulk-contract.ts';
import type { Claim } from './claim.ts';
import { isForAdminsOnly, isReferenceAllowed, needsReason } from './forecast.ts';
import { unfrozenParts } from './freeze-operation.ts';
import { checkUndoable } from './open-undo.ts';
import { moveOf, readOperation, type StoredOperation } from './read-operation.ts';
import { wakeWorker } from './wake-worker.ts';

/** What whoever starts an operation adds to its preview. */
export type Confirmation = { reason: string | null; referenceNumber: string | null; typedCount: number | null };

/** Who does a started operation: this very call, if it is small enough for that, or the workers. */
export type Runner = 'call' | 'workers';

/**
 * Starts a preview within a transaction, checked in full. A small one that the call does itself is claimed by the same
 * statement, so that no worker is faster; should this process die, a worker takes over.
 */
export async function startWithin(
  ctx: Ctx,
  tx: TenantTx,
  preview: StoredOperation,
  confirmation: Confirmation,
  runner: Runner,
): Promise<{ operation: StoredOperation; claim: Claim | null }> {
  const { reason, referenceNumber } = confirmation;
  await checkStart(ctx, tx, preview, confirmation);
  const isForCall = runner === 'call' && (preview.total ?? 0) <= RUN_AT_ONCE_MAX;
  const token = isForCall ? newId() : null;
  const started = await tx.$executeRaw`
    UPDATE bulk_operation SET state = 'running', started_at = now(), reason = ${reason}, reference_number = ${referenceNumber},
           address = ${ctx.address}, runner = ${token}::uuid, heartbeat_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${preview.id}::uuid AND state = 'previewed'`;
  const operation = await readOperation(ctx, tx, preview.id);
  if (started === 0) return { operation, claim: null };
  const { act, target, undoes, total } = operation;
  const after = {
    act,
    ...(target === null ? {} : { target: statusOfNumber(target) }),
    ...(undoes && { undoes }),
    total,
  };
  const subject = { type: 'bulk_operation', id: operation.id } as const;
  // Its own id, so that this event and those of its records are found together.
  const own = { ...ctx, requestId: operation.id };
  await recordAudit(own, tx, [{ action: 'bulk.started', subject, after, note: reason }]);
  const outageId = outageOf(operation.selection);
  if (outageId !== null && target === 0) await recordPutBack(own, tx, { outageId, operationId: operation.id, total });
  if (token === null) await wakeWorker(tx);
  return { operation, claim: token === null ? null : { operationId: operation.id, token } };
}

/** Which outage's records were selected, if it was by one. */
function outageOf(selection: unknown): string | null {
  const { filter } = selection as { filter?: { outageId?: string | null } };
  return filter?.outageId ?? null;
}

async function checkStart(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  { reason, referenceNumber, typedCount }: Confirmation,
): Promise<void> {
  const { total, state, createdBy, createdByName } = operation;
  if (createdBy !== ctx.actor.id) {
    throw new AppError('forbidden', { message: `This is a preview of ${createdByName}; open one of your own.` });
  }
  if (state !== 'previewed' || total === null) {
    throw new AppError('conflict', {
      message: 'The records are still being counted; try again when the preview is whole.',
    });
  }
  if (operation.undoes !== null) await checkUndo(ctx, tx, operation.id, operation.undoes);
  await checkGiven(ctx, tx, operation, { reason, referenceNumber });
  if (total > TYPED_COUNT_ABOVE && ctx.actor.type === 'person' && typedCount !== total) {
    throw missing('typedCount', `must be the number of records, ${total}`);
  }
}

type Given = Pick<Confirmation, 'reason' | 'referenceNumber'>;

async function checkGiven(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  { reason, referenceNumber }: Given,
): Promise<void> {
  const mayOverride = ctx.permissions.has('record:override_status');
  if (!mayOverride && isForAdminsOnly(operation, await tenantSettings(ctx, tx))) {
    throw new AppError('forbidden', {
      message: 'Only admins may complete more than one record at once here; ask one of them.',
    });
  }
  const move = moveOf(operation);
  if (referenceNumber !== null && !isReferenceAllowed(operation)) {
    throw missing('referenceNumber', 'is for a single record that becomes Complete; leave it out');
  }
  if (reason === null && move !== null) {
    const request = { ...move, ...(move.act === 'status' ? { referenceNumber } : {}), hasReason: false, mayOverride };
    if (needsReason(operation.parts, request)) throw missing('reason', 'is required: say why');
  }
}

/**
 * Checks what a machine gave for a selection so large that a job freezes it, and starts it then, when nobody is there
 * any more to be told what is missing.
 */
export async function checkUnfrozen(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  selection: BulkSelection,
  given: Given,
): Promise<void> {
  const parts = given.reason === null && selection.by === 'filter' ? await unfrozenParts(ctx, tx, selection) : [];
  await checkGiven(ctx, tx, { ...operation, parts, total: FROZEN_AT_ONCE_MAX + 1 }, given);
}

/** Whoever starts an undo of the same operation meanwhile waits here, and then sees that it is undone. */
async function checkUndo(ctx: Ctx, tx: TenantTx, id: string, undoes: string): Promise<void> {
  await tx.$executeRaw`SELECT FROM bulk_operation WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${undoes}::uuid FOR UPDATE`;
  const undone = await readOperation(ctx, tx, undoes);
  // Started twice is the same as once.
  if (undone.undoneBy !== id) checkUndoable(undone);
}

function missing(field: string, message: string): AppError {
  return new AppError('invalid_input', { message: 'Nothing was changed.', fields: [{ field, message }] });
}
