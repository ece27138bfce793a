import { beforeAll, expect, test } from 'vitest';
import { recordRefusedSignIn } from '#lib/access/record-refused-sign-in.ts';
import { signInWithPassword } from '#lib/access/sign-in-with-password.ts';
import type { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { makeMember, makeMembership, makePerson } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

const signIn = (email: string, password: string) =>
  signInWithPassword({ email, password, requestId: newId(), address: '192.0.2.10' });

const refusalOf = (email: string, password: string) =>
  signIn(email, password).then(
    () => 'let in',
    (error: AppError) => ({ code: error.code, message: error.message }),
  );

test('the right password gives a claim of the present session version', async () => {
  const person = await makePerson({ password: 'open sesame', sessionVersion: 5 });
  expect(await signIn(person.email, 'open sesame')).toEqual({ personId: person.id, sessionVersion: 5 });
});

test('the address is taken however it is written', async () => {
  const person = await makePerson({ email: `anna.${newId()}@example.com`, password: 'open sesame' });
  expect(await signIn(`  ${person.email.toUpperCase()} `, 'open sesame')).toMatchObject({ personId: person.id });
});

test('unknown address, wrong password and no password at all get one and the same answer', async () => {
  const [withPassword, without] = await Promise.all([makePerson(), makePerson({ password: null })]);
  const wrong = await refusalOf(withPassword.email, 'wrong');
  expect(wrong).toMatchObject({ code: 'unauthenticated' });
  expect(await refusalOf(`${newId()}@example.com`, 'wrong')).toEqual(wrong);
  expect(await refusalOf(without.email, 'wrong')).toEqual(wrong);
  expect(await refusalOf(without.email, '')).toEqual(wrong);
  expect(await refusalOf('a\u0000@example.com', 'wrong')).toEqual(wrong);
  expect(await refusalOf(`${'a'.repeat(100_000)}@example.com`, 'wrong\u0000')).toEqual(wrong);
  expect(await refusalOf(withPassword.email, '')).toEqual(wrong);
});

test("a sign-in stands in the audit log of each of the person's tenants", async () => {
  const { tenant, person } = await makeMember(['accounting_sync']);
  const second = await makeTenant();
  await makeMembership(second.id, person.id, []);
  await signIn(person.email, person.password!);
  for (const { id } of [tenant, second]) {
    expect(await readAuditEvents(id)).toEqual([
      { action: 'person.signed_in', actor_id: person.id, note: 'with a password', address: '192.0.2.10' },
    ]);
  }
});

test('a refused one stands there too, if the address is somebody’s', async () => {
  const { tenant, person } = await makeMember(['accounting_sync']);
  const origin = { requestId: newId(), address: '192.0.2.11' };
  await recordRefusedSignIn({ ...origin, email: person.email.toUpperCase(), note: 'unauthenticated' });
  await recordRefusedSignIn({ ...origin, email: 'nobody@example.com', note: 'unauthenticated' });
  expect(await readAuditEvents(tenant.id)).toEqual([
    { action: 'person.sign_in_refused', actor_id: person.id, note: 'unauthenticated', address: '192.0.2.11' },
  ]);
});
