import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdMs, nextTryAt, retryAfterMs } from '#lib/webhooks/retry-schedule.ts';

const DAY = 86_400_000;
const began = new Date('2026-11-02T00:00:00Z');

/** Every try of a delivery that never arrives, in milliseconds since the first. */
function tries(random: () => number): number[] {
  const made = [0];
  for (;;) {
    const now = new Date(began.getTime() + (made.at(-1) ?? 0));
    const next = nextTryAt({ tries: made.length, beganAt: began, now, askedMs: null }, random);
    if (next === null) return made;
    made.push(next.getTime() - began.getTime());
  }
}

test('a delivery is tried at growing distances, and a last time after exactly three days', () => {
  const middle = tries(() => 0.5);
  expect(middle.slice(0, 5)).toEqual([0, 5_000, 35_000, 155_000, 755_000]);
  expect(middle.at(-1)).toBe(3 * DAY);
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (randoms) => {
      const made = tries(() => randoms.next().value);
      expect(made.at(-1)).toBe(3 * DAY);
      expect(made.length).toBeGreaterThanOrEqual(13);
      expect(made.length).toBeLessThanOrEqual(17);
      const waits = made.slice(1).map((at, index) => at - (made[index] ?? 0));
      // The last wait is cut by the end of the three days.
      for (const [index, wait] of waits.slice(1, -1).entries()) expect(wait).toBeGreaterThan((waits[index] ?? 0) * 0.6);
    }),
    { numRuns: 200 },
  );
});

test('a target that asks for more time gets it, within reason', () => {
  const failed = { tries: 1, beganAt: began, now: began };
  expect(nextTryAt({ ...failed, askedMs: 60_000 })?.getTime()).toBe(began.getTime() + 60_000);
  expect(nextTryAt({ ...failed, askedMs: 30 * DAY })?.getTime()).toBe(began.getTime() + DAY / 2);
  expect(retryAfterMs('120', began)).toBe(120_000);
  expect(retryAfterMs('Mon, 02 Nov 2026 00:01:00 GMT', began)).toBe(60_000);
  for (const nothing of [undefined, '', '-5', 'soon', '0', 'Sun, 01 Nov 2026 00:00:00 GMT']) {
    expect(retryAfterMs(nothing, began)).toBeNull();
  }
});

test('a target is spared from its fifth failure in a row on, for up to an hour', () => {
  expect([0, 4, 5, 6, 9, 10, 500].map(holdMs)).toEqual([0, 0, 60_000, 120_000, 1_800_000, 3_600_000, 3_600_000]);
});
