import type { Ctx } from '#lib/access/context.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { figureOf } from './figures.ts';
import { FLAGGED, type Flagged, type FlaggedFigures, type Period } from './overview-contract.ts';

const COLUMN: Record<Flagged, Prisma.Sql> = {
  inDoubt: Prisma.sql`r.is_in_doubt`,
  twoReferences: Prisma.sql`r.has_two_references`,
  triedAfterClosing: Prisma.sql`r.is_tried_after_closing`,
  voidInLedger: Prisma.sql`r.is_void_in_ledger`,
};

type FlaggedRow = { kind: Kind; currency: string | null } & Record<`${Flagged}Count`, number> &
  Record<`${Flagged}Amount`, string>;

/** Counts and adds up a period's records that need a look before it is closed: few, found by an index of their own. */
export async function readFlaggedFigures(
  ctx: Ctx,
  tx: TenantTx,
  { from, to }: Period,
): Promise<Record<Kind, FlaggedFigures>> {
  const sums = FLAGGED.map(
    (flag) => Prisma.sql`
      count(*) FILTER (WHERE ${COLUMN[flag]})::int AS ${Prisma.raw(`"${flag}Count"`)},
      coalesce(sum(r.amount) FILTER (WHERE ${COLUMN[flag]}), 0)::numeric(30,4)::text AS ${Prisma.raw(`"${flag}Amount"`)}`,
  );
  const rows = await tx.$queryRaw<FlaggedRow[]>`
    SELECT r.kind, r.currency, ${Prisma.join(sums)} FROM sync_record r
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.excluded_at IS NULL
       AND (${Prisma.join(Object.values(COLUMN), ' OR ')})
       AND r.document_date >= ${from}::date AND r.document_date <= ${to}::date
     GROUP BY r.kind, r.currency`;
  const figuresOf = (kind: Kind): FlaggedFigures => {
    const of = rows.filter((row) => row.kind === kind);
    const figure = (flag: Flagged) =>
      figureOf(
        of.map((row) => ({
          currency: row.currency,
          count: row[`${flag}Count`],
          amount: storedAmount(row[`${flag}Amount`]),
        })),
        ctx.tenant.currency,
      );
    return {
      inDoubt: figure('inDoubt'),
      twoReferences: figure('twoReferences'),
      triedAfterClosing: figure('triedAfterClosing'),
      voidInLedger: figure('voidInLedger'),
    };
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, figuresOf(kind)])) as Record<Kind, FlaggedFigures>;
}
