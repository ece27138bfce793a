import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type Amount, toAmount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { type Kind, kindOf } from '#lib/records/kinds.ts';
import type { Clearance, ClearanceSum } from './connect-contract.ts';

type Row = {
  kind: string;
  currency: string | null;
  pending: number;
  pendingAmount: string;
  held: number;
  heldAmount: string;
  inDoubt: number;
  inDoubtAmount: string;
};

/** Gives what of a connection's records is pending, held by a sync job and in doubt, with money. */
export async function getClearance(ctx: Ctx, id: string): Promise<Clearance> {
  requirePermission(ctx, 'connection:read');
  return ctx.transaction((tx) => readClearance(ctx, tx, id), { isSnapshot: true });
}

/** The same within a transaction. */
export async function readClearance(ctx: Ctx, tx: TenantTx, id: string): Promise<Clearance> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT r.kind, r.currency, count(*)::int AS pending, coalesce(sum(r.amount), 0)::text AS "pendingAmount",
           count(h.record_id)::int AS held,
           coalesce(sum(r.amount) FILTER (WHERE h.record_id IS NOT NULL), 0)::text AS "heldAmount",
           count(*) FILTER (WHERE r.is_in_doubt)::int AS "inDoubt",
           coalesce(sum(r.amount) FILTER (WHERE r.is_in_doubt), 0)::text AS "inDoubtAmount"
      FROM sync_record r
      LEFT JOIN lease h ON h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id = r.id
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.excluded_at IS NULL AND r.sync_status = 0::smallint
       AND r.connection_id = ${id}::uuid
     GROUP BY r.kind, r.currency ORDER BY r.kind, r.currency`;
  const [unnamed] = await tx.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM sync_record r
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.excluded_at IS NULL AND r.sync_status = 0::smallint
       AND r.connection_id IS NULL`;
  const sums = (take: (row: Row) => { count: number; amount: string }): ClearanceSum[] =>
    rows.map((row) => sumOf(kindOf(row.kind), row.currency, take(row))).filter(({ count }) => count > 0);
  return {
    pending: sums(({ pending, pendingAmount }) => ({ count: pending, amount: pendingAmount })),
    held: sums(({ held, heldAmount }) => ({ count: held, amount: heldAmount })),
    inDoubt: sums(({ inDoubt, inDoubtAmount }) => ({ count: inDoubt, amount: inDoubtAmount })),
    unnamed: unnamed.count,
  };
}

/** The numbers alone, as the time line keeps them. */
export function countsOf({ pending, held, inDoubt }: Clearance): Record<string, number> {
  const count = (sums: readonly ClearanceSum[]) => sums.reduce((total, sum) => total + sum.count, 0);
  return { pending: count(pending), held: count(held), inDoubt: count(inDoubt) };
}

function sumOf(
  kind: Kind,
  currency: string | null,
  { count, amount }: { count: number; amount: string },
): ClearanceSum {
  const exact: Amount = toAmount(amount);
  return { kind, currency, count, amount: exact };
}
