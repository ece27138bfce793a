import { formatCount } from '#components/sync/format-money.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { countDuplicates } from '#lib/duplicates/list-duplicates.ts';
import { fetchContext } from '#lib/http/page-context.ts';
import { log } from '#lib/log.ts';

/** Gives how many duplicates nobody has decided about, in words; null for none, and for whoever may not see them. */
export async function openDuplicates(tenant: string, permissions: readonly Permission[]): Promise<string | null> {
  if (!permissions.includes('duplicate:read')) return null;
  try {
    const ctx = await fetchContext(tenant, 'duplicate:read');
    const { contacts, documents } = await countDuplicates(ctx);
    return contacts + documents === 0 ? null : formatCount(contacts + documents, ctx.tenant.locale);
  } catch (error) {
    // The frame stands without it: the page itself says what is wrong.
    log.error({ err: error }, 'the duplicates could not be counted for the navigation');
    return null;
  }
}
