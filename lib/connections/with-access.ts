import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { type GrantRow, readGrant } from './grant-rows.ts';
import { type Held, heldOf, type RefreshOptions, refreshGrant } from './refresh-grant.ts';

/**
 * Uses a grant's access token, which is refreshed before if it ends within five minutes, and once more if the provider
 * refuses it: then `use` runs a second time. While the provider's tokens can't be had, one that has not ended is used as it
 * is. Throws `LedgerError`, and whatever `use` throws.
 */
export async function withAccess<Value>(
  ctx: Ctx,
  grantId: string,
  use: (access: string) => Promise<Value>,
  options: RefreshOptions = {},
): Promise<Value> {
  requirePermission(ctx, 'connection:check');
  const row = await ctx.transaction((tx) => readGrant(ctx, tx, grantId));
  const held = await goodTokens(ctx, grantId, row, options);
  try {
    return await use(held.access);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.trouble !== 'token_refused') throw error;
    const fresh = await refreshGrant(ctx, grantId, held.generation, options);
    return use(fresh.access);
  }
}

async function goodTokens(ctx: Ctx, grantId: string, row: GrantRow | null, options: RefreshOptions): Promise<Held> {
  const held = heldOf(ctx, grantId, row);
  if (row?.isNearEnd !== true) return held;
  try {
    return await refreshGrant(ctx, grantId, held.generation, options);
  } catch (error) {
    const isForNow = error instanceof LedgerError && ['unavailable', 'rate_limited'].includes(error.trouble);
    if (isForNow && !row.isEnded) return held;
    throw error;
  }
}
