import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { instantsOf } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { CARRIER_COLUMNS, joinCarriers } from '#lib/ingest/carrier.ts';
import type { InboxFilter, InboxPage, RejectedItem } from './inbox-contract.ts';
import { beyond, type InboxRequest, pageOf, readInboxCursor, within } from './inbox-page.ts';

type ItemRow = Omit<RejectedItem, 'firstAt' | 'lastAt'> & { firstAt: Date; lastAt: Date };

/** Gives a page of the items that calls refused, as received, the last refused first. */
export async function listRejected(
  ctx: Ctx,
  filter: InboxFilter,
  request: InboxRequest,
): Promise<InboxPage<RejectedItem>> {
  requirePermission(ctx, 'record:read');
  const cursor = readInboxCursor(request, 'rejected');
  const dates = within(Prisma.sql`i.last_at`, instantsOf(filter, ctx.tenant.timeZone));
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<ItemRow[]>`
      SELECT i.id, i.call, s.slug AS source, ${CARRIER_COLUMNS}, i.item, i.errors, i.first_at AS "firstAt",
             i.last_at AS "lastAt", i.times, i.request_id AS "requestId"
        FROM rejected_item i
        JOIN source s ON s.tenant_id = i.tenant_id AND s.id = i.source_id
        ${joinCarriers('i')}
       WHERE i.tenant_id = ${ctx.tenantId}::uuid ${dates} ${beyond(Prisma.sql`i.last_at, i.id`, cursor)}
       ORDER BY i.last_at DESC, i.id DESC LIMIT ${request.limit + 1}::int`,
  );
  const items = rows.map((row) => ({ ...row, firstAt: row.firstAt.toISOString(), lastAt: row.lastAt.toISOString() }));
  return pageOf(items, 'rejected', ({ lastAt }) => lastAt, request, cursor);
}
