import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { announceTest } from './announce-event.ts';
import { readSubscription } from './subscription-rows.ts';

/** Sends a test event to one subscription, as every event is sent; gives its id. Throws `not_found`, `conflict`. */
export async function sendTest(ctx: Ctx, id: string): Promise<{ eventId: string }> {
  requirePermission(ctx, 'webhook:manage');
  return ctx.transaction(async (tx) => {
    const { url } = await readSubscription(ctx, tx, id);
    const eventId = await announceTest(ctx, tx, id);
    if (eventId === null) throw new AppError('conflict', { message: 'Turn the webhook on first.' });
    const after = { url, eventId };
    await recordAudit(ctx, tx, [{ action: 'webhook.tested', subject: { type: 'webhook', id }, after }]);
    return { eventId };
  });
}
