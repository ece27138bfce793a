import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { addDays } from '#lib/core/dates.ts';
import { toAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind, SYNC_STATUSES, type SyncStatus } from './kinds.ts';
import type { CurrencySum, EarlierFailed, RecordCount, RecordFilter } from './list-contract.ts';
import { planSearch } from './search-plan.ts';
import { recordBranches, unionOf } from './where.ts';

/** With a search, counting stops here: "10,000+". */
const SEARCH_COUNT_MAX = 10_000;

/** Gives how many records of each kind match the other filters. */
export async function countByKind(ctx: Ctx, filter: RecordFilter): Promise<Record<Kind, RecordCount>> {
  const counts = await countEach(
    ctx,
    KINDS.map((kind) => ({ ...filter, kinds: [kind] })),
  );
  return Object.fromEntries(KINDS.map((kind, index) => [kind, counts[index]])) as Record<Kind, RecordCount>;
}

/** Gives how many records each status filter would show, all other filters being equal. */
export async function countByStatus(ctx: Ctx, filter: RecordFilter): Promise<Record<SyncStatus | 'all', RecordCount>> {
  const counts = await countEach(
    ctx,
    SYNC_STATUSES.map((syncStatus) => ({ ...filter, syncStatus })),
  );
  // Excluded records are listed whatever their status, so that each of these counts is all of them.
  const parts = filter.excluded === 'only' ? counts.slice(0, 1) : counts;
  const all = {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    isExact: parts.every(({ isExact }) => isExact),
  };
  const byStatus = Object.fromEntries(SYNC_STATUSES.map((status, index) => [status, counts[index]]));
  return { ...byStatus, all } as Record<SyncStatus | 'all', RecordCount>;
}

/** Gives how many records match. */
export async function countRecords(ctx: Ctx, filter: RecordFilter): Promise<RecordCount> {
  const [count] = await countEach(ctx, [filter]);
  return count ?? { count: 0, isExact: true };
}

/** Gives the sums of everything that matches, one a currency, the largest number of records first. */
export async function sumByCurrency(ctx: Ctx, filter: RecordFilter): Promise<CurrencySum[]> {
  requirePermission(ctx, 'record:read');
  const rows = await ctx.transaction(async (tx) => {
    const branches = recordBranches(ctx, filter, await planSearch(ctx, tx, filter));
    const columns = Prisma.sql`r.currency, r.amount, r.synced_amount, r.difference,
      r.is_by_hand AND r.sync_status = 1 AS is_closed_by_hand`;
    return tx.$queryRaw<SumRow[]>`
      SELECT currency, count(*)::int AS count, coalesce(sum(amount), 0)::numeric(30,4)::text AS amount,
             coalesce(sum(synced_amount) FILTER (WHERE difference IS NOT NULL), 0)::numeric(30,4)::text AS synced,
             coalesce(sum(difference), 0)::numeric(30,4)::text AS difference, count(difference)::int AS "comparedCount",
             count(*) FILTER (WHERE is_closed_by_hand)::int AS "byHandCount",
             coalesce(sum(amount) FILTER (WHERE is_closed_by_hand), 0)::numeric(30,4)::text AS "byHandAmount"
        FROM (${unionOf(branches, columns)}) u
       GROUP BY currency ORDER BY count(*) DESC, currency`;
  });
  return rows.map((row) => ({
    ...row,
    amount: toAmount(row.amount),
    synced: toAmount(row.synced),
    difference: toAmount(row.difference),
    byHandAmount: toAmount(row.byHandAmount),
  }));
}

/** Gives what failed before the range begins and is failed still: never out of sight. Nothing if the range is open. */
export async function failedBefore(ctx: Ctx, filter: RecordFilter): Promise<EarlierFailed> {
  if (filter.syncedFrom === null || filter.excluded === 'only') return { count: 0, amounts: [] };
  const sums = await sumByCurrency(ctx, {
    ...filter,
    syncStatus: 'failed',
    syncedFrom: null,
    syncedTo: addDays(filter.syncedFrom, -1),
  });
  return {
    count: sums.reduce((count, sum) => count + sum.count, 0),
    amounts: sums.map(({ currency, amount }) => ({ currency, amount })),
  };
}

type SumRow = {
  currency: string | null;
  count: number;
  amount: string;
  synced: string;
  difference: string;
  comparedCount: number;
  byHandCount: number;
  byHandAmount: string;
};

async function countEach(ctx: Ctx, filters: readonly RecordFilter[]): Promise<RecordCount[]> {
  requirePermission(ctx, 'record:read');
  return ctx.transaction(async (tx) => {
    const counts: RecordCount[] = [];
    for (const filter of filters) counts.push(await countOne(ctx, tx, filter));
    return counts;
  });
}

async function countOne(ctx: Ctx, tx: TenantTx, filter: RecordFilter): Promise<RecordCount> {
  const search = await planSearch(ctx, tx, filter);
  const branches = recordBranches(ctx, filter, search);
  const limit = search.by === 'nothing' ? Prisma.empty : Prisma.sql`LIMIT ${SEARCH_COUNT_MAX + 1}::int`;
  const [row] = await tx.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM (${unionOf(branches, Prisma.sql`1`)}) u ${limit}) c`;
  return row.count > SEARCH_COUNT_MAX && search.by !== 'nothing'
    ? { count: SEARCH_COUNT_MAX, isExact: false }
    : { count: row.count, isExact: true };
}
