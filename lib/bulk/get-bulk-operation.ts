import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { BulkOperation } from './bulk-contract.ts';
import { readOperation, toOperation } from './read-operation.ts';

/** Gives one operation as it stands, to whoever may read records or change their statuses. Throws `not_found`. */
export async function getBulkOperation(ctx: Ctx, id: string): Promise<BulkOperation> {
  requirePermission(ctx, ctx.permissions.has('record:update_status') ? 'record:update_status' : 'record:read');
  return toOperation(await ctx.transaction((tx) => readOperation(ctx, tx, id)));
}
