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
  isConnected: boolean;
  /** Of the lists that are needed, those that were never read as a whole: with them nothing can be compared. */
  unread: ListType[];
  /** When the one of them was read last that was read longest ago; null while there are unread ones. */
  readAt: Date | null;
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
  const { ledger, companyName, isConnected } = await readListOwner(ctx, tx, connectionId);
  const readings = await tx.$queryRaw<{ type: ListType; readAt: Date }[]>`
    SELECT type, CASE WHEN state = 'read' THEN ended_at ELSE coalesce(read_until, whole_at) END AS "readAt"
      FROM ledger_reading
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND type = ANY (${needed}::text[])
       AND whole_at IS NOT NULL
     ORDER BY 2`;
  const unread = needed.filter((type) => !readings.some((reading) => reading.type === type));
  const [others] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id <> ${connectionId}::uuid AND status IN ('connected', 'lost')`;
  return {
    connectionId,
    ledger,
    companyName,
    isConnected,
    unread,
    readAt: unread.length > 0 ? null : (readings[0]?.readAt ?? null),
    hasUnnamed: others?.count === 0,
  };
}
