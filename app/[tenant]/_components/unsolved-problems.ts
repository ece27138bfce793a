import { formatCount } from '#components/sync/format-money.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { fetchContext } from '#lib/http/page-context.ts';
import { log } from '#lib/log.ts';
import { countUnsolved } from '#lib/problems/count-unsolved.ts';

/** Gives how many problems are neither solved nor muted, in words; null for none, and for whoever may not see them. */
export async function unsolvedProblems(tenant: string, permissions: readonly Permission[]): Promise<string | null> {
  if (!permissions.includes('problem:read')) return null;
  try {
    const ctx = await fetchContext(tenant, 'problem:read');
    const count = await countUnsolved(ctx);
    return count === 0 ? null : formatCount(count, ctx.tenant.locale);
  } catch (error) {
    // The frame stands without it: the page itself says what is wrong.
    log.error({ err: error }, 'the problems could not be counted for the navigation');
    return null;
  }
}
