import { formatCount } from '#components/sync/format-money.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { fetchContext } from '#lib/http/page-context.ts';
import { countInbox, totalOf } from '#lib/inbox/count-inbox.ts';
import { ALL_WAITING } from '#lib/inbox/inbox-contract.ts';
import { log } from '#lib/log.ts';

/** Gives how much waits in the inbox, in words; null for nothing, and for whoever may not look into it. */
export async function waitingInInbox(tenant: string, permissions: readonly Permission[]): Promise<string | null> {
  if (!permissions.includes('record:read')) return null;
  try {
    const ctx = await fetchContext(tenant, 'record:read');
    const { count, isExact } = totalOf(await countInbox(ctx, ALL_WAITING));
    return count === 0 ? null : formatCount(count, ctx.tenant.locale, isExact);
  } catch (error) {
    // The frame stands without it: the page itself says what is wrong.
    log.error({ err: error }, 'the inbox could not be counted for the navigation');
    return null;
  }
}
