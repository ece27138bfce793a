import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { ListOwner } from '#lib/ledger-lists/list-contract.ts';
import { LIST_TYPES, type ListType } from '#lib/ledger-lists/list-contract.ts';
import { readListOwner } from '#lib/ledger-lists/list-owner.ts';
import type { ChartCounts, CodeCounts } from './compare-charts.ts';
import type { NameCounts } from './comparison-contract.ts';
import { readComparisonPlace } from './comparison-place.ts';
import type { Subject } from './store-counts.ts';

/** When each was compared last, and what came of it; null where it never was, or its lists were emptied since. */
export type Comparison = {
  owner: ListOwner;
  /** Lists that were never read as a whole. */
  unread: ListType[];
  names: { comparedAt: string; counts: NameCounts } | null;
  charts: { comparedAt: string; counts: ChartCounts } | null;
  codes: { comparedAt: string; counts: CodeCounts } | null;
};

/** Gives what comparing with a connection's lists gave last. Throws `not_found`. */
export async function getComparison(ctx: Ctx, connectionId: string): Promise<Comparison> {
  requirePermission(ctx, 'connection:read');
  return ctx.transaction(async (tx) => {
    const owner = await readListOwner(ctx, tx, connectionId);
    const { unread } = await readComparisonPlace(ctx, tx, connectionId, LIST_TYPES);
    const rows = await tx.$queryRaw<{ subject: Subject; comparedAt: Date; counts: unknown }[]>`
      SELECT subject, compared_at AS "comparedAt", counts FROM ledger_comparison
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid`;
    const of = <Counts>(subject: Subject) => {
      const row = rows.find((one) => one.subject === subject);
      return row === undefined ? null : { comparedAt: row.comparedAt.toISOString(), counts: row.counts as Counts };
    };
    return { owner, unread, names: of('names'), charts: of('charts'), codes: of('codes') };
  });
}
