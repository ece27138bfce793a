import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from './delivery-rows.ts';
import { readSubscription } from './subscription-rows.ts';
import type { DeliveryPage, DeliveryState, SubscriptionDetail } from './webhook-contract.ts';

const ORDER = 'webhook deliveries';
const NO_VALUE = '';

export type DeliveriesRequest = { id: string; state: DeliveryState | null; limit: number; cursor: string | null };

/**
 * Gives a subscription and one page of its log, the newest event first, both as of one moment: what switched it off can be
 * seen in neither without the other. Throws `not_found`, and `invalid_input` for a cursor of another list.
 */
export async function listDeliveries(ctx: Ctx, request: DeliveriesRequest): Promise<DeliveryPage> {
  requirePermission(ctx, 'webhook:manage');
  const { id, state, limit } = request;
  const cursor = request.cursor === null ? null : readCursor(request.cursor, ORDER, z.literal(NO_VALUE));
  const isBackward = cursor?.towards === 'previous';
  const isBeyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND d.event_id ${Prisma.raw(isBackward ? '>' : '<')} ${cursor.id}::uuid`;
  const isInState = state === null ? Prisma.empty : Prisma.sql`AND d.state = ${state}`;
  const { subscription, rows } = await ctx.transaction(
    async (tx) => ({
      subscription: await readDetail(ctx, tx, id),
      rows: await tx.$queryRaw<DeliveryRow[]>`
        SELECT ${DELIVERY_COLUMNS}
          FROM webhook_delivery d JOIN webhook_event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
         WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.subscription_id = ${id}::uuid ${isInState} ${isBeyond}
         ORDER BY d.event_id ${Prisma.raw(isBackward ? 'ASC' : 'DESC')} LIMIT ${limit + 1}::int`,
    }),
    { isSnapshot: true },
  );
  const shown = rows.slice(0, limit).map(toDelivery);
  if (isBackward) shown.reverse();
  const hasMore = rows.length > limit;
  const [first, last] = [shown.at(0), shown.at(-1)];
  const cursorAt = (eventId: string, towards: 'next' | 'previous') =>
    writeCursor({ order: ORDER, value: NO_VALUE, id: eventId, towards, position: 0 });
  return {
    subscription,
    deliveries: shown,
    nextCursor: last && (isBackward || hasMore) ? cursorAt(last.eventId, 'next') : null,
    previousCursor: first && (isBackward ? hasMore : cursor !== null) ? cursorAt(first.eventId, 'previous') : null,
  };
}

async function readDetail(ctx: Ctx, tx: TenantTx, id: string): Promise<SubscriptionDetail> {
  const subscription = await readSubscription(ctx, tx, id);
  const counts = await tx.$queryRaw<{ state: string; count: number }[]>`
    SELECT state, count(*)::int AS count FROM webhook_delivery
     WHERE tenant_id = ${ctx.tenantId}::uuid AND subscription_id = ${id}::uuid AND state IN ('waiting', 'failed')
     GROUP BY state`;
  const countOf = (state: string) => counts.find((one) => one.state === state)?.count ?? 0;
  return { ...subscription, waiting: countOf('waiting'), failed: countOf('failed') };
}
