import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { wakeDeliveries } from './wake-deliveries.ts';
import { BODY_VERSION, type EventType, type SentType, TEST_EVENT } from './webhook-contract.ts';

/**
 * Writes one event that is about no list of records, in the transaction of what happened, and a delivery of it for every
 * subscription that hears of its type. One statement; nothing is written if there is none.
 */
export async function announceEvent(ctx: Ctx, tx: TenantTx, type: EventType, data: unknown): Promise<void> {
  const isHeard = Prisma.sql`s.state = 'active' AND ${type}::text = ANY (s.events)`;
  if ((await insertEvent(ctx, tx, newId(), type, data, isHeard)) > 0) await wakeDeliveries(tx);
}

/** Writes a test event for one subscription, if it is active; gives its id, or null. */
export async function announceTest(ctx: Ctx, tx: TenantTx, subscriptionId: string): Promise<string | null> {
  const id = newId();
  const data = { message: 'A test: nothing happened.', sentBy: ctx.actor.name };
  const isTested = Prisma.sql`s.state = 'active' AND s.id = ${subscriptionId}::uuid`;
  if ((await insertEvent(ctx, tx, id, TEST_EVENT, data, isTested)) === 0) return null;
  await wakeDeliveries(tx);
  return id;
}

function insertEvent(
  ctx: Ctx,
  tx: TenantTx,
  id: string,
  type: SentType,
  data: unknown,
  condition: Prisma.Sql,
): Promise<number> {
  const body = JSON.stringify({ id, type, version: BODY_VERSION, timestamp: new Date().toISOString(), data });
  return tx.$executeRaw`
    WITH listener AS MATERIALIZED (
           SELECT s.id FROM webhook_subscription s WHERE s.tenant_id = ${ctx.tenantId}::uuid AND ${condition}),
         event AS (
           INSERT INTO webhook_event (tenant_id, id, type, items, body)
           SELECT ${ctx.tenantId}::uuid, ${id}::uuid, ${type}, 1, ${body} WHERE EXISTS (SELECT FROM listener)
           RETURNING id)
    INSERT INTO webhook_delivery (tenant_id, subscription_id, event_id)
    SELECT ${ctx.tenantId}::uuid, l.id, e.id FROM event e CROSS JOIN listener l`;
}
