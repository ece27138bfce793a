import { describe, expect, test } from 'vitest';
import { moveEvent } from '#lib/records/move-event.ts';
import type { RecordState } from '#lib/records/record-state.ts';
import {
  applyMove,
  decideMove,
  isWrittenTwice,
  type Move,
  type MoveRequest,
  type MoveResult,
  restoreFormer,
} from '#lib/records/status-moves.ts';
import { minute, recordState } from '#tests/factories/record-state.ts';

const pending = recordState();
const failed = recordState({ syncStatus: 2, syncDate: minute(1), lastAttemptAt: minute(1) });
const byJob = recordState({ syncStatus: 1, syncDate: minute(1), syncedAt: minute(1), referenceNumber: 'REF-1' });
const byHand = recordState({ syncStatus: 1, syncDate: minute(1), isByHand: true, statusSetAt: minute(1) });
const excluded = recordState({ excludedAt: minute(1), excludedReason: 'Test' });

function decide(state: RecordState, target: number, request: Partial<MoveRequest> = {}): MoveResult {
  const whole = { act: 'status', target, referenceNumber: null, hasReason: true, mayOverride: false, ...request };
  return decideMove(state, whole as MoveRequest);
}

function move(state: RecordState, target: number, referenceNumber: string | null = null): RecordState {
  return applyMove(state, { act: 'status', target, referenceNumber }, { at: minute(9), by: 'robin', reason: 'Why' });
}

describe('The table of moves', () => {
  test('Pending to Pending is nothing to do: the age is kept', () => {
    expect(decide(pending, 0)).toBe('unchanged');
  });

  test('Failed to Pending needs no reason', () => {
    expect(decide(failed, 0, { hasReason: false })).toBe('updated');
  });

  test.each([
    ['Pending to Complete', pending, 1],
    ['Failed to Complete', failed, 1],
    ['Pending to Failed', pending, 2],
    ['Complete by hand to Failed', byHand, 2],
    ['Complete by a job to Failed', byJob, 2],
    ['Complete by hand to Pending', byHand, 0],
  ] as const)('%s needs a reason', (_name, state, target) => {
    expect(decide(state, target, { hasReason: false })).toBe('needs_reason');
    expect(decide(state, target)).toBe('updated');
  });

  test('Complete by a job to Pending needs an admin and a reason', () => {
    expect(decide(byJob, 0)).toBe('not_allowed');
    expect(decide(byJob, 0, { mayOverride: true, hasReason: false })).toBe('needs_reason');
    expect(decide(byJob, 0, { mayOverride: true })).toBe('updated');
  });

  test('what has the status by the same means is left as it is', () => {
    expect(decide(byHand, 1)).toBe('unchanged');
    expect(decide(byJob, 1)).toBe('unchanged');
    expect(decide(failed, 2)).toBe('unchanged');
  });

  test('a complete record can be given its reference number, or another one', () => {
    expect(decide(byHand, 1, { referenceNumber: 'A-1' } as Partial<MoveRequest>)).toBe('updated');
    expect(decide(byJob, 1, { referenceNumber: 'A-1' } as Partial<MoveRequest>)).toBe('updated');
    expect(decide(byJob, 1, { referenceNumber: 'REF-1' } as Partial<MoveRequest>)).toBe('unchanged');
  });

  test('what was tried again after closing can be closed again', () => {
    const tried = { ...byHand, isTriedAfterClosing: true };
    expect(decide(tried, 1)).toBe('updated');
    expect(move(tried, 1)).toMatchObject({ isTriedAfterClosing: false, isByHand: true, statusSetAt: minute(9) });
  });

  test('an excluded record has no status to change', () => {
    for (const target of [0, 1, 2]) expect(decide(excluded, target, { mayOverride: true })).toBe('excluded');
  });

  test('what the ledger holds would be written twice by the next job', () => {
    const to = (target: number): Move => ({ act: 'status', target, referenceNumber: null });
    expect(isWrittenTwice(byJob, to(0))).toBe(true);
    expect(isWrittenTwice({ ...failed, syncedAt: minute(1) }, to(0))).toBe(true);
    expect(isWrittenTwice(failed, to(0))).toBe(false);
    expect(isWrittenTwice(byJob, to(2))).toBe(false);
  });
});

describe('A move', () => {
  test('says who made it, when and why', () => {
    expect(move(failed, 1)).toMatchObject({
      statusSetBy: 'robin',
      statusSetAt: minute(9),
      statusReason: 'Why',
      syncDate: minute(9),
    });
  });

  test('to Complete is by hand, and sets no synced amount', () => {
    expect(move(failed, 1)).toMatchObject({ syncStatus: 1, isByHand: true, syncedAmount: null, syncedAt: null });
  });

  test('to Pending counts the age from now, and keeps the last attempt and what it said', () => {
    const moved = move({ ...failed, errorMessage: 'No.' }, 0);
    expect(moved).toMatchObject({
      syncStatus: 0,
      pendingSince: minute(9),
      lastAttemptAt: minute(1),
      errorMessage: 'No.',
    });
  });

  test('to Failed or Pending is no longer by hand', () => {
    expect(move(byHand, 2).isByHand).toBe(false);
    expect(move(byHand, 0).isByHand).toBe(false);
  });

  test('never puts the sync date before the last attempt', () => {
    expect(move({ ...failed, lastAttemptAt: minute(12) }, 1).syncDate).toBe(minute(12));
  });

  test('keeps a reference number that it is not given', () => {
    expect(move(byJob, 0)).toMatchObject({ referenceNumber: 'REF-1', isReferenceByHand: false });
  });

  test('with a reference number says that it came by hand', () => {
    expect(move(failed, 1, 'A-1')).toMatchObject({
      referenceNumber: 'A-1',
      isReferenceByHand: true,
      hasTwoReferences: false,
    });
  });

  test('with another reference number than a job’s flags two references, and leaves the job’s word on the status', () => {
    expect(move(byJob, 1, 'A-1')).toMatchObject({
      referenceNumber: 'A-1',
      hasTwoReferences: true,
      isByHand: false,
      statusSetAt: null,
    });
    expect(move({ ...byJob, isReferenceByHand: true }, 1, 'A-1').hasTwoReferences).toBe(false);
  });
});

describe('Leaving out', () => {
  const exclude = (state: RecordState, hasReason = true) =>
    decideMove(state, { act: 'exclude', hasReason, mayOverride: false });
  const include = (state: RecordState) => decideMove(state, { act: 'include', hasReason: false, mayOverride: false });

  test('needs a reason, and is not for what the ledger holds', () => {
    expect(exclude(failed)).toBe('updated');
    expect(exclude(failed, false)).toBe('needs_reason');
    expect(exclude(excluded)).toBe('unchanged');
    for (const held of [byJob, byHand, { ...failed, referenceNumber: 'REF-1' }])
      expect(exclude(held)).toBe('in_ledger');
  });

  test('can be taken back, but not of what is void in its source system', () => {
    expect(include(excluded)).toBe('updated');
    expect(include(failed)).toBe('unchanged');
    expect(include({ ...excluded, isVoid: true })).toBe('void');
  });

  test('says who left it out, and nothing once it is in again', () => {
    const out = applyMove(failed, { act: 'exclude' }, { at: minute(9), by: 'robin', reason: 'Test' });
    expect(out).toMatchObject({ excludedAt: minute(9), excludedBy: 'robin', excludedReason: 'Test', syncStatus: 2 });
    expect(applyMove(out, { act: 'include' }, { at: minute(10), by: 'robin', reason: null })).toEqual(failed);
  });
});

test('an undo gives back all that a move changed', () => {
  expect(restoreFormer(move(failed, 1, 'A-1'), failed)).toEqual(failed);
  expect(restoreFormer(move({ ...byHand, isTriedAfterClosing: true }, 0), byHand)).toEqual(byHand);
});

test('the audit log says what was and what is, and of a reference only that it changed', () => {
  expect(moveEvent(failed, move(failed, 1, 'A-1'))).toEqual({
    action: 'record.status_changed',
    before: { syncStatus: 'failed', isByHand: false, referenceNumber: null },
    after: { syncStatus: 'complete', isByHand: true, referenceNumber: 'A-1' },
  });
  expect(moveEvent(byJob, move(byJob, 2))).toEqual({
    action: 'record.status_changed',
    before: { syncStatus: 'complete', isByHand: false },
    after: { syncStatus: 'failed', isByHand: false },
  });
  expect(moveEvent(excluded, pending)).toEqual({
    action: 'record.included',
    before: { excludedAt: minute(1) },
    after: { excludedAt: null },
  });
});
