import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { readSubscription } from './subscription-rows.ts';
import type { Subscription } from './webhook-contract.ts';

/** A subscription, and how many of its events wait or were given up. */
export type SubscriptionDetail = Subscription & { waiting: number; failed: number };

/** Gives one subscription. Throws `not_found`, also for one that was removed. */
export function getSubscription(ctx: Ctx, id: string): Promise<SubscriptionDetail> {
  requirePermission(ctx, 'webhook:manage');
  return ctx.transaction(async (tx) => {
    const subscription = await readSubscription(ctx, tx, id);
    const counts = await tx.$queryRaw<{ state: string; count: number }[]>`
      SELECT state, count(*)::int AS count FROM webhook_delivery
       WHERE tenant_id = ${ctx.tenantId}::uuid AND subscription_id = ${id}::uuid AND state IN ('waiting', 'failed')
       GROUP BY state`;
    const countOf = (state: string) => counts.find((one) => one.state === state)?.count ?? 0;
    return { ...subscription, waiting: countOf('waiting'), failed: countOf('failed') };
  });
}
