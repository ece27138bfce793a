import { expect, test } from 'vitest';
import { hashPassword, isPasswordOf } from '#lib/access/password.ts';

test('hashes with argon2id, each time with another salt', async () => {
  const [one, two] = await Promise.all([hashPassword('tieout-demo'), hashPassword('tieout-demo')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
});

test('knows the right password from every other', async () => {
  const stored = await hashPassword('pässwörd');
  expect(await isPasswordOf('pässwörd', stored)).toBe(true);
  expect(await isPasswordOf('pa\u0308sswo\u0308rd', stored)).toBe(true);
  expect(await isPasswordOf('pässwörd ', stored)).toBe(false);
  expect(await isPasswordOf('', stored)).toBe(false);
});

test('nobody has no password, also not the one of the stand-in', async () => {
  expect(await isPasswordOf('', null)).toBe(false);
  expect(await isPasswordOf('anything', null)).toBe(false);
});

test('a password that is endless is refused, not cut', async () => {
  const longest = 'x'.repeat(1_024);
  expect(await isPasswordOf(`${longest}y`, await hashPassword(longest))).toBe(false);
  expect(() => hashPassword(`${longest}y`)).toThrow(RangeError);
});

test('checking a password of nobody costs what checking a wrong one costs', async () => {
  const stored = await hashPassword('right');
  await isPasswordOf('warm up', null);
  const wrong = await cpuMicroseconds(() => isPasswordOf('wrong', stored));
  const nobody = await cpuMicroseconds(() => isPasswordOf('wrong', null));
  expect(nobody / wrong).toBeGreaterThan(0.5);
  expect(nobody / wrong).toBeLessThan(2);
});

// Time on the processor, all threads together: the clock on the wall also tells what else the machine does.
async function cpuMicroseconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let run = 0; run < 8; run += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
