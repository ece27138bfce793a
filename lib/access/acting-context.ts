import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import { type TenantTx, tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { type Actor, type Ctx, makeContext, type TenantInfo } from './context.ts';
import { type Permission, permissionsOfRoles, permissionsOfScopes } from './permissions.ts';

/** Somebody who once asked for work that is done later: a person, an API key, or a hook that received something. */
export type Absent = { type: 'person' | 'api_key' | 'hook'; id: string };

/**
 * Takes who asked for work that is done now; gives the `Ctx` to do it with: what that person or key may do at this
 * moment, under the id that all its events share. Throws `forbidden` if somebody is a member no more, or a key revoked.
 */
export async function actingContext(
  tenantId: string,
  absent: Absent,
  work: { requestId: string; address: string | null },
): Promise<Ctx> {
  const tenant = await findTenant(tenantId);
  const { actor, permissions } = await tenantTransaction(tenantId, (tx) => FIND[absent.type](tx, tenantId, absent.id));
  return makeContext({ tenant, actor, permissions, ...work });
}

/** Gives the `Ctx` of a job of the worker within one tenant. Throws `not_found`. */
export async function workerContext(tenantId: string, name: string, permissions: readonly Permission[]): Promise<Ctx> {
  const tenant = await findTenant(tenantId);
  const actor: Actor = { type: 'job', id: null, name };
  return makeContext({ tenant, actor, permissions: new Set(permissions), requestId: newId(), address: null });
}

async function findTenant(tenantId: string): Promise<TenantInfo> {
  const tenant = await database().tenant.findUnique({ where: { id: tenantId } });
  if (tenant === null) throw new AppError('not_found', { message: 'The tenant was not found.' });
  const { id, slug, name, timeZone, currency, locale } = tenant;
  return { id, slug, name, timeZone, currency, locale };
}

/** What a hook's payloads may do: report attempts, with their documents. */
const OF_HOOKS: readonly Permission[] = ['attempt:write', 'record:write'];

const FIND = { person: findMember, api_key: findKey, hook: findHook };

type Found = { actor: Actor; permissions: ReadonlySet<Permission> };

async function findMember(tx: TenantTx, tenantId: string, userId: string): Promise<Found> {
  const membership = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId } } });
  const person = await tx.appUser.findUnique({ where: { id: userId }, select: { name: true } });
  if (membership === null || person === null) {
    throw new AppError('forbidden', { message: 'Whoever began this is no longer a member.' });
  }
  return {
    actor: { type: 'person', id: userId, name: person.name },
    permissions: permissionsOfRoles(membership.roles),
  };
}

async function findKey(tx: TenantTx, tenantId: string, id: string): Promise<Found> {
  const key = await tx.apiKey.findUnique({ where: { tenantId_id: { tenantId, id } } });
  if (key === null || key.revokedAt !== null) {
    throw new AppError('forbidden', { message: 'The API key that began this was revoked.' });
  }
  return {
    actor: { type: 'api_key', id, name: key.name, sourceId: key.sourceId },
    permissions: permissionsOfScopes(key.scopes),
  };
}

/** A hook that was revoked meanwhile still answers for what it had received before. */
async function findHook(tx: TenantTx, tenantId: string, id: string): Promise<Found> {
  const hook = await tx.hook.findUnique({ where: { tenantId_id: { tenantId, id } } });
  if (hook === null) throw new AppError('forbidden', { message: 'The hook was not found.' });
  return {
    actor: { type: 'hook', id, name: hook.name, sourceId: hook.sourceId },
    permissions: new Set(OF_HOOKS),
  };
}
