import { toAmount } from '#lib/core/money.ts';
import type { AttemptFacts } from '#lib/records/apply-attempt.ts';
import { newRecordState, type RecordState } from '#lib/records/record-state.ts';
import type { RecordInput } from '#lib/records/schemas.ts';
import type { SourceSettings } from '#lib/sources/source-settings.ts';

/** An instant of one day, by its minute, so that a test reads as a time line. */
export function minute(count: number): string {
  return new Date(Date.UTC(2026, 9, 1, 12, count)).toISOString();
}

/** The state of an invoice over 100.00 USD that nobody has tried yet, with what a test changes in it. */
export function recordState(changes: Partial<RecordState> = {}): RecordState {
  const identity = {
    id: '01900000-0000-7000-8000-000000000001',
    sourceId: '01900000-0000-7000-8000-000000000002',
    kind: 'invoice',
    externalKey: 'inv_1',
    now: minute(0),
  } as const;
  return { ...newRecordState(identity), amount: toAmount('100'), currency: 'USD', ...changes };
}

type AttemptChanges = Partial<AttemptFacts> & Pick<AttemptFacts, 'attemptedAt'>;

/** A failed attempt. Its id is its external id, which is its time unless the test says another. */
export function failedAttempt(changes: AttemptChanges): AttemptFacts {
  const externalId = changes.externalId ?? `try-${changes.attemptedAt}`;
  return {
    id: externalId,
    externalId,
    outcome: 'failed',
    sentCurrency: null,
    referenceNumber: null,
    syncedAmount: null,
    syncedCurrency: null,
    errorCode: 'E-1',
    errorMessage: 'The ledger said no.',
    toldMessage: null,
    ...changes,
  };
}

/** A complete attempt that wrote 100.00 USD as `REF-1`. */
export function completeAttempt(changes: AttemptChanges): AttemptFacts {
  return {
    ...failedAttempt(changes),
    outcome: 'complete',
    referenceNumber: 'REF-1',
    syncedAmount: toAmount('100'),
    syncedCurrency: 'USD',
    errorCode: null,
    errorMessage: null,
    ...changes,
  };
}

/** A document that names the invoice of `recordState`. */
export function documentInput(changes: Partial<RecordInput> = {}): RecordInput {
  return { kind: 'invoice', sourceId: 'inv_1', ...changes };
}

/** The settings of a source that nobody has set up. */
export function sourceSettings(changes: Partial<SourceSettings> = {}): SourceSettings {
  return { sourceStatuses: {}, pendingWhenChanged: false, schedule: null, ...changes };
}
