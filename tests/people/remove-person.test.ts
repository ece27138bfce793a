import { beforeAll, expect, test } from 'vitest';
import { listPeople } from '#lib/people/list-people.ts';
import { removePerson } from '#lib/people/remove-person.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { contextOf, makeMember, makeMembership } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

test('takes a member out of this tenant alone, from the next request on', async () => {
  const { tenant, person: admin } = await makeMember(['admin']);
  const { person } = await makeMember(['accounting_sync'], { tenant });
  const other = await makeTenant();
  await makeMembership(other.id, person.id, ['accounting_sync']);
  const ctx = await contextOf(tenant, admin);

  await removePerson(ctx, person.id);
  await expect(contextOf(tenant, person)).rejects.toMatchObject({ code: 'forbidden' });
  await contextOf(other, person);
  expect((await listPeople(ctx)).map(({ id }) => id)).toEqual([admin.id]);
  expect(await readAuditEvents(tenant.id)).toMatchObject([{ action: 'person.removed', actor_id: admin.id }]);
  // Once more finds nobody.
  await expect(removePerson(ctx, person.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('an admin may leave while another one stays', async () => {
  const { tenant, person: leaving } = await makeMember(['admin']);
  const { person: staying } = await makeMember(['admin'], { tenant });
  await removePerson(await contextOf(tenant, leaving), leaving.id);
  expect((await listPeople(await contextOf(tenant, staying))).map(({ id }) => id)).toEqual([staying.id]);
});

test('is refused to whoever is no admin, and finds nobody of another tenant', async () => {
  const { tenant, person: admin } = await makeMember(['admin']);
  const { person } = await makeMember(['accounting_sync'], { tenant });
  const stranger = await makeMember(['accounting_sync']);
  await expect(removePerson(await contextOf(tenant, person), admin.id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(removePerson(await contextOf(tenant, admin), stranger.person.id)).rejects.toMatchObject({
    code: 'not_found',
  });
  await contextOf(stranger.tenant, stranger.person);
});
