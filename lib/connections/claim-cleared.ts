import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS } from '#lib/records/kinds.ts';

/** A connection that is to end now, and who asked for it; null where a worker that stopped had taken it before. */
export type Cleared = { id: string; askedBy: string | null };

/**
 * Gives the connections that were to end once they are clear, and are. From here on it is too late to take it back, since
 * the provider is told next. For endClearedConnections.
 */
export async function claimCleared(ctx: Ctx, tx: TenantTx): Promise<Cleared[]> {
  // It is asked every few seconds: the first record that is pending is answer enough.
  const clear = await tx.$queryRaw<Cleared[]>`
    SELECT c.id, c.ends_when_clear_by AS "askedBy" FROM connection c
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.ends_when_clear_at IS NOT NULL AND c.status IN ('connected', 'lost')
       AND NOT EXISTS (SELECT FROM sync_record r
                        WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ANY (${[...KINDS]}::text[])
                          AND r.sync_status = 0::smallint AND r.excluded_at IS NULL AND r.connection_id = c.id)
     ORDER BY c.id FOR UPDATE OF c`;
  await tx.$executeRaw`
    UPDATE connection SET ends_when_clear_by = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${clear.map(({ id }) => id)}::uuid[])`;
  return clear;
}
