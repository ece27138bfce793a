import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RecordFilter } from './list-contract.ts';

/** How a search is answered; see `planSearch`. */
export type SearchPlan =
  | { by: 'nothing' }
  | { by: 'number'; beginning: string }
  | { by: 'ids'; text: string; limit: number }
  | { by: 'scan'; text: string };

/** A text with up to so many finds is looked up in the index; a commoner one is met soon by reading the window. */
const RARE_MAX = 2000;
const TRIGRAM_LENGTH = 3;

/**
 * Decides how a search is answered. Under row-level security LIKE can't use an index, so a rare text is looked up
 * through the definer function; a common one is checked row by row within the other filters, which finds a page fast
 * because it is common. Both give the same rows.
 */
export async function planSearch(ctx: Ctx, tx: TenantTx, filter: RecordFilter): Promise<SearchPlan> {
  const text = filter.search.trim();
  if (text === '') return { by: 'nothing' };
  if (text.length < TRIGRAM_LENGTH) return { by: 'number', beginning: text.toLowerCase() };
  const limit = RARE_MAX + 1;
  const [row] = await tx.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count
      FROM search_record_ids(${ctx.tenantId}::uuid, ${[...filter.kinds]}::text[], ${text}, ${limit}::int)`;
  return row.count < limit ? { by: 'ids', text, limit } : { by: 'scan', text };
}
