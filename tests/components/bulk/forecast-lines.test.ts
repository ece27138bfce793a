import { describe, expect, test } from 'vitest';
import { forecastLines } from '#components/bulk/forecast-lines.ts';
import { type BulkForecast, SKIP_REASONS } from '#lib/bulk/bulk-contract.ts';
import type { SyncStatus } from '#lib/records/kinds.ts';

const NOTHING: BulkForecast = {
  changes: 0,
  unchanged: 0,
  refused: [],
  notFound: 0,
  isReasonRequired: false,
  isReferenceAllowed: false,
  alreadyInLedger: 0,
  isForAdminsOnly: false,
};

function status(target: SyncStatus) {
  return { act: 'status' as const, target, kinds: ['invoice' as const] };
}

function wordsOf(target: SyncStatus, forecast: Partial<BulkForecast>): string[] {
  return forecastLines(status(target), { ...NOTHING, ...forecast }, 'Grace Whitfield', 'en-US').map(({ text }) => text);
}

describe('What will happen', () => {
  test('names who completes by hand, and that the ledger is left alone', () => {
    expect(wordsOf('complete', { changes: 2 })).toEqual([
      '2 invoices will be Complete, marked as done by hand by Grace Whitfield. Nothing is written to the ledger.',
    ]);
  });

  test('speaks of one as of one', () => {
    expect(wordsOf('pending', { changes: 1 })[0]).toContain('The next sync job picks it up;');
    expect(wordsOf('failed', { changes: 1 })[0]).toMatch(/leave it until it is Pending again\.$/);
  });

  test('warns of what the ledger holds already', () => {
    expect(wordsOf('pending', { changes: 5, alreadyInLedger: 4 })[1]).toBe(
      '4 are already in the ledger. A sync job that cannot update what is there writes them twice.',
    );
    expect(wordsOf('pending', { changes: 1, alreadyInLedger: 1 })[1]).toContain('writes it twice');
  });

  test('says of each reason how many are left, and has words for every reason', () => {
    const refused = SKIP_REASONS.map((reason) => ({ reason, count: 3 }));
    const lines = forecastLines(status('pending'), { ...NOTHING, refused }, 'Ada', 'en-US');
    expect(lines).toHaveLength(SKIP_REASONS.length);
    expect(new Set(lines.map(({ text }) => text)).size).toBe(SKIP_REASONS.length);
    for (const { text, tone } of lines) {
      expect(text).toMatch(/^3 will be left as they are: /);
      expect(tone).toBe('warning');
    }
  });

  test('says of how many there is nothing to do', () => {
    expect(wordsOf('failed', { unchanged: 1 })).toEqual(['1 is Failed already: nothing to do.']);
    expect(wordsOf('complete', { unchanged: 1_500 })).toEqual(['1,500 are Complete already: nothing to do.']);
  });

  test('of an undo is to be as before', () => {
    const undo = { act: 'undo' as const, undoes: '01a00000-0000-7000-8000-000000000000', kinds: ['invoice' as const] };
    const refused = [{ reason: 'changed_meanwhile' as const, count: 2 }];
    const lines = forecastLines(undo, { ...NOTHING, changes: 8, refused }, 'Ada', 'en-US');
    expect(lines.map(({ text }) => text)).toEqual([
      '8 invoices will be as before: status, reference number, and who set them.',
      '2 will be left as they are: changed by a sync job or a colleague since.',
    ]);
  });

  test('says that a tenant leaves this to admins', () => {
    expect(wordsOf('complete', { isForAdminsOnly: true })[0]).toMatch(/^Only admins may/);
  });
});
