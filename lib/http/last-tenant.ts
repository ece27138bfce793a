/** The cookie that remembers the tenant last opened. It names a place, and gives no right to it. */
export const LAST_TENANT_COOKIE = 'tieout.tenant';

const NOT_A_TENANT = new Set(['api', 'sign-in', 'sign-out', 'invite', 'docs', 'calendar']);
const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Takes a path of this site; gives the slug of the tenant it belongs to, or null. */
export function tenantSlugOf(path: string): string | null {
  const first = path.split(/[/?#]/, 2)[1] ?? '';
  return SLUG.test(first) && !NOT_A_TENANT.has(first) ? first : null;
}
