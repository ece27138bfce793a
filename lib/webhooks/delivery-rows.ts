import { Prisma } from '#lib/db/generated/client.ts';
import type { Delivery } from './webhook-contract.ts';

/** What the log shows of a delivery `d` and its event `e`. */
export const DELIVERY_COLUMNS = Prisma.sql`
  d.event_id AS "eventId", e.type, e.items, e.created_at AS "createdAt", d.state, d.tries,
  d.claim IS NOT NULL AS "isUnderWay", d.last_status AS "lastStatus", d.last_problem AS "lastProblem",
  d.last_tried_at AS "lastTriedAt", CASE WHEN d.state = 'waiting' THEN d.next_try_at END AS "nextTryAt"`;

export type DeliveryRow = Omit<Delivery, 'createdAt' | 'lastTriedAt' | 'nextTryAt'> & {
  createdAt: Date;
  lastTriedAt: Date | null;
  nextTryAt: Date | null;
};

/** Takes a row of those columns; gives the delivery with its instants as texts. */
export function toDelivery({ createdAt, lastTriedAt, nextTryAt, ...row }: DeliveryRow): Delivery {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    lastTriedAt: lastTriedAt?.toISOString() ?? null,
    nextTryAt: nextTryAt?.toISOString() ?? null,
  };
}
