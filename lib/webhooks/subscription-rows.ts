import type { Ctx } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { EVENT_TYPES, type OffReason, type Subscription, type SubscriptionState } from './webhook-contract.ts';

type Row = {
  id: string;
  url: string;
  events: string[];
  state: SubscriptionState;
  offReason: OffReason | null;
  createdByName: string;
  createdAt: Date;
  previousSecretUntil: Date | null;
  failingSince: Date | null;
  heldUntil: Date | null;
  lastDeliveredAt: Date | null;
  lastFailedAt: Date | null;
  lastProblem: string | null;
};

/** One subscription, or all; those that were removed only where they are asked for. */
type Which = { id?: string; isDeletedToo?: boolean };

/** Reads the subscriptions that the actor may see, the newest first: a person all of them, a key those of its source. */
export async function readSubscriptions(
  ctx: Ctx,
  tx: TenantTx,
  { id, isDeletedToo = false }: Which = {},
): Promise<Subscription[]> {
  if (id !== undefined && !isId(id)) return [];
  const { actor } = ctx;
  const isAsked = id === undefined ? Prisma.empty : Prisma.sql`AND id = ${id}::uuid`;
  const isThere = isDeletedToo ? Prisma.empty : Prisma.sql`AND state <> 'deleted'`;
  const isSeen = actor.type === 'api_key' ? Prisma.sql`AND source_id = ${actor.sourceId}::uuid` : Prisma.empty;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, url, events, state, off_reason AS "offReason", created_by_name AS "createdByName", created_at AS "createdAt",
           CASE WHEN previous_secret_until > now() THEN previous_secret_until END AS "previousSecretUntil",
           failing_since AS "failingSince", CASE WHEN held_until > now() THEN held_until END AS "heldUntil",
           last_delivered_at AS "lastDeliveredAt", last_failed_at AS "lastFailedAt", last_problem AS "lastProblem"
      FROM webhook_subscription
     WHERE tenant_id = ${ctx.tenantId}::uuid ${isAsked} ${isThere} ${isSeen} ORDER BY id DESC`;
  return rows.map((row) => ({
    ...row,
    events: EVENT_TYPES.filter((type) => row.events.includes(type)),
    createdAt: row.createdAt.toISOString(),
    previousSecretUntil: textOf(row.previousSecretUntil),
    failingSince: textOf(row.failingSince),
    heldUntil: textOf(row.heldUntil),
    lastDeliveredAt: textOf(row.lastDeliveredAt),
    lastFailedAt: textOf(row.lastFailedAt),
  }));
}

/** Reads one subscription that was not removed. Throws `not_found`. */
export async function readSubscription(ctx: Ctx, tx: TenantTx, id: string): Promise<Subscription> {
  const [found] = await readSubscriptions(ctx, tx, { id });
  if (found === undefined) throw notFound('The webhook');
  return found;
}

function textOf(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
