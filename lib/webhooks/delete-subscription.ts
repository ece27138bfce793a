import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { readSubscriptions } from './subscription-rows.ts';

/**
 * Removes a subscription and forgets its secrets: nothing more is sent, not even what waits. Its log stays as long as any.
 * One removed before stays so. Throws `not_found`.
 */
export async function deleteSubscription(ctx: Ctx, id: string): Promise<{ isNewlyDeleted: boolean }> {
  requirePermission(ctx, 'webhook:manage');
  return ctx.transaction(async (tx) => {
    const [found] = await readSubscriptions(ctx, tx, { id, isDeletedToo: true });
    if (found === undefined) throw notFound('The webhook');
    const deleted = await tx.$executeRaw`
      UPDATE webhook_subscription
         SET state = 'deleted', off_reason = NULL, secret = NULL, previous_secret = NULL, previous_secret_until = NULL,
             changed_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state <> 'deleted'`;
    if (deleted === 0) return { isNewlyDeleted: false };
    await tx.$executeRaw`
      UPDATE webhook_delivery SET state = 'cancelled', claim = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND subscription_id = ${id}::uuid AND state = 'waiting'`;
    const before = { url: found.url, events: found.events };
    await recordAudit(ctx, tx, [{ action: 'webhook.deleted', subject: { type: 'webhook', id }, before }]);
    return { isNewlyDeleted: true };
  });
}
