import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { BulkOperation } from './bulk-contract.ts';
import { readOperation, toOperation } from './read-operation.ts';

/** Gives one operation as it stands. Throws `not_found`. */
export async function getBulkOperation(ctx: Ctx, id: string): Promise<BulkOperation> {
  requirePermission(ctx, 'record:read');
  return toOperation(await ctx.transaction((tx) => readOperation(ctx, tx, id)));
}
