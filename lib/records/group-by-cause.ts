import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type Cause, isCause } from '#lib/causes/causes.ts';
import { type Amount, toAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { RecordFilter } from './list-contract.ts';
import { planSearch } from './search-plan.ts';
import { recordBranches, unionOf } from './where.ts';

/** The records of one cause among those that match. Times are ISO 8601 in UTC. */
export type CauseGroup = {
  /** Null for records without a failure. */
  cause: Cause | null;
  count: number;
  /** One a currency, the one of most records first; `currency` is null for records without an amount. */
  amounts: { currency: string | null; amount: Amount }[];
  /** The first and the last of their dates: of the last attempt, or of becoming pending. */
  from: string;
  to: string;
};

/** Gives everything that matches by cause, the cause of most records first. */
export async function groupByCause(ctx: Ctx, filter: RecordFilter): Promise<CauseGroup[]> {
  requirePermission(ctx, 'record:read');
  const rows = await ctx.transaction(async (tx) => {
    const branches = recordBranches(ctx, filter, await planSearch(ctx, tx, filter));
    return tx.$queryRaw<Row[]>`
      SELECT cause, currency, count(*)::int AS count, coalesce(sum(amount), 0)::numeric(30,4)::text AS amount,
             min(list_date) AS from, max(list_date) AS to
        FROM (${unionOf(branches, Prisma.sql`r.cause, r.currency, r.amount, r.list_date`)}) u
       GROUP BY cause, currency ORDER BY count(*) DESC, currency`;
  });
  const groups = new Map<Cause | null, CauseGroup>();
  for (const { cause: stored, currency, count, amount, from, to } of rows) {
    // A cause that later rules no longer have is one that is not known.
    const cause = stored === null || isCause(stored) ? stored : 'unknown';
    const sum = { currency, amount: toAmount(amount) };
    const [first, last] = [from.toISOString(), to.toISOString()];
    const group = groups.get(cause);
    if (group === undefined) {
      groups.set(cause, { cause, count, amounts: [sum], from: first, to: last });
      continue;
    }
    group.count += count;
    group.amounts.push(sum);
    if (first < group.from) group.from = first;
    if (last > group.to) group.to = last;
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

type Row = { cause: string | null; currency: string | null; count: number; amount: string; from: Date; to: Date };
