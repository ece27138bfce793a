import { expect, test } from 'vitest';
import { paceOf } from '#lib/ledger-lists/call-pace.ts';

test('whoever calls one company at the same time, no more calls begin within a second than are left to Tieout', async () => {
  const begun = await Promise.all(
    Array.from({ length: 15 }, async () => {
      await paceOf('one company')();
      return performance.now();
    }),
  );
  const apart = begun
    .toSorted((one, other) => one - other)
    .flatMap((at, index, all) => (index < 7 ? [] : [at - all[index - 7]!]));
  // A timer may be early by a millisecond.
  expect(Math.min(...apart)).toBeGreaterThan(990);
});
