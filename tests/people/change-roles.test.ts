import { beforeAll, describe, expect, test } from 'vitest';
import { changeRoles } from '#lib/people/change-roles.ts';
import { listPeople } from '#lib/people/list-people.ts';
import { removePerson } from '#lib/people/remove-person.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { contextOf, makeMember, makeMemberCtx } from '#tests/factories/people.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

/** A tenant with so many admins, and the act of each. */
async function withAdmins(count: number) {
  const first = await makeMember(['admin']);
  const { tenant } = first;
  const others = await Promise.all(Array.from({ length: count - 1 }, () => makeMember(['admin'], { tenant })));
  const people = [first, ...others].map(({ person }) => person);
  return { tenant, people, acts: await Promise.all(people.map((person) => contextOf(tenant, person))) };
}

async function rolesOf(ctx: Parameters<typeof listPeople>[0], personId: string): Promise<string[] | undefined> {
  return (await listPeople(ctx)).find(({ id }) => id === personId)?.roles;
}

test('gives other roles, which hold from the next request on, and says so in the audit log', async () => {
  const { tenant, acts } = await withAdmins(1);
  const { person } = await makeMember(['accounting_sync'], { tenant });
  const input = { personId: person.id, roles: ['hide_export_to_excel', 'accounting_sync'] as const };
  expect(await changeRoles(acts[0]!, { ...input, roles: [...input.roles] })).toEqual({ isChanged: true });
  const { permissions } = await contextOf(tenant, person);
  expect(permissions.has('record:read') && !permissions.has('export:create')).toBe(true);
  // The same again, in whatever order, is no change and no event.
  expect(
    await changeRoles(acts[0]!, { personId: person.id, roles: ['accounting_sync', 'hide_export_to_excel'] }),
  ).toEqual({ isChanged: false });
  expect((await readAuditEvents(tenant.id)).map(({ action }) => action)).toEqual(['person.roles_changed']);
});

test('is for admins alone, and finds only people of the own tenant', async () => {
  const { acts } = await withAdmins(1);
  const stranger = await makeMember(['accounting_sync']);
  await expect(changeRoles(acts[0]!, { personId: stranger.person.id, roles: [] })).rejects.toMatchObject({
    code: 'not_found',
  });
  const accountant = await makeMemberCtx(['accounting_sync'], { tenant: acts[0]!.tenant });
  await expect(changeRoles(accountant, { personId: stranger.person.id, roles: [] })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

describe('The last admin', () => {
  test('can be neither demoted nor removed, by itself or a command', async () => {
    const { people, acts } = await withAdmins(1);
    const [admin, act] = [people[0]!, acts[0]!];
    const refusal = { code: 'conflict', message: expect.stringContaining('the only admin') };
    await expect(changeRoles(act, { personId: admin.id, roles: ['accounting_sync'] })).rejects.toMatchObject(refusal);
    await expect(removePerson(act, admin.id)).rejects.toMatchObject(refusal);
    expect(await rolesOf(act, admin.id)).toEqual(['admin']);
    expect(await changeRoles(act, { personId: admin.id, roles: ['admin', 'accounting_sync'] })).toEqual({
      isChanged: true,
    });
  });

  test('stays when two admins demote themselves at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { people, acts } = await withAdmins(2);
      const results = await Promise.allSettled(
        people.map(({ id }, place) => changeRoles(acts[place]!, { personId: id, roles: ['accounting_sync'] })),
      );
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const refused = results.find((result) => result.status === 'rejected');
      expect(refused?.reason).toMatchObject({ code: 'conflict' });
      const left = await listPeople(acts[0]!);
      expect(left.filter(({ roles }) => roles.includes('admin'))).toHaveLength(1);
    }
  });

  test('stays when two admins demote and remove one another at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { people, acts } = await withAdmins(2);
      const results = await Promise.allSettled([
        changeRoles(acts[0]!, { personId: people[1]!.id, roles: [] }),
        removePerson(acts[1]!, people[0]!.id),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const refused = results.find((result) => result.status === 'rejected');
      // The second one was an admin when the request began, and is none any more when the lock is free.
      expect(refused?.reason).toMatchObject({ code: 'forbidden' });
    }
  });
});
