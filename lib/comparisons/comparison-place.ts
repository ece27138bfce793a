import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import { readListOwner } from '#lib/ledger-lists/list-owner.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';

/** What is compared with a connection's lists, and which records count. */
export type ComparisonPlace = {
  connectionId: string;
  ledger: Ledger;
  companyName: string;
  /** Of the lists that are needed, those that were never read as a whole: with them nothing can be compared. */
  unread: ListType[];
  /** It is the only company that is connected, so that records which name none are meant for it. */
  hasUnnamed: boolean;
};

/** Gives what comparing with a connection goes by. Throws `not_found`. */
export async function readComparisonPlace(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  needed: readonly ListType[],
): Promise<ComparisonPlace> {
  const { ledger, companyName } = await readListOwner(ctx, tx, connectionId);
  const readings = await tx.ledgerReading.findMany({
    where: { tenantId: ctx.tenantId, connectionId, wholeAt: { not: null } },
    select: { type: true },
  });
  const [others] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id <> ${connectionId}::uuid AND status IN ('connected', 'lost')`;
  return {
    connectionId,
    ledger,
    companyName,
    unread: needed.filter((type) => !readings.some((reading) => reading.type === type)),
    hasUnnamed: others?.count === 0,
  };
}
