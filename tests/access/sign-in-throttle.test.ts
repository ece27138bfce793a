import { beforeAll, beforeEach, expect, test } from 'vitest';
import { countSignInTry, forgetSignInTry, SIGN_IN_LIMITS } from '#lib/access/sign-in-throttle.ts';
import { signInWithPassword } from '#lib/access/sign-in-with-password.ts';
import type { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import { makePerson } from '#tests/factories/people.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

beforeEach(async () => {
  await database().signInThrottle.deleteMany();
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'allowed',
    (error: AppError) => error.code,
  );

const tryFrom = (email: string, address: string | null) => codeOf(countSignInTry({ email, address }));

async function exhaustPair(email: string, address: string): Promise<void> {
  for (let count = 0; count < SIGN_IN_LIMITS.pair.points; count += 1) await countSignInTry({ email, address });
}

test('after ten refused tries even the right password waits, and one is told how long', async () => {
  const person = await makePerson({ password: 'open sesame' });
  const signIn = (password: string, address = '192.0.2.1') =>
    signInWithPassword({ email: person.email, password, requestId: newId(), address });
  for (let count = 0; count < 10; count += 1) expect(await codeOf(signIn('wrong'))).toBe('unauthenticated');

  const refused = await signIn('open sesame').catch((error: AppError) => error);
  expect(refused).toMatchObject({ code: 'rate_limited' });
  const { retryAfterSeconds, message } = refused as AppError;
  expect(retryAfterSeconds).toBeGreaterThan(14 * 60);
  expect(retryAfterSeconds).toBeLessThanOrEqual(15 * 60);
  expect(message).toContain('Try again in 15 minutes');
  expect(await codeOf(signIn('open sesame', '198.51.100.1'))).toBe('allowed');
});

test('many tries at the same moment do not slip through', async () => {
  const results = await Promise.all(Array.from({ length: 40 }, () => tryFrom('rush@example.com', '192.0.2.2')));
  expect(results.filter((result) => result === 'allowed')).toHaveLength(SIGN_IN_LIMITS.pair.points);
});

test('a sign-in that succeeds takes its tries back', async () => {
  const attempt = { email: 'typo@example.com', address: '192.0.2.3' };
  for (let round = 0; round < 3; round += 1) {
    for (let count = 0; count < 5; count += 1) await countSignInTry(attempt);
    await forgetSignInTry(attempt);
  }
  expect(await tryFrom(attempt.email, attempt.address)).toBe('allowed');
});

test('one network trying one person after the other is stopped', async () => {
  for (let count = 0; count < SIGN_IN_LIMITS.network.points; count += 1) {
    await countSignInTry({ email: `person-${count}@example.com`, address: '192.0.2.4' });
  }
  expect(await tryFrom('one-more@example.com', '192.0.2.4')).toBe('rate_limited');
  expect(await tryFrom('one-more@example.com', '192.0.2.5')).toBe('allowed');
});

test('many networks trying one person are stopped', async () => {
  for (let count = 0; count < SIGN_IN_LIMITS.email.points; count += 1) {
    await countSignInTry({ email: 'target@example.com', address: `203.0.113.${count}` });
  }
  expect(await tryFrom('target@example.com', '198.51.100.9')).toBe('rate_limited');
});

test('a network of IPv6 is its first 64 bits, and a mapped IPv4 address is that address', async () => {
  await exhaustPair('six@example.com', '2001:db8:1:2::1');
  expect(await tryFrom('six@example.com', '2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe('rate_limited');
  expect(await tryFrom('six@example.com', '2001:db8:1:3::1')).toBe('allowed');
  await exhaustPair('four@example.com', '::ffff:192.0.2.6');
  expect(await tryFrom('four@example.com', '192.0.2.6')).toBe('rate_limited');
});

test('when the time is over one may try again', async () => {
  await exhaustPair('patient@example.com', '192.0.2.7');
  expect(await tryFrom('patient@example.com', '192.0.2.7')).toBe('rate_limited');
  await database().signInThrottle.updateMany({ data: { expire: BigInt(Date.now() - 1) } });
  expect(await tryFrom('patient@example.com', '192.0.2.7')).toBe('allowed');
});

test('without an address the tries count all the same', async () => {
  for (let count = 0; count < SIGN_IN_LIMITS.pair.points; count += 1) {
    await countSignInTry({ email: 'hidden@example.com', address: null });
  }
  expect(await tryFrom('hidden@example.com', null)).toBe('rate_limited');
});

test('the table holds no address of anybody', async () => {
  await countSignInTry({ email: 'secret@example.com', address: '192.0.2.8' });
  const rows = await database().signInThrottle.findMany();
  expect(rows).toHaveLength(3);
  expect(JSON.stringify(rows.map((row) => row.key))).not.toMatch(/secret|192\.0/);
});
