import { beforeEach, expect, test } from 'vitest';
import { takePlace } from '#lib/exports/places.ts';

const signal = new AbortController().signal;
const ACME = { tenantId: 'acme', personId: 'robin' };
const ACME_TOO = { tenantId: 'acme', personId: 'kim' };
const GLOBEX = { tenantId: 'globex', personId: 'sam' };

let free: (() => void)[] = [];

beforeEach(() => {
  for (const leave of free) leave();
  free = [];
});

/** Asks for a place; gives whether it has one yet. */
function ask(who: typeof ACME): { hasOne: () => boolean; leave: () => void } {
  let leave: (() => void) | undefined;
  void takePlace(who, signal).then((given) => {
    leave = given;
    free.push(given);
  });
  return { hasOne: () => leave !== undefined, leave: () => leave?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one person can neither take all places nor all of the queue', async () => {
  const own = [ask(ACME), ask(ACME), ask(ACME), ask(ACME)];
  await settled();
  expect(own.map(({ hasOne }) => hasOne())).toEqual([true, true, false, false]);
  await expect(takePlace(ACME, signal)).rejects.toMatchObject({ code: 'rate_limited' });
  const other = ask(ACME_TOO);
  for (const { leave } of own) {
    leave();
    await settled();
  }
  expect(other.hasOne()).toBe(true);
});

test('a business that exports nothing yet goes before the next of one that does', async () => {
  const [first, second, third] = [ask(ACME), ask(ACME), ask(ACME_TOO)];
  const other = ask(GLOBEX);
  await settled();
  first.leave();
  await settled();
  expect([third.hasOne(), other.hasOne()]).toEqual([false, true]);
  second.leave();
  await settled();
  expect(third.hasOne()).toBe(true);
});
