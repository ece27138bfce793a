import { newId } from '#lib/core/ids.ts';
import { createSubscription } from '#lib/webhooks/create-subscription.ts';
import type { EventType } from '#lib/webhooks/webhook-contract.ts';
import { EVENT_TYPES } from '#lib/webhooks/webhook-contract.ts';
import { asAdministrator } from './administrator.ts';
import { memberOf, type TestTenant } from './tenant.ts';

/** A subscription as a test needs it. */
export type MadeSubscription = { id: string; secret: string };

/** Subscribes an address, to everything unless the test says to what. */
export async function subscribe(
  tenant: TestTenant,
  url: string,
  events: readonly EventType[] = EVENT_TYPES,
): Promise<MadeSubscription> {
  const { subscription, secret } = await createSubscription(memberOf(tenant), { url, events: [...events] });
  return { id: subscription.id, secret };
}

/** Adds an event that waits for one subscription, as if something had just happened; gives its id. */
export async function addEvent(tenant: TestTenant, subscriptionId: string, name = 'made'): Promise<string> {
  const id = newId();
  await asAdministrator(
    `INSERT INTO webhook_event (tenant_id, id, type, items, body) VALUES ($1, $2, 'bulk.finished', 1, $3)`,
    [tenant.info.id, id, JSON.stringify({ id, name })],
  );
  await asAdministrator('INSERT INTO webhook_delivery (tenant_id, subscription_id, event_id) VALUES ($1, $2, $3)', [
    tenant.info.id,
    subscriptionId,
    id,
  ]);
  return id;
}

export type DeliveryRow = {
  event_id: string;
  state: string;
  tries: number;
  round_tries: number;
  next_try_at: Date;
  claim: string | null;
  last_problem: string | null;
};

/** Reads a subscription's deliveries, the oldest event first. */
export function deliveriesOf(tenant: TestTenant, subscriptionId: string): Promise<DeliveryRow[]> {
  return asAdministrator<DeliveryRow>(
    `SELECT event_id, state, tries, round_tries, next_try_at, claim, last_problem FROM webhook_delivery
      WHERE tenant_id = $1 AND subscription_id = $2 ORDER BY event_id`,
    [tenant.info.id, subscriptionId],
  );
}

/** Lets time pass for a subscription: moves all its times so many seconds back. */
export async function passTime(tenant: TestTenant, subscriptionId: string, seconds: number): Promise<void> {
  const values = [tenant.info.id, subscriptionId, seconds];
  await asAdministrator(
    `UPDATE webhook_delivery SET next_try_at = next_try_at - make_interval(secs => $3), round_began_at = round_began_at - make_interval(secs => $3)
      WHERE tenant_id = $1 AND subscription_id = $2`,
    values,
  );
  await asAdministrator(
    `UPDATE webhook_subscription SET held_until = held_until - make_interval(secs => $3),
            failing_since = failing_since - make_interval(secs => $3), last_delivered_at = last_delivered_at - make_interval(secs => $3),
            previous_secret_until = previous_secret_until - make_interval(secs => $3)
      WHERE tenant_id = $1 AND id = $2`,
    values,
  );
}

/** Reads the bodies of a tenant's events, in the order of their ids. */
export async function eventsOf(
  tenant: TestTenant,
): Promise<{ id: string; type: string; data: Record<string, unknown> }[]> {
  const rows = await asAdministrator<{ body: string; items: number }>(
    'SELECT body FROM webhook_event WHERE tenant_id = $1 ORDER BY id',
    [tenant.info.id],
  );
  return rows.map(({ body }) => JSON.parse(body));
}
