import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { SYNC_STATUSES, statusNumber } from './kinds.ts';
import type { RecordFilter } from './list-contract.ts';
import { problemMessages } from './problem-conditions.ts';
import { matching, recordBranches, unionOf } from './where.ts';

/** How a search is answered; see `planSearch`. */
export type SearchPlan = (
  | { by: 'nothing' }
  | { by: 'number'; beginning: string }
  | { by: 'ids'; ids: readonly string[] }
  | { by: 'scan'; text: string }
) & {
  /** Of a filter by problem: its messages, where they are few enough to go by. */
  messageIds?: readonly string[];
};

const TRIGRAM_LENGTH = 3;
/** A text with at most so many finds is looked up in the index. */
const RARE_MAX = 2000;
/** A text that at least so many of the newest records have is common: a page of it is met soon by reading on. */
const PROBE_ROWS = 400;
const PROBE_COMMON = 8;

/**
 * Decides how a search is answered. Under row-level security LIKE can't use an index, so a rare text is looked up
 * through the definer function; a common one is checked row by row within the other filters, which finds a page fast
 * because it is common. Both give the same rows.
 */
export async function planSearch(ctx: Ctx, tx: TenantTx, filter: RecordFilter): Promise<SearchPlan> {
  // What was frozen before there were problems names none.
  const problemId = filter.problemId ?? null;
  const messageIds = problemId === null ? null : await problemMessages(ctx, tx, problemId);
  const plan = await planText(ctx, tx, filter);
  return messageIds === null ? plan : { ...plan, messageIds };
}

async function planText(ctx: Ctx, tx: TenantTx, filter: RecordFilter): Promise<SearchPlan> {
  const text = filter.search.trim();
  if (text === '') return { by: 'nothing' };
  if (text.length < TRIGRAM_LENGTH) return { by: 'number', beginning: text.toLowerCase() };
  if (await isCommon(ctx, tx, filter, text)) return { by: 'scan', text };
  const statuses = (
    filter.syncStatus === 'all' || filter.excluded === 'only' ? SYNC_STATUSES : [filter.syncStatus]
  ).map(statusNumber);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM search_record_ids(${ctx.tenantId}::uuid, ${[...filter.kinds]}::text[], ${statuses}::smallint[], ${text},
                                     ${RARE_MAX + 1}::int) AS id`;
  return rows.length > RARE_MAX ? { by: 'scan', text } : { by: 'ids', ids: rows.map(({ id }) => id) };
}

async function isCommon(ctx: Ctx, tx: TenantTx, filter: RecordFilter, text: string): Promise<boolean> {
  const branches = recordBranches(ctx, filter, { by: 'nothing' });
  const rows = Math.ceil(PROBE_ROWS / branches.length);
  const newest = unionOf(
    branches,
    Prisma.sql`r.search_text, r.error_message, r.told_message`,
    Prisma.sql`ORDER BY r.list_date DESC, r.id DESC LIMIT ${rows}::int`,
  );
  const [row] = await tx.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM (${newest}) r WHERE ${matching(text)}`;
  return row.count >= PROBE_COMMON;
}
