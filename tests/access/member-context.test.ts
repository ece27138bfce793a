import { beforeAll, expect, test } from 'vitest';
import { requirePermission } from '#lib/access/context.ts';
import { findPerson } from '#lib/access/find-person.ts';
import { listMemberships } from '#lib/access/list-memberships.ts';
import { memberContext } from '#lib/access/member-context.ts';
import type { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import {
  contextOf,
  makeMember,
  makeMemberCtx,
  makeMembership,
  makePerson,
  removeMembership,
} from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

test('tells who acts, where, and what that member may do', async () => {
  const tenant = await makeTenant({ name: 'Acme Freight', timeZone: 'America/Chicago', currency: 'USD' });
  const { person } = await makeMember(['accounting_sync'], { tenant });
  const ctx = await memberContext({
    personId: person.id,
    sessionVersion: 1,
    tenantSlug: tenant.slug,
    requestId: 'request-1',
    address: '192.0.2.7',
  });
  expect(ctx.tenant).toEqual(tenant);
  expect(ctx.tenantId).toBe(tenant.id);
  expect(ctx.actor).toEqual({ type: 'person', id: person.id, name: person.name });
  expect(ctx).toMatchObject({ requestId: 'request-1', address: '192.0.2.7' });
  expect(ctx.permissions.has('record:read')).toBe(true);
  expect(Object.isFrozen(ctx)).toBe(true);
});

test('a role taken away is gone at the next call', async () => {
  const { tenant, person } = await makeMember(['accounting_sync', 'admin']);
  const before = await contextOf(tenant, person);
  expect(() => requirePermission(before, 'audit:read')).not.toThrow();
  await makeMembership(tenant.id, person.id, ['accounting_sync']);
  const after = await contextOf(tenant, person);
  expect(() => requirePermission(after, 'audit:read')).toThrow(expect.objectContaining({ code: 'forbidden' }));
});

test('a member without any role is a member who may do nothing', async () => {
  const ctx = await makeMemberCtx([]);
  expect([...ctx.permissions]).toEqual([]);
});

test('somebody removed is out at the next call', async () => {
  const { tenant, person } = await makeMember(['accounting_sync']);
  await contextOf(tenant, person);
  await removeMembership(tenant.id, person.id);
  await expect(contextOf(tenant, person)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a tenant one does not belong to and one that does not exist answer alike', async () => {
  const { person } = await makeMember(['accounting_sync']);
  const other = await makeTenant();
  const refusalOf = (slug: string) =>
    contextOf({ slug }, person).then(
      () => 'let in',
      (error: AppError) => [error.code, error.message.replace(slug, '')],
    );
  expect(await refusalOf(other.slug)).toEqual(await refusalOf('no-such-tenant'));
  expect(await refusalOf(other.slug)).toContain('forbidden');
  expect(await refusalOf(`${other.slug}\u0000`)).toEqual(await refusalOf('no-such-tenant'));
});

test('a session of another version is over, and so is one of nobody', async () => {
  const { tenant, person } = await makeMember(['accounting_sync'], { person: { sessionVersion: 3 } });
  await contextOf(tenant, person);
  for (const claim of [
    { id: person.id, sessionVersion: 2 },
    { id: person.id, sessionVersion: 4 },
    { id: newId(), sessionVersion: 3 },
    { id: "' OR true --", sessionVersion: 3 },
  ]) {
    await expect(contextOf(tenant, claim)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await findPerson({ personId: claim.id, sessionVersion: claim.sessionVersion })).toBeNull();
  }
  expect(await findPerson({ personId: person.id, sessionVersion: 3 })).toEqual({
    id: person.id,
    email: person.email,
    name: person.name,
  });
});

test("a context opens its own tenant's rows and no others", async () => {
  const [one, two] = await Promise.all([makeMemberCtx(['accounting_sync']), makeMemberCtx(['accounting_sync'])]);
  const seen = await one.transaction(
    (tx) => tx.$queryRaw<{ tenant_id: string }[]>`SELECT DISTINCT tenant_id FROM membership`,
  );
  expect(seen).toEqual([{ tenant_id: one.tenantId }]);
  const [counted] = await one.transaction(
    (tx) => tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM membership WHERE tenant_id = ${two.tenantId}::uuid`,
  );
  expect(counted).toEqual({ count: 0 });
});

test("lists a person's tenants by name, with the roles there, and nobody else's", async () => {
  const [zebra, apple] = await Promise.all([makeTenant({ name: 'Zebra' }), makeTenant({ name: 'Apple' })]);
  const { person } = await makeMember(['accounting_sync'], { tenant: zebra });
  await makeMembership(apple.id, person.id, ['admin']);
  await makeMember(['accounting_sync'], { tenant: apple });
  expect(await listMemberships(person.id)).toEqual([
    { tenantId: apple.id, slug: apple.slug, name: 'Apple', roles: ['admin'] },
    { tenantId: zebra.id, slug: zebra.slug, name: 'Zebra', roles: ['accounting_sync'] },
  ]);
  const stranger = await makePerson();
  expect(await listMemberships(stranger.id)).toEqual([]);
});
