import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { recordConnectionEvent } from '#lib/connections/record-connection-event.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { NOW } from './claim-reading.ts';
import type { ListType } from './list-contract.ts';
import { requireConnected } from './list-owner.ts';
import { wakeListReader } from './wake-worker.ts';

/**
 * Empties lists of a connection and has them read anew as a whole; gives how many entries were dropped. Until then what
 * is compared with them is not checked, and what changed in between is not known. Throws `not_found`, and `conflict`
 * while the connection is not connected.
 */
export async function clearLists(ctx: Ctx, connectionId: string, types: readonly ListType[]): Promise<number> {
  requirePermission(ctx, 'connection:manage');
  return ctx.transaction(async (tx) => {
    await requireConnected(ctx, tx, connectionId);
    const dropped = await emptyLists(ctx, tx, connectionId, types);
    const facts = { lists: types, dropped };
    await recordConnectionEvent(ctx, tx, { connectionId, type: 'list_read_anew', facts });
    await recordAudit(ctx, tx, [
      { action: 'connection.lists_cleared', subject: { type: 'connection', id: connectionId }, after: facts },
    ]);
    await wakeListReader(tx);
    return dropped;
  });
}

/** Drops what is known of lists, within the caller's transaction: also where a connection leads to another company. */
export async function emptyLists(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  types: readonly ListType[],
): Promise<number> {
  // Its row comes first, so that a reading under way loses its claim and writes nothing more.
  await tx.$executeRaw`
    INSERT INTO ledger_reading (tenant_id, connection_id, type, state, due_at, cleared_at)
    SELECT ${ctx.tenantId}::uuid, ${connectionId}::uuid, t, 'waiting', ${NOW}, now() FROM unnest(${types}::text[]) t ORDER BY t
    ON CONFLICT (tenant_id, connection_id, type) DO UPDATE
       SET state = 'waiting', runner = NULL, reading_id = NULL, next_page = NULL, since = NULL, is_whole = true,
           read_until = NULL, whole_at = NULL, ended_at = NULL, items = 0, pages = 0, tries = 0, problem = NULL,
           is_asked_again = false, due_at = ${NOW}, cleared_at = now()`;
  const dropped = await tx.$executeRaw`
    DELETE FROM ledger_item
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND type = ANY (${types}::text[])`;
  await forgetComparisons(ctx, tx, connectionId, types);
  return dropped;
}

/** What was compared with those lists is dropped with them; the rest stays. */
async function forgetComparisons(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  types: readonly ListType[],
): Promise<void> {
  const where = { tenantId: ctx.tenantId, connectionId };
  if (types.includes('customer') || types.includes('vendor')) {
    await tx.nameMatch.deleteMany({ where });
    await tx.ledgerComparison.deleteMany({ where: { ...where, subject: 'names' } });
  }
  if (types.some((type) => !['customer', 'vendor', 'currency'].includes(type))) {
    await tx.chartMatch.deleteMany({ where });
    await tx.codeMatch.deleteMany({ where });
    await tx.ledgerComparison.deleteMany({ where: { ...where, subject: { in: ['charts', 'codes'] } } });
  }
}
