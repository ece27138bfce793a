import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import { toAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { EVERY_RECORD, type RecordFilter } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import type { OutagePart, OutageRecords } from './connection-page-contract.ts';

/** Gives the filter of what an outage made fail: for its figures, for the list, and for putting exactly those back. */
export function failedIn(outageId: string): RecordFilter {
  return { ...EVERY_RECORD, syncStatus: 'failed', outageId };
}

/** Gives how many records failed or wait because of an outage, and how much money: by kind and currency. */
export async function outageRecords(ctx: Ctx, outageId: string): Promise<OutageRecords> {
  requirePermission(ctx, 'connection:read');
  if (!isId(outageId)) return { failed: [], waiting: [] };
  const filter: RecordFilter = { ...EVERY_RECORD, outageId };
  const rows = await ctx.transaction(async (tx) => {
    const matching = await matchingRecords(ctx, tx, filter, Prisma.sql`r.kind, r.sync_status, r.currency, r.amount`);
    return tx.$queryRaw<SumRow[]>`
      SELECT kind, sync_status AS "syncStatus", currency, count(*)::int AS count,
             coalesce(sum(amount), 0)::numeric(30,4)::text AS amount
        FROM (${matching}) m GROUP BY 1, 2, 3 ORDER BY 1, 2, count(*) DESC, 3`;
  });
  return { failed: partsOf(rows, 2), waiting: partsOf(rows, 0) };
}

type SumRow = { kind: Kind; syncStatus: number; currency: string | null; count: number; amount: string };

function partsOf(rows: readonly SumRow[], status: number): OutagePart[] {
  return KINDS.flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind && row.syncStatus === status);
    if (own.length === 0) return [];
    return [
      {
        kind,
        count: own.reduce((sum, { count }) => sum + count, 0),
        amounts: own.map(({ currency, count, amount }) => ({ currency, count, amount: toAmount(amount) })),
      },
    ];
  });
}
