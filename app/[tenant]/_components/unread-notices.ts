import type { Permission } from '#lib/access/permissions.ts';
import { fetchContext } from '#lib/http/page-context.ts';
import { log } from '#lib/log.ts';
import { countUnread, UNREAD_MAX } from '#lib/notices/count-unread.ts';

/** Gives how many notices are unread, in words; null for none, and for whoever has none. */
export async function unreadNotices(tenant: string, permissions: readonly Permission[]): Promise<string | null> {
  if (!permissions.includes('notice:read')) return null;
  try {
    const count = await countUnread(await fetchContext(tenant, 'notice:read'));
    if (count === 0) return null;
    return count > UNREAD_MAX ? `${UNREAD_MAX}+` : String(count);
  } catch (error) {
    // The frame stands without it: the page itself says what is wrong.
    log.error({ err: error }, 'the unread notices could not be counted');
    return null;
  }
}
