import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { SPARED_FROM } from './retry-schedule.ts';

/** So many events go to one target at once, from each worker. */
export const AT_ONCE = 4;
/** Whoever has not written what became of a call by then has died; it is made again, under the same id. */
export const CLAIM_SECONDS = 60;

/** Deliveries that are ours to send, and what they are sent with. */
export type Claimed = {
  claim: string;
  subscription: {
    id: string;
    url: string;
    secret: Uint8Array;
    /** What the secret is encrypted with; null in the way that is older than the ring of keys. */
    keyId: string | null;
    /** Signs too; null if there is none any more. */
    previousSecret: Uint8Array | null;
    previousKeyId: string | null;
    failures: number;
  };
  deliveries: { eventId: string; body: string; roundTries: number; roundBeganAt: Date }[];
};

type SubscriptionRow = Claimed['subscription'] & { isHeld: boolean };

/**
 * Claims what is due for one subscription, the oldest first; null if nothing is, or if it is not to be sent to now. Who
 * claims at the same time gets others. A target that keeps failing is tried with one event at a time, by one worker.
 */
export async function claimDeliveries(ctx: Ctx, subscriptionId: string): Promise<Claimed | null> {
  requirePermission(ctx, 'webhook:manage');
  return ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<SubscriptionRow[]>`
      SELECT id, url, secret, key_id AS "keyId", previous_key_id AS "previousKeyId", failures,
             coalesce(held_until > now(), false) AS "isHeld",
             CASE WHEN previous_secret_until > now() THEN previous_secret END AS "previousSecret"
        FROM webhook_subscription
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${subscriptionId}::uuid AND state = 'active'`;
    if (row === undefined || row.isHeld) return null;
    const { isHeld: _, ...subscription } = row;
    const isSpared = subscription.failures >= SPARED_FROM;
    if (isSpared) {
      const taken = await tx.$executeRaw`
        UPDATE webhook_subscription SET held_until = now() + make_interval(secs => ${CLAIM_SECONDS}::int)
         WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${subscriptionId}::uuid AND state = 'active'
           AND (held_until IS NULL OR held_until <= now())`;
      if (taken === 0) return null;
    }
    const claim = newId();
    const deliveries = await tx.$queryRaw<Claimed['deliveries']>`
      WITH due AS MATERIALIZED (
             SELECT event_id FROM webhook_delivery
              WHERE tenant_id = ${ctx.tenantId}::uuid AND subscription_id = ${subscriptionId}::uuid AND state = 'waiting'
                AND next_try_at <= now()
              ORDER BY next_try_at, event_id LIMIT ${isSpared ? 1 : AT_ONCE}::int FOR UPDATE SKIP LOCKED),
           claimed AS (
             UPDATE webhook_delivery d
                SET claim = ${claim}::uuid, next_try_at = now() + make_interval(secs => ${CLAIM_SECONDS}::int),
                    round_began_at = coalesce(d.round_began_at, now())
               FROM due
              WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.subscription_id = ${subscriptionId}::uuid
                AND d.event_id = due.event_id
             RETURNING d.event_id, d.round_tries, d.round_began_at)
      SELECT e.id AS "eventId", e.body, c.round_tries AS "roundTries", c.round_began_at AS "roundBeganAt"
        FROM claimed c JOIN webhook_event e ON e.tenant_id = ${ctx.tenantId}::uuid AND e.id = c.event_id
       ORDER BY e.id`;
    return deliveries.length === 0 ? null : { claim, subscription, deliveries };
  });
}
