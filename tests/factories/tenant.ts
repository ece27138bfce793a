import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { type Ctx, makeContext, type TenantInfo } from '#lib/access/context.ts';
import { type Permission, permissionsOfRoles, permissionsOfScopes, SCOPES } from '#lib/access/permissions.ts';
import { newId } from '#lib/core/ids.ts';
import { asAdministrator } from './administrator.ts';

/** A tenant of a test's own, with one source that a key may report for, and one connection. */
export type TestTenant = {
  info: TenantInfo;
  sourceId: string;
  sourceSlug: string;
  connectionId: string;
  /** An API key for `sourceId` with every scope, as `Authorization` carries it, and its id. */
  keyText: string;
  keyId: string;
};

type TenantOptions = { timeZone?: string; settings?: unknown };

let made = 0;

/** Makes a fresh tenant; tests of one file never meet one another's rows. */
export async function createTenant({ timeZone = 'UTC', settings = {} }: TenantOptions = {}): Promise<TestTenant> {
  made += 1;
  const id = newId();
  const info: TenantInfo = {
    id,
    slug: `tenant-${made}`,
    name: `Tenant ${made}`,
    timeZone,
    currency: 'USD',
    locale: 'en-US',
  };
  await asAdministrator(
    'INSERT INTO tenant (id, slug, name, time_zone, currency, locale) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, info.slug, info.name, timeZone, info.currency, info.locale],
  );
  const sourceId = await createSource(id, 'tms', settings);
  const connectionId = newId();
  await asAdministrator(
    `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name) VALUES ($1, $2, 'qbo', 'realm-1', 'Acme Inc')`,
    [id, connectionId],
  );
  const key = await createKey(id, sourceId, SCOPES);
  return { info, sourceId, sourceSlug: 'tms', connectionId, ...key };
}

/** Adds a source to a tenant; gives its id. */
export async function createSource(tenantId: string, slug: string, settings: unknown = {}): Promise<string> {
  const id = newId();
  await asAdministrator('INSERT INTO source (tenant_id, id, slug, name, settings) VALUES ($1, $2, $3, $4, $5)', [
    tenantId,
    id,
    slug,
    slug.toUpperCase(),
    JSON.stringify(settings),
  ]);
  return id;
}

/** Adds an API key to a source. */
export async function createKey(
  tenantId: string,
  sourceId: string,
  scopes: readonly string[],
): Promise<{ keyText: string; keyId: string }> {
  const keyId = newId();
  const { text, prefix, secretHash } = makeApiKeyText(tenantId);
  await asAdministrator(
    'INSERT INTO api_key (tenant_id, id, source_id, name, prefix, secret_hash, scopes) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [tenantId, keyId, sourceId, 'Test key', prefix, Buffer.from(secretHash), scopes],
  );
  return { keyText: text, keyId };
}

/** The act of a tenant's key, with every scope unless the test says which; for another source of the tenant if named. */
export function keyContext(
  tenant: TestTenant,
  { scopes = SCOPES, sourceId = tenant.sourceId }: { scopes?: readonly string[]; sourceId?: string } = {},
): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'api_key', id: tenant.keyId, name: 'Test key', sourceId },
    permissions: permissionsOfScopes(scopes),
    requestId: newId(),
    address: '192.0.2.1',
  });
}

/** The act of a member with the role Accounting Sync, or with what the test says. */
export function memberOf(
  tenant: TestTenant,
  permissions: ReadonlySet<Permission> = permissionsOfRoles(['accounting_sync', 'admin']),
): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'person', id: newId(), name: 'Robin' },
    permissions,
    requestId: newId(),
    address: null,
  });
}
