import { formatCount } from '#components/sync/format-money.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { countTroubledConnections } from '#lib/connections/list-connections.ts';
import { fetchContext } from '#lib/http/page-context.ts';
import { log } from '#lib/log.ts';

/** Gives how many connections are lost or broken, in words; null for none, and for whoever may not see them. */
export async function troubledConnections(tenant: string, permissions: readonly Permission[]): Promise<string | null> {
  if (!permissions.includes('connection:read')) return null;
  try {
    const ctx = await fetchContext(tenant, 'connection:read');
    const count = await countTroubledConnections(ctx);
    return count === 0 ? null : formatCount(count, ctx.tenant.locale);
  } catch (error) {
    // The frame stands without it: the page itself says what is wrong.
    log.error({ err: error }, 'the connections could not be counted for the navigation');
    return null;
  }
}
