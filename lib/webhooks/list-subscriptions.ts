import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { readSubscriptions } from './subscription-rows.ts';
import type { Subscription } from './webhook-contract.ts';

/** Gives the subscriptions that were not removed, the newest first; to an API key those of its source. */
export function listSubscriptions(ctx: Ctx): Promise<Subscription[]> {
  requirePermission(ctx, 'webhook:manage');
  return ctx.transaction((tx) => readSubscriptions(ctx, tx));
}
