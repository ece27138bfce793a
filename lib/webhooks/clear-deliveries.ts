import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { firstIdAt } from '#lib/core/ids.ts';
import { KEPT_DAYS } from './webhook-contract.ts';

const BATCH = 2_000;
const DAY_MS = 86_400_000;

/** Deletes events that are older than 30 days, with their deliveries and tries; gives how many. Some at a time. */
export async function clearDeliveries(ctx: Ctx, now = new Date()): Promise<number> {
  requirePermission(ctx, 'webhook:manage');
  const before = firstIdAt(now.getTime() - KEPT_DAYS * DAY_MS);
  for (let cleared = 0; ; ) {
    const some = await ctx.transaction(
      (tx) => tx.$executeRaw`
        DELETE FROM webhook_event WHERE tenant_id = ${ctx.tenantId}::uuid AND id IN (
          SELECT id FROM webhook_event WHERE tenant_id = ${ctx.tenantId}::uuid AND id < ${before}::uuid
           ORDER BY id LIMIT ${BATCH}::int)`,
    );
    cleared += some;
    if (some < BATCH) return cleared;
  }
}
