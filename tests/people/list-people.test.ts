import { beforeAll, expect, test } from 'vitest';
import { signInWithPassword } from '#lib/access/sign-in-with-password.ts';
import { newId } from '#lib/core/ids.ts';
import { listPeople } from '#lib/people/list-people.ts';
import { contextOf, makeMember, makeMemberCtx } from '#tests/factories/people.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

test('gives the own tenant’s members by name, with roles and the last time each signed in', async () => {
  const { tenant, person: zoe } = await makeMember(['admin'], { person: { name: 'Zoe' } });
  const { person: adam } = await makeMember(['accounting_sync'], { tenant, person: { name: 'adam' } });
  await makeMember(['admin']);
  for (let time = 0; time < 2; time += 1) {
    await signInWithPassword({ email: adam.email, password: adam.password!, requestId: newId(), address: null });
  }
  const before = Date.now();
  const people = await listPeople(await contextOf(tenant, zoe));
  expect(people).toMatchObject([
    { id: adam.id, name: 'adam', email: adam.email, roles: ['accounting_sync'] },
    { id: zoe.id, name: 'Zoe', roles: ['admin'], lastSignedInAt: null },
  ]);
  expect(Math.abs(before - (people[0]?.lastSignedInAt?.getTime() ?? 0))).toBeLessThan(30_000);
});

test('is refused to whoever is no admin', async () => {
  const ctx = await makeMemberCtx(['accounting_sync']);
  expect(() => listPeople(ctx)).toThrow(expect.objectContaining({ code: 'forbidden' }));
});
