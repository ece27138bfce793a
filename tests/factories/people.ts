import type { Ctx, TenantInfo } from '#lib/access/context.ts';
import { memberContext } from '#lib/access/member-context.ts';
import { hashPassword } from '#lib/access/password.ts';
import type { Role } from '#lib/access/permissions.ts';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from './as-owner.ts';
import { makeTenant } from './tenants.ts';

export type MadePerson = { id: string; email: string; name: string; password: string | null; sessionVersion: number };

/** Makes a person with an account and no membership; without a password if null is given. */
export async function makePerson(given: Partial<MadePerson> = {}): Promise<MadePerson> {
  const id = given.id ?? newId();
  const email = given.email ?? `person-${id.slice(-12)}@example.com`;
  const password = given.password === undefined ? 'correct horse battery staple' : given.password;
  const person = { name: `Person ${id.slice(-4)}`, sessionVersion: 1, ...given, id, email, password };
  const hash = password === null ? null : await hashPassword(password);
  await asOwner(null, (client) =>
    client.query('INSERT INTO app_user (id, email, name, password_hash, session_version) VALUES ($1, $2, $3, $4, $5)', [
      id,
      email,
      person.name,
      hash,
      person.sessionVersion,
    ]),
  );
  return person;
}

/** Makes a person a member of a tenant, or gives a member other roles. */
export async function makeMembership(tenantId: string, personId: string, roles: readonly Role[]): Promise<void> {
  await asOwner(tenantId, (client) =>
    client.query(
      `INSERT INTO membership (tenant_id, user_id, roles) VALUES ($1, $2, $3)
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET roles = excluded.roles`,
      [tenantId, personId, roles],
    ),
  );
}

/** Takes a membership away. */
export async function removeMembership(tenantId: string, personId: string): Promise<void> {
  await asOwner(tenantId, (client) =>
    client.query('DELETE FROM membership WHERE tenant_id = $1 AND user_id = $2', [tenantId, personId]),
  );
}

/** Makes a person with these roles in a tenant, which is made too if none is given. */
export async function makeMember(
  roles: readonly Role[],
  given: { tenant?: TenantInfo; person?: Partial<MadePerson> } = {},
): Promise<{ tenant: TenantInfo; person: MadePerson }> {
  const [tenant, person] = await Promise.all([given.tenant ?? makeTenant(), makePerson(given.person)]);
  await makeMembership(tenant.id, person.id, roles);
  return { tenant, person };
}

/** Makes a member with these roles and gives the `Ctx` that a request of that member would get. */
export async function makeMemberCtx(roles: readonly Role[], given: { tenant?: TenantInfo } = {}): Promise<Ctx> {
  const { tenant, person } = await makeMember(roles, given);
  return contextOf(tenant, person);
}

/** Gives the `Ctx` that a request of a member gets at this moment. */
export function contextOf(tenant: { slug: string }, person: { id: string; sessionVersion: number }): Promise<Ctx> {
  return memberContext({
    personId: person.id,
    sessionVersion: person.sessionVersion,
    tenantSlug: tenant.slug,
    requestId: newId(),
    address: '192.0.2.1',
  });
}
