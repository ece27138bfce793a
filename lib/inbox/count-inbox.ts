import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RecordCount } from '#lib/records/list-contract.ts';
import { INBOX_PARTS, type InboxFilter, type InboxPart } from './inbox-contract.ts';
import { inboxRows } from './inbox-rows.ts';

/** An inbox is counted up to here: "1,000+". */
const COUNT_MAX = 1_000;

export type InboxCounts = Record<InboxPart, RecordCount>;

/** Counts each part of the inbox under one filter. */
export async function countInbox(ctx: Ctx, filter: InboxFilter): Promise<InboxCounts> {
  requirePermission(ctx, 'record:read');
  return ctx.transaction(async (tx) => {
    const [counts] = await countInboxParts(ctx, tx, [filter] as const);
    return counts;
  });
}

/** Counts each part under each of several filters, in one statement; as many answers as filters. */
export async function countInboxParts<Filters extends readonly InboxFilter[]>(
  ctx: Ctx,
  tx: TenantTx,
  filters: Filters,
): Promise<{ [Index in keyof Filters]: InboxCounts }> {
  const columns = filters.flatMap((filter, index) =>
    INBOX_PARTS.map((part) => {
      const limited = Prisma.sql`SELECT 1 ${inboxRows(ctx, part, filter)} LIMIT ${COUNT_MAX + 1}::int`;
      return Prisma.sql`(SELECT count(*)::int FROM (${limited}) c) AS ${Prisma.raw(`"${index} ${part}"`)}`;
    }),
  );
  const [row] = await tx.$queryRaw<[Record<string, number>]>`SELECT ${Prisma.join(columns)}`;
  const counts = filters.map(
    (_filter, index) =>
      Object.fromEntries(INBOX_PARTS.map((part) => [part, upTo(row[`${index} ${part}`] ?? 0)])) as InboxCounts,
  );
  return counts as { [Index in keyof Filters]: InboxCounts };
}

/** Adds up the parts. */
export function totalOf(counts: InboxCounts): RecordCount {
  const parts = INBOX_PARTS.map((part) => counts[part]);
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    isExact: parts.every(({ isExact }) => isExact),
  };
}

function upTo(count: number): RecordCount {
  return count > COUNT_MAX ? { count: COUNT_MAX, isExact: false } : { count, isExact: true };
}
