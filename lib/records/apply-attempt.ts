import type { Amount } from '#lib/core/money.ts';
import { COMPLETE, FAILED, type Instant, PENDING, type RecordState } from './record-state.ts';

/** What an attempt says about its record. */
export type AttemptFacts = {
  id: string;
  /** The job's own id: breaks ties between attempts of one instant. */
  externalId: string;
  outcome: 'complete' | 'failed';
  attemptedAt: Instant;
  sentCurrency: string | null;
  referenceNumber: string | null;
  syncedAmount: Amount | null;
  syncedCurrency: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** See `toldMessage`; null of a complete one. */
  toldMessage: string | null;
  /** The version of the document that the job was given to write, if that is not the record's present one. */
  writtenVersion?: number;
};

/**
 * The rules of state for one more attempt: takes the record before it, gives the record after it.
 * Pure: the order in which attempts arrive does not matter to the history, only to what a person saw meanwhile.
 */
export function applyAttempt(before: RecordState, attempt: AttemptFacts): RecordState {
  const isNewer = !isLateAttempt(before, attempt);
  const counted = { ...before, attemptCount: before.attemptCount + 1 };
  if (attempt.outcome === 'complete') {
    const synced = withSynced(counted, attempt);
    return isNewer ? asCompleted(asLastAttempt(synced, attempt)) : synced;
  }
  return isNewer ? asFailed(asLastAttempt(counted, attempt), attempt) : counted;
}

/**
 * The rule for a job that took the record and said nothing in time: Tieout's own attempt, of an unknown outcome. It is no
 * last attempt and sets no status, but a record that is to be written stays in doubt until a newer report, or a person,
 * says more. Pure.
 */
export function applyUnknown(before: RecordState): RecordState {
  return before.syncStatus === PENDING ? { ...before, isInDoubt: true } : before;
}

/** The newest complete attempt says what the ledger holds; a late one fills what is empty. */
function withSynced(state: RecordState, attempt: AttemptFacts): RecordState {
  const included = { ...state, excludedAt: null, excludedReason: null, excludedBy: null };
  if (!isAfter(attempt, state.syncedAt, state.syncedAttemptKey)) {
    return state.referenceNumber === null ? { ...included, referenceNumber: attempt.referenceNumber } : included;
  }
  const isTwoReferences =
    state.isReferenceByHand && attempt.referenceNumber !== null && attempt.referenceNumber !== state.referenceNumber;
  return {
    ...included,
    // A job that updates a document may not name it again.
    referenceNumber: attempt.referenceNumber ?? state.referenceNumber,
    isReferenceByHand: state.isReferenceByHand && attempt.referenceNumber === null,
    hasTwoReferences: state.hasTwoReferences || isTwoReferences,
    syncedAmount: attempt.syncedAmount,
    syncedCurrency:
      attempt.syncedAmount === null ? null : (attempt.syncedCurrency ?? attempt.sentCurrency ?? state.currency),
    syncedAt: attempt.attemptedAt,
    syncedAttemptKey: attempt.externalId,
    syncedContentVersion: attempt.writtenVersion ?? state.contentVersion,
  };
}

function asLastAttempt(state: RecordState, attempt: AttemptFacts): RecordState {
  return {
    ...state,
    lastAttemptAt: attempt.attemptedAt,
    lastAttemptId: attempt.id,
    lastAttemptKey: attempt.externalId,
    lastAttemptContentVersion: attempt.writtenVersion ?? state.contentVersion,
    errorCode: attempt.errorCode,
    errorMessage: attempt.errorMessage,
    toldMessage: attempt.toldMessage,
    syncDate: later(attempt.attemptedAt, state.statusSetAt),
    // Whoever took it, here is what became of it.
    isInDoubt: false,
  };
}

/** Newer than the last attempt and complete: in the ledger, whatever a person set since, or it would be written twice. */
function asCompleted(state: RecordState): RecordState {
  return { ...state, syncStatus: COMPLETE, isByHand: false, isTriedAfterClosing: false };
}

function asFailed(state: RecordState, attempt: AttemptFacts): RecordState {
  if (isBeforeManualChange(state, attempt)) return state;
  if (state.isByHand && state.syncStatus === COMPLETE) return { ...state, isTriedAfterClosing: true };
  return { ...state, syncStatus: FAILED, isByHand: false };
}

function isBeforeManualChange(state: RecordState, attempt: AttemptFacts): boolean {
  return state.statusSetAt !== null && attempt.attemptedAt <= state.statusSetAt;
}

/** Says whether the record has a later attempt already: a late one goes to the history and leaves the status. */
export function isLateAttempt(state: RecordState, attempt: Pick<AttemptFacts, 'attemptedAt' | 'externalId'>): boolean {
  return !isAfter(attempt, state.lastAttemptAt, state.lastAttemptKey);
}

function isAfter(
  attempt: Pick<AttemptFacts, 'attemptedAt' | 'externalId'>,
  at: Instant | null,
  key: string | null,
): boolean {
  if (at === null || attempt.attemptedAt > at) return true;
  return attempt.attemptedAt === at && attempt.externalId > (key ?? '');
}

function later(a: Instant, b: Instant | null): Instant {
  return b !== null && b > a ? b : a;
}
