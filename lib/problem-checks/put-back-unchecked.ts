import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';

/**
 * Puts all failed records of a problem back to Pending without looking whether they will pass: for causes of which nothing
 * can tell. One operation, which can be undone; so many records that a job must freeze them are started where they are
 * previewed. Throws `not_found`.
 */
export async function putBackUnchecked(ctx: Ctx, problemId: string): Promise<BulkOperation> {
  requirePermission(ctx, 'record:update_status');
  if (!isId(problemId)) throw notFound('The problem');
  const filter = { ...EVERY_RECORD, problemId, syncStatus: 'failed' as const };
  const opened = await openBulkOperation(ctx, {
    act: 'status',
    target: 'pending',
    selection: { by: 'filter', filter, exceptIds: [] },
  });
  return opened.state === 'previewed' ? startBulkOperation(ctx, { id: opened.id, typedCount: opened.total }) : opened;
}
