import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { readSubscription } from './subscription-rows.ts';
import { wakeDeliveries } from './wake-deliveries.ts';

/**
 * Turns a paused subscription, or one that was switched off, on again: it is taken for healthy, and what waits is sent at
 * once, with three days before it. Throws `not_found`.
 */
export async function resumeSubscription(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'webhook:manage');
  await ctx.transaction(async (tx) => {
    const { url, state } = await readSubscription(ctx, tx, id);
    const resumed = await tx.$executeRaw`
      UPDATE webhook_subscription
         SET state = 'active', off_reason = NULL, failures = 0, failing_since = NULL, held_until = NULL, changed_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state IN ('paused', 'off')`;
    if (resumed === 0) return;
    await tx.$executeRaw`
      UPDATE webhook_delivery SET round_tries = 0, round_began_at = NULL, next_try_at = now(), claim = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND subscription_id = ${id}::uuid AND state = 'waiting'`;
    const change = { before: { state }, after: { url, state: 'active' } };
    await recordAudit(ctx, tx, [{ action: 'webhook.resumed', subject: { type: 'webhook', id }, ...change }]);
    await wakeDeliveries(tx);
  });
}
