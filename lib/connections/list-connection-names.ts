import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';

/** Gives what people call each connection, such as `Acme Inc (QuickBooks Online)`, in the order of their names. */
export async function listConnectionNames(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  requirePermission(ctx, 'connection:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<{ id: string; ledger: Ledger; companyName: string }[]>`
      SELECT id, ledger, company_name AS "companyName" FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY lower(company_name), id`,
  );
  return rows.map(({ id, ledger, companyName }) => ({ id, name: `${companyName} (${LEDGER_WORDS[ledger].name})` }));
}
