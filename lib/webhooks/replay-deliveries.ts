import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { firstIdAt, isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readSubscription } from './subscription-rows.ts';
import { wakeDeliveries } from './wake-deliveries.ts';

/** Sends one event again, whatever became of it, under the same id. Throws `not_found`, `conflict`. */
export async function replayDelivery(ctx: Ctx, { id, eventId }: { id: string; eventId: string }): Promise<void> {
  requirePermission(ctx, 'webhook:manage');
  await ctx.transaction(async (tx) => {
    const url = await readActive(ctx, tx, id);
    const count = isId(eventId) ? await sendAgain(ctx, tx, id, Prisma.sql`event_id = ${eventId}::uuid`) : 0;
    if (count === 0) throw notFound('The event');
    const after = { url, eventId };
    await recordAudit(ctx, tx, [{ action: 'webhook.replayed', subject: { type: 'webhook', id }, after }]);
  });
}

/**
 * Sends all events again that did not arrive, since a time or since the log begins: those given up, and those that wait
 * for their next try. Gives how many. Throws `not_found`, `conflict`.
 */
export async function replayFailed(ctx: Ctx, { id, since }: { id: string; since: Date | null }): Promise<number> {
  requirePermission(ctx, 'webhook:manage');
  return ctx.transaction(async (tx) => {
    const url = await readActive(ctx, tx, id);
    const from = firstIdAt(since?.getTime() ?? 0);
    const hasFailed = Prisma.sql`event_id >= ${from}::uuid AND (state = 'failed' OR (state = 'waiting' AND round_tries > 0))`;
    const count = await sendAgain(ctx, tx, id, hasFailed);
    if (count === 0) return 0;
    const after = { url, count, since: since?.toISOString() ?? null };
    await recordAudit(ctx, tx, [{ action: 'webhook.replayed', subject: { type: 'webhook', id }, after }]);
    return count;
  });
}

/** Of one that is paused or off, nothing is sent, so nothing is sent again. */
async function readActive(ctx: Ctx, tx: TenantTx, id: string): Promise<string> {
  const { url, state } = await readSubscription(ctx, tx, id);
  if (state !== 'active') throw new AppError('conflict', { message: 'Turn the webhook on first.' });
  return url;
}

/** Somebody asked for it, so a target that is being spared is tried at once too. */
async function sendAgain(ctx: Ctx, tx: TenantTx, id: string, condition: Prisma.Sql): Promise<number> {
  const count = await tx.$executeRaw`
    UPDATE webhook_delivery
       SET state = 'waiting', round_tries = 0, round_began_at = NULL, next_try_at = now(), claim = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND subscription_id = ${id}::uuid AND ${condition}`;
  if (count === 0) return 0;
  await tx.$executeRaw`
    UPDATE webhook_subscription SET held_until = NULL WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  await wakeDeliveries(tx);
  return count;
}
