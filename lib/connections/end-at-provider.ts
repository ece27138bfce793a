import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import { ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import { log } from '#lib/log.ts';
import { SealError } from '#lib/secrets/key-ring.ts';
import type { ProviderEnd } from './connect-contract.ts';
import { readGrantTokens } from './read-grant-tokens.ts';

type Row = {
  ledger: Ledger;
  environment: LedgerEnvironment;
  providerId: string | null;
  grantId: string | null;
  isAlone: boolean;
};

/**
 * Takes a connection's consent back at the provider: the whole of it, or this company alone where other connections share
 * it. Says what came of it; a provider that does not answer is no error, since the tokens are erased here all the same.
 */
export async function endAtProvider(ctx: Ctx, id: string): Promise<ProviderEnd> {
  requirePermission(ctx, 'connection:manage');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT c.ledger, c.environment, c.provider_id AS "providerId", c.grant_id AS "grantId",
             NOT EXISTS (SELECT FROM connection o
                          WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.grant_id = c.grant_id AND o.id <> c.id
                            AND o.status IN ('connected', 'lost')) AS "isAlone"
        FROM connection c
       WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ${id}::uuid`,
  );
  if (row === undefined || row.grantId === null) return 'gone';
  try {
    return await end(ctx, row, row.grantId);
  } catch (error) {
    if (!(error instanceof LedgerError || error instanceof SealError)) throw error;
    if (error instanceof LedgerError && ['grant_dead', 'token_refused', 'wrong_company'].includes(error.trouble))
      return 'gone';
    log.warn({ err: error, connectionId: id }, 'the provider was not told that a connection ended');
    return 'unreachable';
  }
}

async function end(ctx: Ctx, { ledger, providerId, isAlone }: Row, grantId: string): Promise<ProviderEnd> {
  const tokens = await readGrantTokens(ctx, grantId);
  if (tokens === null) return 'gone';
  const signIn = await ledgerSignIn(ledger);
  if (isAlone) {
    await signIn.revoke(tokens.refresh);
    return 'revoked';
  }
  if (providerId === null) return 'left';
  return (await signIn.removeCompany(tokens.access, providerId)) ? 'company_removed' : 'left';
}
