import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { type BulkOperation, FROZEN_AT_ONCE_MAX, UNDO_DAYS } from './bulk-contract.ts';
import { freezeOperation } from './freeze-operation.ts';
import { insertOperation } from './insert-operation.ts';
import { readOperation, type StoredOperation, toOperation } from './read-operation.ts';
import { wakeWorker } from './wake-worker.ts';

/**
 * Opens the preview of undoing an operation: of what it changed, every record that nobody changed since gets its former
 * state back. Throws `not_found`, and `conflict` if it can't be undone (any more).
 */
export async function openUndo(ctx: Ctx, undoes: string): Promise<BulkOperation> {
  requirePermission(ctx, 'record:update_status');
  return ctx.transaction(async (tx) => {
    const undone = await readOperation(ctx, tx, undoes);
    checkUndoable(undone);
    const frozen = { by: 'undo', undoes: undone.id } as const;
    const id = await insertOperation(ctx, tx, { act: 'undo', undoes: undone.id }, frozen);
    if (undone.updated > FROZEN_AT_ONCE_MAX) await wakeWorker(tx);
    else await freezeOperation(ctx, tx, id, frozen);
    return toOperation(await readOperation(ctx, tx, id));
  });
}

/** Throws `conflict` with the reason if the operation can't be undone. */
export function checkUndoable(operation: StoredOperation): void {
  if (toOperation(operation).undoableUntil === null) {
    throw new AppError('conflict', { message: whyNot(operation) });
  }
}

function whyNot({ act, updated, finishedAt, undoneBy }: StoredOperation): string {
  if (act === 'undo') return 'An undo is not undone; change the records again instead.';
  if (undoneBy !== null) return 'This operation has been undone already.';
  if (finishedAt === null) return 'This operation has not ended yet; stop it, or wait for its end.';
  if (updated === 0) return 'This operation changed nothing, so there is nothing to undo.';
  return `An operation can be undone for ${UNDO_DAYS} days.`;
}
