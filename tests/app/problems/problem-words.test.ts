import { describe, expect, test } from 'vitest';
import { STATE_FILTERS } from '#lib/problems/problem-contract.ts';
import { trendWords } from '../../../app/[tenant]/problems/_components/trend-spark.tsx';
import {
  countOfStates,
  kindWords,
  problemRecordsHref,
  STATE_FILTER_LABEL,
} from '../../../app/[tenant]/problems/problem-words.ts';

const trendOf = (...failures: number[]) =>
  failures.map((count, at) => ({ day: `2026-11-${String(at + 8).padStart(2, '0')}`, failures: count }));

describe('The words of problems', () => {
  test('a trend is told as a whole, by its worst day and by today', () => {
    expect(trendWords(trendOf(0, 12, 3, 0), 'en')).toBe('15 failures in 4 days, most on 9 Nov 2026 (12), none today');
    expect(trendWords(trendOf(0, 0, 1), 'en')).toBe('1 failure in 3 days, most on 10 Nov 2026 (1), 1 today');
    expect(trendWords(trendOf(0, 0), 'en')).toBe('No failure in 2 days');
  });

  test('what is neither solved nor muted is counted as not solved, and all as all', () => {
    const states = { open: 1, acknowledged: 2, waiting: 4, muted: 8, solved: 16 };
    const counts = STATE_FILTERS.map((one) => countOfStates(one, states));
    expect(counts).toEqual([7, 1, 2, 4, 8, 16, 31]);
    expect(new Set(Object.values(STATE_FILTER_LABEL)).size).toBe(STATE_FILTERS.length);
  });

  test('records of a kind lead to the list that holds them, whatever their status and date', () => {
    expect(problemRecordsHref('acme', 'x', 'bill_payment')).toBe(
      '/acme/history/bill-payments?status=all&from=any&problem=x',
    );
    expect(kindWords({ kind: 'bill', failed: 1, waiting: 0 })).toBe('bill');
    expect(kindWords({ kind: 'bill', failed: 1, waiting: 1 })).toBe('bills');
  });
});
