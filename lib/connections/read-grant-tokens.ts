import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { openFor } from '#lib/secrets/key-ring.ts';

/** Gives the tokens of a grant as they are stored; null where they were erased, or the provider refused them for good. */
export async function readGrantTokens(ctx: Ctx, id: string): Promise<{ access: string; refresh: string } | null> {
  requirePermission(ctx, 'connection:manage');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<{ tokens: Uint8Array | null; keyId: string | null }[]>`
      SELECT tokens, key_id AS "keyId" FROM ledger_grant
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND dead_at IS NULL`,
  );
  if (row === undefined || row.tokens === null || row.keyId === null) return null;
  return JSON.parse(openFor({ purpose: 'ledger_grant', tenantId: ctx.tenantId, id }, row.tokens, row.keyId));
}
