import { beforeAll, expect, test } from 'vitest';
import { signPersonOut } from '#lib/people/sign-person-out.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { contextOf, makeMember, makeMembership } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

test('ends every session of the person, and tells the other tenants without naming who did it', async () => {
  const { tenant, person: admin } = await makeMember(['admin']);
  const { person } = await makeMember(['accounting_sync'], { tenant });
  const other = await makeTenant();
  await makeMembership(other.id, person.id, ['accounting_sync']);

  await signPersonOut(await contextOf(tenant, admin), person.id);
  for (const place of [tenant, other]) {
    await expect(contextOf(place, person)).rejects.toMatchObject({ code: 'unauthenticated' });
    await contextOf(place, { ...person, sessionVersion: 2 });
  }
  expect(await readAuditEvents(tenant.id)).toMatchObject([
    { action: 'person.signed_out_by_admin', actor_id: admin.id, address: '192.0.2.1' },
  ]);
  expect(await readAuditEvents(other.id)).toMatchObject([
    { action: 'person.signed_out_by_admin', actor_id: null, address: null, note: expect.stringContaining('another') },
  ]);
});

test('reaches no person of another tenant, and is for admins alone', async () => {
  const { tenant, person: admin } = await makeMember(['admin']);
  const { person: accountant } = await makeMember(['accounting_sync'], { tenant });
  const stranger = await makeMember(['accounting_sync']);
  await expect(signPersonOut(await contextOf(tenant, admin), stranger.person.id)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(signPersonOut(await contextOf(tenant, accountant), admin.id)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await contextOf(stranger.tenant, stranger.person);
  await contextOf(tenant, admin);
});
