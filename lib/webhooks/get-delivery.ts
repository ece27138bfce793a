import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from './delivery-rows.ts';
import { readSubscription } from './subscription-rows.ts';
import type { DeliveryDetail, Try } from './webhook-contract.ts';

/** More tries than anybody reads, should an event have been sent again and again. */
const TRIES_MAX = 50;

/** Gives one event as it is sent to a subscription, with that and the tries made, the newest first, as of one moment. Throws `not_found`. */
export async function getDelivery(ctx: Ctx, { id, eventId }: { id: string; eventId: string }): Promise<DeliveryDetail> {
  requirePermission(ctx, 'webhook:manage');
  return ctx.transaction(
    async (tx) => {
      const subscription = await readSubscription(ctx, tx, id);
      const [row] = isId(eventId)
        ? await tx.$queryRaw<(DeliveryRow & { body: string })[]>`
          SELECT ${DELIVERY_COLUMNS}, e.body
            FROM webhook_delivery d JOIN webhook_event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
           WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.subscription_id = ${id}::uuid AND d.event_id = ${eventId}::uuid`
        : [];
      if (row === undefined) throw notFound('The event');
      const { body, ...delivery } = row;
      const tries = await tx.$queryRaw<(Omit<Try, 'at'> & { at: Date })[]>`
      SELECT id, at, duration_ms AS "durationMs", request_headers AS "requestHeaders", status,
             response_headers AS "responseHeaders", response_body AS "responseBody", is_body_cut AS "isBodyCut", problem
        FROM webhook_try
       WHERE tenant_id = ${ctx.tenantId}::uuid AND subscription_id = ${id}::uuid AND event_id = ${eventId}::uuid
       ORDER BY id DESC LIMIT ${TRIES_MAX}::int`;
      return {
        ...toDelivery(delivery),
        subscription,
        body,
        triesMade: tries.map((one) => ({ ...one, at: one.at.toISOString() })),
      };
    },
    { isSnapshot: true },
  );
}
