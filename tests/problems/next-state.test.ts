import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import { nextState, type Seen, type Standing } from '#lib/problems/next-state.ts';
import { PROBLEM_STATES, SOLVED_HOW } from '#lib/problems/problem-contract.ts';
import { type Found, NO_FIGURES } from '#lib/problems/read-found.ts';

const at = fc.integer({ min: 0, max: 5 }).map((hour) => new Date(Date.UTC(2026, 0, 1, hour)));
const found: fc.Arbitrary<Found | null> = fc.option(
  fc
    .record({ failed: fc.integer({ min: 0, max: 2 }), waiting: fc.integer({ min: 0, max: 2 }), lastAt: at })
    .map(({ failed, waiting, lastAt }): Found | null =>
      failed + waiting === 0
        ? null
        : {
            problemKey: 'key',
            connectionId: null,
            isGuess: false,
            figures: {
              ...NO_FIGURES,
              failed,
              waiting,
              money: [{ currency: 'USD', amount: toAmount(String(failed + waiting)), records: failed + waiting }],
            },
            firstAt: lastAt.toISOString(),
            lastAt: lastAt.toISOString(),
            lastFailedAt: failed === 0 ? null : lastAt.toISOString(),
          },
    ),
);
const standing: fc.Arbitrary<Standing> = fc.record({
  state: fc.constantFrom(...PROBLEM_STATES),
  acknowledgedAt: fc.option(at),
  mutedUntil: fc.option(fc.constantFrom('2026-01-01', '2026-01-03')),
  mutedAbove: fc.option(fc.constant({ amount: toAmount('2'), currency: 'USD' })),
  solvedHow: fc.constantFrom(...SOLVED_HOW),
  solvedThrough: at,
});
const seen: fc.Arbitrary<Seen> = fc.record({
  found,
  isReturned: fc.boolean(),
  isKnown: fc.boolean(),
  today: fc.constant('2026-01-02'),
});

test('whatever a problem was, it ends as its records have it, and what was decided once is not decided again', () => {
  fc.assert(
    fc.property(standing, seen, (was, sight) => {
      const decision = nextState(was, sight);
      const state = decision?.state ?? was.state;
      const { found: now } = sight;
      // Nothing left is solved, and only that is.
      if (now === null) expect(state).toBe('solved');
      if (state === 'solved' && was.state !== 'solved') expect(now).toBeNull();
      if (state === 'waiting') expect(now?.figures.failed ?? 0).toBe(0);
      // A failure that is newer than the proof is never left within a solved problem.
      if (was.state === 'solved' && now?.lastFailedAt != null && was.solvedThrough !== null) {
        const isNew = new Date(now.lastFailedAt) > was.solvedThrough;
        const isBack = isNew || was.solvedHow === 'regrouped' || (was.solvedHow === 'records' && sight.isReturned);
        expect(state).toBe(isBack ? 'open' : 'solved');
      }
      // Nothing proved one whose messages were told otherwise.
      if (was.state === 'solved' && was.solvedHow === 'regrouped') expect(state === 'solved').toBe(now === null);
      if (state === 'muted') {
        expect(was.mutedUntil === null || was.mutedUntil > sight.today).toBe(true);
        if (was.mutedAbove !== null) expect((now?.figures.failed ?? 0) + (now?.figures.waiting ?? 0)).toBeLessThan(3);
      }
      const after: Standing = {
        ...was,
        state,
        ...(decision?.state === 'solved'
          ? { solvedHow: decision.solvedHow ?? null, solvedThrough: new Date(8e15) }
          : {}),
        ...(decision !== null && state !== 'solved' && was.state === 'solved' ? { acknowledgedAt: null } : {}),
      };
      const again = nextState(after, { ...sight, isReturned: false });
      // What comes back waits at the next look at the earliest.
      expect(again === null || (was.state === 'solved' && again.action === 'problem.put_back')).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
