import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/**
 * Erases the tokens of every grant that no connection goes by any more. A refresh that is under way finds the grant of
 * another generation, and stores nothing.
 */
export function eraseUnusedGrants(ctx: Ctx, tx: TenantTx): Promise<number> {
  return tx.$executeRaw`
    UPDATE ledger_grant g
       SET tokens = NULL, key_id = NULL, generation = generation + 1, refresh_runner = NULL, refresh_until = NULL,
           refresh_lost_at = NULL, refresh_again_at = NULL
     WHERE g.tenant_id = ${ctx.tenantId}::uuid AND g.tokens IS NOT NULL
       AND NOT EXISTS (SELECT FROM connection c
                        WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.grant_id = g.id
                          AND c.status IN ('connected', 'lost'))`;
}
