import { beforeAll, expect, test } from 'vitest';
import { signInWithPassword } from '#lib/access/sign-in-with-password.ts';
import { signOutEverywhere } from '#lib/access/sign-out-everywhere.ts';
import { newId } from '#lib/core/ids.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { contextOf, makeMember } from '#tests/factories/people.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

const origin = () => ({ requestId: newId(), address: '192.0.2.1' });

test('ends every session, and a new one holds', async () => {
  const { tenant, person } = await makeMember(['accounting_sync']);
  const claim = await signInWithPassword({ ...origin(), email: person.email, password: person.password! });
  await signOutEverywhere(claim, origin());
  await expect(contextOf(tenant, person)).rejects.toMatchObject({ code: 'unauthenticated' });
  const again = await signInWithPassword({ ...origin(), email: person.email, password: person.password! });
  expect(again.sessionVersion).toBe(claim.sessionVersion + 1);
  await contextOf(tenant, { id: person.id, sessionVersion: again.sessionVersion });
  const actions = (await readAuditEvents(tenant.id)).map((event) => event.action);
  expect(actions).toEqual(['person.signed_in', 'person.signed_out_everywhere', 'person.signed_in']);
});

test('a session that is over already ends nothing', async () => {
  const { tenant, person } = await makeMember(['accounting_sync'], { person: { sessionVersion: 7 } });
  await signOutEverywhere({ personId: person.id, sessionVersion: 6 }, origin());
  await contextOf(tenant, person);
  expect(await readAuditEvents(tenant.id)).toEqual([]);
});
