import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { endRunOutLeases } from './end-run-out-leases.ts';

/** Ends the tenant's leases that ran out; gives how many. For the worker: whoever claims or changes in bulk does it first too. */
export async function sweepLeases(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'claim:write');
  return ctx.transaction((tx) => endRunOutLeases(ctx, tx));
}
