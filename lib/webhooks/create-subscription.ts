import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { makeSecret, sealSecret } from './secret-box.ts';
import { subscriptionInput } from './subscription-input.ts';
import { readSubscription } from './subscription-rows.ts';
import { SUBSCRIPTIONS_MAX, type Subscription } from './webhook-contract.ts';

/**
 * Subscribes an address to types of event, from the next change on. Gives the subscription and its secret, which is shown
 * this once. One made by an API key belongs to that key's source. Throws `invalid_input` by field, and `conflict`.
 */
export async function createSubscription(
  ctx: Ctx,
  input: unknown,
): Promise<{ subscription: Subscription; secret: string }> {
  requirePermission(ctx, 'webhook:manage');
  const parsed = subscriptionInput.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'The webhook was not made.', fields: fieldErrors(parsed.error) });
  }
  const { url, targetUrl, events } = parsed.data;
  // As it will be called: characters that no database holds are escaped in it.
  const address = new URL(url ?? targetUrl ?? '').href;
  const { actor } = ctx;
  const [apiKeyId, sourceId] = actor.type === 'api_key' ? [actor.id, actor.sourceId] : [null, null];
  const id = newId();
  const secret = makeSecret();
  const { sealed, keyId } = sealSecret(secret, { tenantId: ctx.tenantId, subscriptionId: id });
  const subscription = await ctx.transaction(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO webhook_subscription (tenant_id, id, url, events, secret, key_id, api_key_id, source_id,
                                        created_by_name)
      SELECT ${ctx.tenantId}::uuid, ${id}::uuid, ${address}, ${[...events]}::text[], ${sealed}::bytea, ${keyId},
             ${apiKeyId}::uuid, ${sourceId}::uuid, ${actor.name}
       WHERE (SELECT count(*) FROM webhook_subscription
               WHERE tenant_id = ${ctx.tenantId}::uuid AND state <> 'deleted') < ${SUBSCRIPTIONS_MAX}::int`;
    if (made === 0) {
      throw new AppError('conflict', {
        message: `There are ${SUBSCRIPTIONS_MAX} webhooks already; remove one that is not used any more.`,
      });
    }
    const after = { url: address, events };
    await recordAudit(ctx, tx, [{ action: 'webhook.created', subject: { type: 'webhook', id }, after }]);
    return readSubscription(ctx, tx, id);
  });
  return { subscription, secret };
}
