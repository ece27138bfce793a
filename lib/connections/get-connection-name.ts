import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';

/** Gives what people call a connection, such as `Acme Inc (QuickBooks Online)`; null for one that there is not. */
export async function getConnectionName(ctx: Ctx, id: string): Promise<string | null> {
  requirePermission(ctx, 'record:read');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<{ ledger: Ledger; companyName: string }[]>`
      SELECT ledger, company_name AS "companyName" FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`,
  );
  return row === undefined ? null : `${row.companyName} (${LEDGER_WORDS[row.ledger].name})`;
}
