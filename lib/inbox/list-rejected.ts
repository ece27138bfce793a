import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { CARRIER_COLUMNS, joinCarriers } from '#lib/ingest/carrier.ts';
import type { InboxFilter, InboxPage, RejectedItem } from './inbox-contract.ts';
import { beyond, type DecisionRow, decisionOf, type InboxRequest, pageOf, readInboxCursor } from './inbox-page.ts';
import { inboxRows } from './inbox-rows.ts';

type ItemRow = Omit<RejectedItem, 'firstAt' | 'lastAt' | 'decision'> & { firstAt: Date; lastAt: Date } & DecisionRow;

/** Gives a page of the items that calls refused, as received, the last refused first. */
export async function listRejected(
  ctx: Ctx,
  filter: InboxFilter,
  request: InboxRequest,
): Promise<InboxPage<RejectedItem>> {
  requirePermission(ctx, 'record:read');
  const cursor = readInboxCursor(request, 'rejected');
  const found = inboxRows(ctx, 'rejected', filter);
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<ItemRow[]>`
      SELECT i.id, i.call, s.slug AS source, ${CARRIER_COLUMNS}, i.item, i.errors, i.first_at AS "firstAt",
             i.last_at AS "lastAt", i.times, i.request_id AS "requestId", i.state_at AS "decidedAt",
             i.state_by_name AS "decidedByName", i.state_reason AS "decisionReason"
        FROM (SELECT i.* ${found} ${beyond(Prisma.sql`i.last_at, i.id`, cursor)}
               ORDER BY i.last_at DESC, i.id DESC LIMIT ${request.limit + 1}::int) i
        JOIN source s ON s.tenant_id = i.tenant_id AND s.id = i.source_id
        ${joinCarriers('i')}
       ORDER BY i.last_at DESC, i.id DESC`,
  );
  const items = rows.map(
    ({ firstAt, lastAt, decidedAt, decidedByName, decisionReason, ...row }): RejectedItem => ({
      ...row,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      decision: filter.state === 'waiting' ? null : decisionOf({ decidedAt, decidedByName, decisionReason }),
    }),
  );
  return pageOf(items, 'rejected', ({ lastAt }) => lastAt, request, cursor);
}
