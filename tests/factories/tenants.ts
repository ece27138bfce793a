import type { TenantInfo } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from './as-owner.ts';

/** Makes a tenant of its own name; what is not given is of no matter. */
export async function makeTenant(given: Partial<TenantInfo> = {}): Promise<TenantInfo> {
  const id = given.id ?? newId();
  const slug = given.slug ?? `tenant-${id.slice(-12)}`;
  const tenant = { name: `Tenant ${slug}`, timeZone: 'UTC', currency: 'USD', locale: 'en-US', ...given, id, slug };
  await asOwner(id, (client) =>
    client.query('INSERT INTO tenant (id, slug, name, time_zone, currency, locale) VALUES ($1, $2, $3, $4, $5, $6)', [
      tenant.id,
      tenant.slug,
      tenant.name,
      tenant.timeZone,
      tenant.currency,
      tenant.locale,
    ]),
  );
  return tenant;
}
