import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { readSubscription } from './subscription-rows.ts';

/** Sends nothing more for now: what waits keeps waiting, what happens meanwhile is not sent at all. Throws `not_found`. */
export async function pauseSubscription(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'webhook:manage');
  await ctx.transaction(async (tx) => {
    const { url } = await readSubscription(ctx, tx, id);
    const paused = await tx.$executeRaw`
      UPDATE webhook_subscription SET state = 'paused', changed_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state = 'active'`;
    if (paused === 0) return;
    await recordAudit(ctx, tx, [{ action: 'webhook.paused', subject: { type: 'webhook', id }, after: { url } }]);
  });
}
