import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import { log } from '#lib/log.ts';
import type { ProviderEnd } from './connect-contract.ts';
import { type GrantRow, readGrant } from './grant-rows.ts';
import { openTokens } from './token-box.ts';
import { withAccess } from './with-access.ts';

type Row = {
  ledger: Ledger;
  providerId: string | null;
  grantId: string | null;
  isAlone: boolean;
};

/**
 * Takes a connection's consent back at the provider: the whole of it, or this company alone where other connections share
 * it, or another one takes its place (`isReplaced`). Says what came of it; a provider that does not answer is no error, since the tokens are erased here all the same.
 */
export async function endAtProvider(ctx: Ctx, id: string, { isReplaced = false } = {}): Promise<ProviderEnd> {
  requirePermission(ctx, 'connection:manage');
  const { row, grant } = await ctx.transaction(async (tx) => {
    const read = await readRow(ctx, tx, id);
    return { row: read, grant: read?.grantId == null ? null : await readGrant(ctx, tx, read.grantId) };
  });
  if (row === null || row.grantId === null || grant === null) return 'gone';
  try {
    return await end(ctx, isReplaced ? { ...row, isAlone: row.providerId === null } : row, row.grantId, grant);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (['grant_dead', 'token_refused', 'wrong_company'].includes(error.trouble)) return 'gone';
    log.warn({ err: error, connectionId: id }, 'the provider was not told that a connection ended');
    return 'unreachable';
  }
}

/** Where a company can be taken out by itself (Xero), all that one person consented to, however often, ends together. */
async function readRow(ctx: Ctx, tx: TenantTx, id: string): Promise<Row | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.ledger, c.provider_id AS "providerId", c.grant_id AS "grantId",
           NOT EXISTS (SELECT FROM connection o
                        WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.id <> c.id
                          AND (o.grant_id = c.grant_id OR (c.provider_id IS NOT NULL AND o.ledger = c.ledger))
                          AND o.status IN ('connected', 'lost')) AS "isAlone"
      FROM connection c
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ${id}::uuid`;
  return row ?? null;
}

async function end(
  ctx: Ctx,
  { ledger, providerId, isAlone }: Row,
  grantId: string,
  grant: GrantRow,
): Promise<ProviderEnd> {
  if (grant.isDead || grant.tokens === null || grant.keyId === null) return 'gone';
  const signIn = await ledgerSignIn(ledger);
  if (isAlone) {
    await signIn.revoke(openTokens({ tenantId: ctx.tenantId, grantId }, grant.tokens, grant.keyId).refresh);
    return 'revoked';
  }
  if (providerId === null) return 'left';
  const isRemoved = await withAccess(ctx, grantId, (access) => signIn.removeCompany(access, providerId));
  return isRemoved ? 'company_removed' : 'left';
}
