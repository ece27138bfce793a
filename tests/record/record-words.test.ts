import { expect, test } from 'vitest';
import { lateAttemptIds } from '#components/record/attempt-order.ts';
import { comparisonWords } from '#components/record/comparison-words.ts';
import { eventWords } from '#components/record/event-words.ts';
import { recordNotes } from '#components/record/record-notes.ts';
import { toAmount } from '#lib/core/money.ts';
import type { RecordEvent } from '#lib/records/record-contract.ts';

const compared = {
  kind: 'invoice',
  comparison: 'differs',
  amount: toAmount('1250'),
  currency: 'USD',
  syncedAmount: toAmount('1200'),
  syncedCurrency: 'USD',
  difference: toAmount('-50'),
  isByHand: false,
  syncStatus: 'complete',
} as const;

test.each([
  { given: compared, words: 'The ledger holds 50.00 USD less than this invoice.' },
  { given: { ...compared, difference: toAmount('0.5') }, words: 'The ledger holds 0.50 USD more than this invoice.' },
  { given: { ...compared, comparison: 'equal' }, words: 'Equal: the ledger accepted the whole invoice.' },
  { given: { ...compared, comparison: 'not_synced' }, words: 'Not synced: nothing of it has arrived in the ledger.' },
  {
    given: { ...compared, comparison: 'not_compared', syncedCurrency: 'CAD' },
    words: 'Not compared: the total is in USD, the ledger’s amount in CAD.',
  },
  {
    given: { ...compared, comparison: 'not_compared', syncedAmount: null, isByHand: true },
    words: 'Not compared: it was completed by hand, so no job told what the ledger holds.',
  },
  {
    given: { ...compared, comparison: 'not_compared', amount: null },
    words: 'Not compared: the source system has not told the total.',
  },
] as const)('$words', ({ given, words }) => {
  expect(comparisonWords(given, 'en-US')).toBe(words);
});

const formats = { locale: 'en-US', timeZone: 'America/Chicago' };
const event = (given: Partial<RecordEvent>): RecordEvent => ({
  id: '1',
  at: '2026-11-02T10:30:00.000Z',
  actor: { type: 'person', name: 'Ada' },
  action: 'record.changed',
  before: null,
  after: null,
  note: null,
  bulkOperationId: null,
  ...given,
});

test('a changed document is told field by field, in money and dates', () => {
  const changed = event({
    before: { amount: '1000.0000', dueDate: '2026-11-01', linesHash: 'a', payer: null },
    after: { amount: '1100.0000', dueDate: '2026-11-16', linesHash: 'b', payer: 'Acme' },
  });
  expect(eventWords(changed, 'USD', formats)).toEqual({
    title: 'Document changed',
    changes: [
      { field: 'Amount', before: '1,000.00 USD', after: '1,100.00 USD' },
      { field: 'Due date', before: '1 Nov 2026', after: '16 Nov 2026' },
      { field: 'Lines changed', before: null, after: null },
      { field: 'Payer', before: 'none', after: 'Acme' },
    ],
  });
});

test('each currency of a change stands with its own amount', () => {
  const changed = event({
    before: { amount: '10.0000', currency: 'USD' },
    after: { amount: '10.0000', currency: 'CAD' },
  });
  expect(eventWords(changed, 'CAD', formats).changes).toEqual([
    { field: 'Amount', before: '10.00 USD', after: '10.00 CAD' },
    { field: 'Currency', before: 'USD', after: 'CAD' },
  ]);
});

test('a move by a person names both statuses and what it changed besides', () => {
  const moved = event({
    action: 'record.status_changed',
    before: { syncStatus: 'failed', referenceNumber: null },
    after: { syncStatus: 'complete', referenceNumber: '1041' },
  });
  expect(eventWords(moved, 'USD', formats)).toEqual({
    title: 'Set from Failed to Complete',
    changes: [{ field: 'Reference', before: 'none', after: '1041' }],
  });
});

test('void, deleted, excluded and included again have their own words', () => {
  const title = (given: Partial<RecordEvent>) => eventWords(event(given), 'USD', formats).title;
  expect(title({ before: { isVoid: false }, after: { isVoid: true } })).toBe('Voided in the source system');
  expect(title({ before: { isVoid: true }, after: { isVoid: false } })).toBe('No longer void');
  expect(title({ before: { isDeleted: false }, after: { isDeleted: true } })).toBe('Deleted in the source system');
  expect(title({ action: 'record.excluded' })).toBe('Excluded');
  expect(title({ action: 'record.included' })).toBe('Included again');
  expect(title({ action: 'record.some_new_act' })).toBe('some new act');
});

test('notes say what is unusual, and nothing of a plain record', () => {
  const plain = {
    isInDoubt: false,
    isVoidInLedger: false,
    isAlreadyInLedger: false,
    hasTwoReferences: false,
    isTriedAfterClosing: false,
    isChangedSinceSync: false,
    isChangedSinceFailed: false,
    excludedAt: null,
    excludedReason: null,
    referenceNumber: '1041',
    contentVersion: 3,
    syncedContentVersion: 2,
  };
  expect(recordNotes(plain)).toEqual([]);
  const names = recordNotes({
    ...plain,
    isInDoubt: true,
    isVoidInLedger: true,
    isAlreadyInLedger: true,
    hasTwoReferences: true,
    isTriedAfterClosing: true,
    isChangedSinceSync: true,
    isChangedSinceFailed: true,
    excludedAt: '2026-01-01T00:00:00.000Z',
    excludedReason: 'Test document',
  }).map(({ name }) => name);
  expect(names).toHaveLength(8);
  expect(names[0]).toBe('Excluded');
  const [changed] = recordNotes({ ...plain, isChangedSinceSync: true });
  expect(changed?.meaning).toBe('The document is at version 3, the ledger has version 2.');
});

test('an attempt is late when a newer one came in before it', () => {
  const of = (id: string, receivedAt: string, outcome: 'failed' | 'unknown' = 'failed') => ({
    id,
    receivedAt,
    outcome,
  });
  const attempts = [
    of('newest', '2026-01-01T10:00:00.000Z'),
    of('late', '2026-01-01T12:00:00.000Z'),
    // A job said nothing: noted when its time was over, and no report comes late because of it.
    of('unknown', '2026-01-01T12:30:00.000Z', 'unknown'),
    of('unknown too', '2026-01-01T08:00:00.000Z', 'unknown'),
    of('in time', '2026-01-01T09:00:00.000Z'),
    of('late too', '2026-01-01T09:30:00.000Z'),
  ];
  expect([...lateAttemptIds(attempts)]).toEqual(['late', 'late too']);
});
