import { describe, expect, test } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import { applyAttempt, isLateAttempt } from '#lib/records/apply-attempt.ts';
import { COMPLETE, FAILED, PENDING, type RecordState } from '#lib/records/record-state.ts';
import { completeAttempt, failedAttempt, minute, recordState } from '#tests/factories/record-state.ts';

/** What `updateSyncStatus` leaves of a move by a person at a given time. */
function setByHand(state: RecordState, syncStatus: number, at: string): RecordState {
  return {
    ...state,
    syncStatus,
    syncDate: at,
    statusSetAt: at,
    statusSetBy: '01900000-0000-7000-8000-00000000000a',
    isByHand: true,
    ...(syncStatus === PENDING ? { pendingSince: at } : {}),
  };
}

describe('Order', () => {
  test('attempts order by time', () => {
    const state = applyAttempt(recordState(), failedAttempt({ attemptedAt: minute(10) }));
    expect(isLateAttempt(state, { attemptedAt: minute(9), externalId: 'z' })).toBe(true);
    expect(isLateAttempt(state, { attemptedAt: minute(11), externalId: 'a' })).toBe(false);
  });

  test('attempts of one instant order by their external id', () => {
    const state = applyAttempt(recordState(), failedAttempt({ attemptedAt: minute(10), externalId: 'm' }));
    expect(isLateAttempt(state, { attemptedAt: minute(10), externalId: 'a' })).toBe(true);
    expect(isLateAttempt(state, { attemptedAt: minute(10), externalId: 'z' })).toBe(false);
  });
});

describe('Newer attempt', () => {
  test('a failed one makes the record Failed, with the exact words of the ledger', () => {
    const state = applyAttempt(
      recordState(),
      failedAttempt({ attemptedAt: minute(1), errorCode: 'VENDOR', errorMessage: "  Vendor 'Acme'\nis missing. " }),
    );
    expect(state).toMatchObject({
      syncStatus: FAILED,
      syncDate: minute(1),
      lastAttemptAt: minute(1),
      attemptCount: 1,
      errorCode: 'VENDOR',
      errorMessage: "  Vendor 'Acme'\nis missing. ",
      referenceNumber: null,
      syncedAmount: null,
    });
  });

  test('a complete one makes the record Complete, with what the ledger accepted', () => {
    const state = applyAttempt(
      recordState({ contentVersion: 3 }),
      completeAttempt({ attemptedAt: minute(1), referenceNumber: '1087', syncedAmount: toAmount('99.5') }),
    );
    expect(state).toMatchObject({
      syncStatus: COMPLETE,
      syncDate: minute(1),
      referenceNumber: '1087',
      syncedAmount: '99.5000',
      syncedCurrency: 'USD',
      syncedAt: minute(1),
      syncedContentVersion: 3,
      errorCode: null,
      errorMessage: null,
    });
  });

  test('the error is the one of the last attempt: a complete one clears it', () => {
    const failed = applyAttempt(recordState(), failedAttempt({ attemptedAt: minute(1) }));
    const state = applyAttempt(failed, completeAttempt({ attemptedAt: minute(2) }));
    expect(state).toMatchObject({ syncStatus: COMPLETE, errorCode: null, errorMessage: null, attemptCount: 2 });
  });

  test('a later failure never clears what the last complete attempt left in the ledger', () => {
    const complete = applyAttempt(recordState(), completeAttempt({ attemptedAt: minute(1), referenceNumber: '1087' }));
    const state = applyAttempt(complete, failedAttempt({ attemptedAt: minute(2) }));
    expect(state).toMatchObject({
      syncStatus: FAILED,
      errorMessage: 'The ledger said no.',
      referenceNumber: '1087',
      syncedAmount: '100.0000',
      syncedAt: minute(1),
      syncedContentVersion: 1,
    });
  });

  test('the synced currency is the one reported, else the one sent, else the document’s own', () => {
    const at = { attemptedAt: minute(1) };
    const currencyOf = (changes: object) =>
      applyAttempt(recordState({ currency: 'USD' }), completeAttempt({ ...at, ...changes })).syncedCurrency;
    expect(currencyOf({ syncedCurrency: 'EUR', sentCurrency: 'CAD' })).toBe('EUR');
    expect(currencyOf({ syncedCurrency: null, sentCurrency: 'CAD' })).toBe('CAD');
    expect(currencyOf({ syncedCurrency: null, sentCurrency: null })).toBe('USD');
    expect(currencyOf({ syncedAmount: null, syncedCurrency: 'EUR' })).toBeNull();
  });
});

describe('Late attempt', () => {
  test('a late failed one goes to the history and leaves everything else', () => {
    const before = applyAttempt(recordState(), completeAttempt({ attemptedAt: minute(5) }));
    const after = applyAttempt(before, failedAttempt({ attemptedAt: minute(4) }));
    expect(after).toEqual({ ...before, attemptCount: 2 });
  });

  test('a late complete one fills an empty reference and leaves the status: already in the ledger', () => {
    const before = applyAttempt(recordState(), failedAttempt({ attemptedAt: minute(5) }));
    const after = applyAttempt(before, completeAttempt({ attemptedAt: minute(4), referenceNumber: '1087' }));
    expect(after).toEqual({
      ...before,
      attemptCount: 2,
      referenceNumber: '1087',
      syncedAmount: '100.0000',
      syncedCurrency: 'USD',
      syncedAt: minute(4),
      syncedAttemptKey: `try-${minute(4)}`,
      syncedContentVersion: 1,
    });
  });

  test('a complete one without a reference keeps the known one, in whatever order the two arrive', () => {
    const named = completeAttempt({ attemptedAt: minute(1), referenceNumber: '1087' });
    const unnamed = completeAttempt({ attemptedAt: minute(2), referenceNumber: null });
    expect(applyAttempt(applyAttempt(recordState(), named), unnamed)).toMatchObject({ referenceNumber: '1087' });
    expect(applyAttempt(applyAttempt(recordState(), unnamed), named)).toMatchObject({ referenceNumber: '1087' });
  });

  test('a complete one older than the last complete one changes no reference and no synced amount', () => {
    const before = applyAttempt(recordState(), completeAttempt({ attemptedAt: minute(5), referenceNumber: 'NEW' }));
    const late = completeAttempt({ attemptedAt: minute(4), referenceNumber: 'OLD', syncedAmount: toAmount('1') });
    expect(applyAttempt(before, late)).toEqual({ ...before, attemptCount: 2 });
  });

  test('a late complete one brings a record that was excluded as void back, since it is in the ledger', () => {
    const excluded = { excludedAt: minute(1), excludedReason: 'Void in the source system', isVoid: true };
    const before = applyAttempt(recordState(excluded), failedAttempt({ attemptedAt: minute(5) }));
    expect(before.excludedAt).toBe(minute(1));
    const after = applyAttempt(before, completeAttempt({ attemptedAt: minute(4) }));
    expect(after).toMatchObject({ excludedAt: null, excludedReason: null, isVoid: true, syncStatus: FAILED });
  });
});

describe('A complete attempt that is newer than the last attempt', () => {
  test('makes the record Complete, also when a person put it back to Pending after it was attempted', () => {
    const failed = applyAttempt(recordState(), failedAttempt({ attemptedAt: minute(1) }));
    const pending = setByHand(failed, PENDING, minute(10));
    const state = applyAttempt(pending, completeAttempt({ attemptedAt: minute(5) }));
    expect(state).toMatchObject({ syncStatus: COMPLETE, isByHand: false, lastAttemptAt: minute(5) });
    expect(state.syncDate).toBe(minute(10));
  });

  test('flags two references when its reference differs from one entered by hand', () => {
    const closed = {
      ...setByHand(recordState(), COMPLETE, minute(1)),
      referenceNumber: 'BY-HAND',
      isReferenceByHand: true,
    };
    const other = applyAttempt(closed, completeAttempt({ attemptedAt: minute(2), referenceNumber: '1087' }));
    expect(other).toMatchObject({ hasTwoReferences: true, referenceNumber: '1087', isReferenceByHand: false });
    const same = applyAttempt(closed, completeAttempt({ attemptedAt: minute(2), referenceNumber: 'BY-HAND' }));
    expect(same.hasTwoReferences).toBe(false);
    const none = applyAttempt(closed, completeAttempt({ attemptedAt: minute(2), referenceNumber: null }));
    expect(none).toMatchObject({ hasTwoReferences: false, referenceNumber: 'BY-HAND', isReferenceByHand: true });
  });

  test('ends "tried again after closing"', () => {
    const closed = setByHand(recordState(), COMPLETE, minute(1));
    const tried = applyAttempt(closed, failedAttempt({ attemptedAt: minute(2) }));
    const state = applyAttempt(tried, completeAttempt({ attemptedAt: minute(3) }));
    expect(state).toMatchObject({ syncStatus: COMPLETE, isTriedAfterClosing: false, isByHand: false });
  });
});

describe('Newer failed after a manual change', () => {
  test.each([
    ['Pending', PENDING],
    ['Failed', FAILED],
  ])('a record set to %s by hand becomes Failed', (_name, status) => {
    const state = applyAttempt(
      setByHand(recordState(), status, minute(1)),
      failedAttempt({ attemptedAt: minute(2), errorMessage: 'Again.' }),
    );
    expect(state).toMatchObject({ syncStatus: FAILED, isByHand: false, errorMessage: 'Again.', syncDate: minute(2) });
  });

  test('a record completed by hand stays Complete and is flagged "tried again after closing"', () => {
    const state = applyAttempt(
      setByHand(recordState(), COMPLETE, minute(1)),
      failedAttempt({ attemptedAt: minute(2), errorMessage: 'Again.' }),
    );
    expect(state).toMatchObject({
      syncStatus: COMPLETE,
      isByHand: true,
      isTriedAfterClosing: true,
      lastAttemptAt: minute(2),
      errorMessage: 'Again.',
      syncDate: minute(2),
    });
  });

  test('a failure from before the manual change leaves the status, and is the last attempt all the same', () => {
    const state = applyAttempt(
      setByHand(recordState(), PENDING, minute(10)),
      failedAttempt({ attemptedAt: minute(5), errorMessage: 'Earlier.' }),
    );
    expect(state).toMatchObject({
      syncStatus: PENDING,
      isByHand: true,
      lastAttemptAt: minute(5),
      errorMessage: 'Earlier.',
      syncDate: minute(10),
      isTriedAfterClosing: false,
    });
  });
});

describe('Pending again', () => {
  test('keeps the last try with its message, and its age counts from when it was put back', () => {
    const failed = applyAttempt(recordState(), failedAttempt({ attemptedAt: minute(1), errorMessage: 'No.' }));
    const pending = setByHand(failed, PENDING, minute(30));
    expect(pending).toMatchObject({ lastAttemptAt: minute(1), errorMessage: 'No.', pendingSince: minute(30) });
    const late = applyAttempt(pending, failedAttempt({ attemptedAt: minute(0) }));
    expect(late).toMatchObject({ syncStatus: PENDING, lastAttemptAt: minute(1), pendingSince: minute(30) });
  });
});
