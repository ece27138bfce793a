import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { CARRIER_COLUMNS, joinCarriers } from '#lib/ingest/carrier.ts';
import type { InboxFilter, InboxPage, RejectedItem } from './inbox-contract.ts';
import {
  affordable,
  beyond,
  type DecisionRow,
  decisionOf,
  type InboxRequest,
  pageOf,
  readInboxCursor,
  SHOWN_MAX,
  shownText,
} from './inbox-page.ts';
import { inboxRows } from './inbox-rows.ts';

type ItemRow = Omit<RejectedItem, 'firstAt' | 'lastAt' | 'decision'> & {
  firstAt: Date;
  lastAt: Date;
  found: number;
} & DecisionRow;

const ORDER = Prisma.sql`i.last_at DESC, i.id DESC`;

/** Gives a page of the items that calls refused, as received, the last refused first. */
export async function listRejected(
  ctx: Ctx,
  filter: InboxFilter,
  request: InboxRequest,
): Promise<InboxPage<RejectedItem>> {
  requirePermission(ctx, 'record:read');
  const cursor = readInboxCursor(request, 'rejected');
  const page = Prisma.sql`SELECT i.* ${inboxRows(ctx, 'rejected', filter)} ${beyond(Prisma.sql`i.last_at, i.id`, cursor)}
    ORDER BY ${ORDER} LIMIT ${request.limit + 1}::int`;
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<ItemRow[]>`
      SELECT i.id, i.call, s.slug AS source, ${CARRIER_COLUMNS}, ${shownText(Prisma.sql`i.item`)} AS item,
             octet_length(i.item) > ${SHOWN_MAX}::int AS "isCut", i.found, i.errors, i.first_at AS "firstAt",
             i.last_at AS "lastAt", i.times, i.request_id AS "requestId", i.state_at AS "decidedAt",
             i.state_by_name AS "decidedByName", i.state_reason AS "decisionReason"
        FROM ${affordable(page, 'i', ORDER, Prisma.sql`i.item`)}
        JOIN source s ON s.tenant_id = i.tenant_id AND s.id = i.source_id
        ${joinCarriers('i')}
       ORDER BY ${ORDER}`,
  );
  const items = rows.map(
    ({ firstAt, lastAt, decidedAt, decidedByName, decisionReason, found: _, ...row }): RejectedItem => ({
      ...row,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      decision: filter.state === 'waiting' ? null : decisionOf({ decidedAt, decidedByName, decisionReason }),
    }),
  );
  return pageOf(items, 'rejected', ({ lastAt }) => lastAt, request, cursor, rows[0]?.found);
}
