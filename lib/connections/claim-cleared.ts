import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { isClear, readClearance } from './get-clearance.ts';

/** A connection that is to end now, and who asked for it; null where a worker that stopped had taken it before. */
export type Cleared = { id: string; askedBy: string | null };

/**
 * Gives the connections that were to end once they are clear, and are. From here on it is too late to take it back, since
 * the provider is told next. For endClearedConnections.
 */
export async function claimCleared(ctx: Ctx, tx: TenantTx): Promise<Cleared[]> {
  const rows = await tx.$queryRaw<Cleared[]>`
    SELECT id, ends_when_clear_by AS "askedBy" FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND ends_when_clear_at IS NOT NULL AND status IN ('connected', 'lost')
     ORDER BY id FOR UPDATE`;
  const clear: Cleared[] = [];
  for (const row of rows) if (isClear(await readClearance(ctx, tx, row.id))) clear.push(row);
  await tx.$executeRaw`
    UPDATE connection SET ends_when_clear_by = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${clear.map(({ id }) => id)}::uuid[])`;
  return clear;
}
