import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import { endAttempt, lockAttempt, openWaiting, type StoredAttempt } from './stored-attempts.ts';

/**
 * Ends an attempt without connecting anything. The consent is taken back at the provider too, unless it reaches a company
 * that is connected here: providers end those together. One that has ended stays as it is. Throws `not_found`.
 */
export async function cancelConnect(ctx: Ctx, { id, session }: { id: string; session: Uint8Array }): Promise<void> {
  requirePermission(ctx, 'connection:manage');
  const refresh = await ctx.transaction(async (tx) => {
    const attempt = await lockAttempt(ctx, tx, { id, session });
    const tokens = attempt.endedAt === null ? openWaiting(ctx, attempt) : null;
    const isShared = tokens !== null && (await reachesConnected(ctx, tx, attempt));
    await endAttempt(ctx, tx, attempt, { reason: 'cancelled' });
    return tokens === null || isShared ? null : { ledger: attempt.ledger, token: tokens.refresh };
  });
  if (refresh === null) return;
  try {
    const signIn = await ledgerSignIn(refresh.ledger);
    await signIn.revoke(refresh.token);
  } catch (error) {
    // Nothing of it is left here; it ends at the provider by itself, or there.
    if (!(error instanceof LedgerError)) throw error;
  }
}

/** Until the companies were read nobody knows, so that it counts as if it did. */
async function reachesConnected(ctx: Ctx, tx: TenantTx, { ledger, companies }: StoredAttempt): Promise<boolean> {
  if (companies === null) return true;
  const [row] = await tx.$queryRaw<[{ isConnected: boolean }]>`
    SELECT EXISTS (SELECT FROM connection
                    WHERE tenant_id = ${ctx.tenantId}::uuid AND ledger = ${ledger} AND status IN ('connected', 'lost')
                      AND company_id = ANY (${companies.map(({ companyId }) => companyId)}::text[])) AS "isConnected"`;
  return row.isConnected;
}
