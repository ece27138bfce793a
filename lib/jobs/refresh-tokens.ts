import { workerContext } from '#lib/access/acting-context.ts';
import { readGrant } from '#lib/connections/grant-rows.ts';
import { type RefreshOptions, refreshGrant } from '#lib/connections/refresh-grant.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { listDueRefreshes } from './due-refreshes.ts';
import type { JobRun } from './registry.ts';

/** So many grants at once in this worker: one slow provider holds up no other. */
const AT_ONCE = 4;

/**
 * Refreshes the grants that need it though nobody uses them now: left by a process that died in the middle, given a pair
 * whose answer got lost, or unused for so long that their refresh token would end.
 */
export async function refreshTokens(
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  options: RefreshOptions = {},
): Promise<void> {
  const due = (await listDueRefreshes()).values();
  const workThrough = async () => {
    for (const { tenantId, id } of due) {
      if (signal.aborted) return;
      try {
        await refreshDue(tenantId, id, options);
      } catch (error) {
        const level = error instanceof LedgerError ? 'warn' : 'error';
        log[level]({ err: error, tenantId, grant: id }, 'tokens not refreshed');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workThrough));
}

async function refreshDue(tenantId: string, id: string, options: RefreshOptions): Promise<void> {
  const ctx = await workerContext(tenantId, 'tokens', ['connection:check']);
  const row = await ctx.transaction((tx) => readGrant(ctx, tx, id));
  if (row !== null && row.tokens !== null && !row.isDead) await refreshGrant(ctx, id, row.generation, options);
}
