import { describe, expect, test } from 'vitest';
import { actWords, countOfKind, countsWords, doingWords } from '#components/bulk/bulk-words.ts';
import type { Kind, SyncStatus } from '#lib/records/kinds.ts';

const ID = '01a00000-0000-7000-8000-000000000000';

function status(target: SyncStatus, kinds: Kind[] = ['invoice']) {
  return { act: 'status' as const, target, kinds };
}

describe('What an operation does is said by its number and kind', () => {
  test.each([
    [status('pending'), 1_204, 'Put 1,204 invoices back to Pending'],
    [status('complete', ['bill_payment']), 1, 'Set 1 bill payment to Complete by hand'],
    [status('failed', ['invoice', 'bill']), 2, 'Set 2 records to Failed'],
    [{ act: 'undo' as const, undoes: ID, kinds: ['bill' as const] }, 30, 'Restore 30 bills'],
    [{ act: 'exclude' as const, kinds: ['bill' as const] }, 30, 'Exclude 30 bills from syncing'],
    [{ act: 'include' as const, kinds: ['bill' as const] }, 1, 'Include 1 bill again'],
    [status('pending'), null, 'Put records back to Pending'],
  ])('%j of %s', (operation, count, words) => expect(actWords(operation, count, 'en-US')).toBe(words));

  test('and in the course of it', () => {
    expect(doingWords(status('pending'), 37, 'en-US')).toBe('Putting 37 invoices back to Pending');
    expect(doingWords(status('failed'), 37, 'en-US')).toBe('Setting 37 invoices to Failed');
    expect(doingWords({ act: 'undo', undoes: ID, kinds: ['invoice'] }, 37, 'en-US')).toBe('Restoring 37 invoices');
  });

  test('as the locale writes numbers', () => expect(countOfKind(12_000, ['bill'], 'de-DE')).toBe('12.000 bills'));
});

test('What was done is said without what there was none of', () => {
  expect(countsWords({ updated: 36, unchanged: 0, skipped: 1, notFound: 0 }, 'status', 'en-US')).toBe(
    '36 changed, 1 skipped.',
  );
  expect(countsWords({ updated: 1_000, unchanged: 2, skipped: 0, notFound: 3 }, 'undo', 'en-US')).toBe(
    '1,000 restored, 2 with nothing to do, 3 not found.',
  );
});
