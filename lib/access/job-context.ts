import { notFound } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import { type Ctx, makeContext } from './context.ts';
import type { Permission } from './permissions.ts';

/**
 * Takes a tenant's slug, the name of a job or command, and what it may do; gives its `Ctx`. For the worker and for
 * commands that an operator with the database's address runs. Throws `not_found`.
 */
export async function jobContext(tenantSlug: string, name: string, permissions: readonly Permission[]): Promise<Ctx> {
  const tenant = await database().tenant.findUnique({ where: { slug: tenantSlug } });
  if (tenant === null) throw notFound(`The tenant ${tenantSlug}`);
  const { id, slug, name: tenantName, timeZone, currency, locale } = tenant;
  return makeContext({
    tenant: { id, slug, name: tenantName, timeZone, currency, locale },
    actor: { type: 'job', id: null, name },
    permissions: new Set(permissions),
    requestId: newId(),
    address: null,
  });
}
