import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import { type AttemptFacts, applyAttempt, applyUnknown } from '#lib/records/apply-attempt.ts';
import { COMPLETE, FAILED, PENDING, type RecordState } from '#lib/records/record-state.ts';
import { completeAttempt, failedAttempt, minute, recordState } from '#tests/factories/record-state.ts';

const attempts = fc
  .uniqueArray(
    fc.record({
      at: fc.integer({ min: 1, max: 8 }),
      externalId: fc.stringMatching(/^[a-zA-Z0-9]{1,3}$/),
      isComplete: fc.boolean(),
      cents: fc.integer({ min: 1, max: 99_999 }),
    }),
    { selector: ({ externalId }) => externalId, minLength: 1, maxLength: 9 },
  )
  .map((list) => list.map(toFacts));

function toFacts(one: { at: number; externalId: string; isComplete: boolean; cents: number }): AttemptFacts {
  const common = { attemptedAt: minute(one.at), externalId: one.externalId };
  return one.isComplete
    ? completeAttempt({ ...common, referenceNumber: `REF-${one.externalId}`, syncedAmount: toAmount(`${one.cents}`) })
    : failedAttempt({ ...common, errorCode: `E-${one.externalId}`, errorMessage: `No ${one.externalId}` });
}

const inAnyOrder = attempts.chain((list) =>
  fc.record({
    list: fc.constant(list),
    arrived: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
  }),
);

function foldAll(list: readonly AttemptFacts[], start: RecordState = recordState()): RecordState {
  return list.reduce(applyAttempt, start);
}

function inOrder(list: readonly AttemptFacts[]): AttemptFacts[] {
  return list.toSorted((a, b) => {
    if (a.attemptedAt !== b.attemptedAt) return a.attemptedAt < b.attemptedAt ? -1 : 1;
    return a.externalId < b.externalId ? -1 : 1;
  });
}

test('without manual changes, the order in which attempts arrive changes nothing', () => {
  fc.assert(
    fc.property(inAnyOrder, ({ list, arrived }) => {
      expect(foldAll(arrived)).toEqual(foldAll(inOrder(list)));
    }),
    { numRuns: 500 },
  );
});

test('the last attempt is the greatest by (attemptedAt, externalId), and decides status and error', () => {
  fc.assert(
    fc.property(inAnyOrder, ({ list, arrived }) => {
      const last = inOrder(list).at(-1);
      expect(foldAll(arrived)).toMatchObject({
        syncStatus: last?.outcome === 'complete' ? COMPLETE : FAILED,
        syncDate: last?.attemptedAt,
        lastAttemptAt: last?.attemptedAt,
        lastAttemptKey: last?.externalId,
        lastAttemptId: last?.id,
        errorCode: last?.errorCode,
        errorMessage: last?.errorMessage,
        attemptCount: list.length,
      });
    }),
  );
});

test('what is synced is what the last complete attempt reported', () => {
  fc.assert(
    fc.property(inAnyOrder, ({ list, arrived }) => {
      const last = inOrder(list.filter(({ outcome }) => outcome === 'complete')).at(-1);
      expect(foldAll(arrived)).toMatchObject({
        referenceNumber: last?.referenceNumber ?? null,
        syncedAmount: last?.syncedAmount ?? null,
        syncedCurrency: last?.syncedCurrency ?? null,
        syncedAt: last?.attemptedAt ?? null,
        syncedAttemptKey: last?.externalId ?? null,
      });
    }),
  );
});

const byHand = fc.record({
  at: fc.integer({ min: 1, max: 8 }),
  status: fc.constantFrom(PENDING, COMPLETE, FAILED),
});

test('after a manual change too, last attempt, error and what is synced do not depend on the order', () => {
  fc.assert(
    fc.property(inAnyOrder, byHand, ({ list, arrived }, { at, status }) => {
      const start = recordState({ syncStatus: status, statusSetAt: minute(at), syncDate: minute(at), isByHand: true });
      const one = foldAll(arrived, start);
      const other = foldAll(inOrder(list), start);
      for (const field of STABLE_FIELDS) expect(one[field], field).toEqual(other[field]);
    }),
  );
});

const STABLE_FIELDS = [
  'attemptCount',
  'lastAttemptAt',
  'lastAttemptKey',
  'lastAttemptId',
  'errorCode',
  'errorMessage',
  'referenceNumber',
  'syncedAmount',
  'syncedCurrency',
  'syncedAt',
  'syncedAttemptKey',
  'syncedContentVersion',
  'syncDate',
] as const satisfies readonly (keyof RecordState)[];

test('a record that is in the ledger never loses its reference', () => {
  fc.assert(
    fc.property(attempts, (list) => {
      let state = recordState();
      for (const attempt of list) {
        const next = applyAttempt(state, attempt);
        if (state.referenceNumber !== null) expect(next.referenceNumber).not.toBeNull();
        state = next;
      }
    }),
  );
});

/** What a job took and never reported lies anywhere among the reports that came. */
const withUnknowns = inAnyOrder.chain(({ list, arrived }) =>
  fc.record({
    list: fc.constant(list),
    arrived: fc.constant(arrived),
    places: fc.uniqueArray(fc.integer({ min: 0, max: arrived.length }), { maxLength: 3 }),
  }),
);

test('an unknown outcome changes nothing but the doubt, which a newer report ends', () => {
  fc.assert(
    fc.property(withUnknowns, byHand, fc.boolean(), ({ arrived, places }, { at, status }, isManual) => {
      const start = isManual
        ? recordState({
            syncStatus: status,
            statusSetAt: minute(at),
            syncDate: minute(at),
            isByHand: status === COMPLETE,
          })
        : recordState();
      let state = start;
      for (const [index, attempt] of [...arrived, null].entries()) {
        if (places.includes(index)) {
          const unknown = applyUnknown(state);
          expect({ ...unknown, isInDoubt: false }).toEqual({ ...state, isInDoubt: false });
          expect(unknown.isInDoubt).toBe(state.syncStatus === PENDING);
          state = unknown;
        }
        if (attempt === null) continue;
        const wasNewer = state.lastAttemptId;
        const next = applyAttempt(state, attempt);
        // A late report is about something earlier, and ends no doubt.
        expect(next.isInDoubt).toBe(next.lastAttemptId === wasNewer ? state.isInDoubt : false);
        if (next.isInDoubt) expect(next.syncStatus).toBe(PENDING);
        state = next;
      }
      const { isInDoubt: _doubt, ...rest } = state;
      const { isInDoubt: _none, ...without } = foldAll(arrived, start);
      expect(rest).toEqual(without);
    }),
    { numRuns: 300 },
  );
});
