import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { makeSecret, sealSecret } from './secret-box.ts';
import { readSubscription } from './subscription-rows.ts';
import { OVERLAP_HOURS } from './webhook-contract.ts';

/**
 * Makes a new secret, which is shown this once. For 24 hours the one before signs too, so that the target can change over
 * at its own time; one before that signs no more. Throws `not_found`.
 */
export async function rotateSecret(ctx: Ctx, id: string): Promise<{ secret: string; previousUntil: string }> {
  requirePermission(ctx, 'webhook:manage');
  const secret = makeSecret();
  const previousUntil = new Date(Date.now() + OVERLAP_HOURS * 3_600_000);
  await ctx.transaction(async (tx) => {
    const { url } = await readSubscription(ctx, tx, id);
    const { sealed, keyId } = sealSecret(secret, { tenantId: ctx.tenantId, subscriptionId: id });
    const rotated = await tx.$executeRaw`
      UPDATE webhook_subscription
         SET previous_secret = secret, previous_key_id = key_id, previous_secret_until = ${previousUntil}::timestamptz,
             secret = ${sealed}::bytea, key_id = ${keyId}
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state <> 'deleted'`;
    // Removed since it was read: the next reader finds it gone.
    if (rotated === 0) await readSubscription(ctx, tx, id);
    const after = { url, previousUntil: previousUntil.toISOString() };
    await recordAudit(ctx, tx, [{ action: 'webhook.secret_rotated', subject: { type: 'webhook', id }, after }]);
  });
  return { secret, previousUntil: previousUntil.toISOString() };
}
