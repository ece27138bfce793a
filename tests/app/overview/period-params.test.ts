import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#lib/core/dates.ts';
import { ALL_WAITING } from '#lib/inbox/inbox-contract.ts';
import { PERIOD_DAYS_MAX } from '#lib/overview/overview-contract.ts';
import { overviewHref, parsePeriod } from '../../../app/[tenant]/_overview/period-params.ts';
import { inboxHref, parseInboxParams } from '../../../app/[tenant]/inbox/search-params.ts';

const TODAY = '2026-11-21';
const MONTH = { from: '2026-10-22', to: '2026-11-21' };

describe('The period in the address', () => {
  test('is by default the month that ends today, which needs no words', () => {
    expect(parsePeriod({}, TODAY)).toEqual({ period: MONTH, notices: [] });
    expect(overviewHref('acme', MONTH, TODAY)).toBe('/acme');
  });

  test('is read as it was written', () => {
    const period = { from: '2026-10-01', to: '2026-10-31' };
    const query = new URL(overviewHref('acme', period, TODAY), 'http://tieout.invalid').searchParams;
    expect(parsePeriod(Object.fromEntries(query), TODAY)).toEqual({ period, notices: [] });
  });

  test.each([
    [{ from: '2026-02-30', to: '2026-03-01' }, '2026-02-30'],
    [{ from: '2026-10-01' }, 'is not a day'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'ends before it begins'],
    [{ from: "'; DROP", to: ['2026-11-01', 'x'] }, 'is not a day'],
  ])('%j falls back to the month, and says so', (raw, words) => {
    const { period, notices } = parsePeriod(raw, TODAY);
    expect(period).toEqual(MONTH);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(words);
  });

  test('is at most two years, its last ones', () => {
    const from = addDays(TODAY, 1 - PERIOD_DAYS_MAX);
    expect(parsePeriod({ from, to: TODAY }, TODAY)).toEqual({ period: { from, to: TODAY }, notices: [] });
    const { period, notices } = parsePeriod({ from: addDays(from, -1), to: TODAY }, TODAY);
    expect(period).toEqual({ from, to: TODAY });
    expect(daysBetween(period.from, period.to) + 1).toBe(PERIOD_DAYS_MAX);
    expect(notices).toHaveLength(1);
  });
});

describe('The inbox’s address', () => {
  test('gives back what was put into it', () => {
    const filter = { from: '2026-10-22', to: null, state: 'settled', source: 'tms' } as const;
    const state = { show: 'rejected', filter, cursor: 'abc' } as const;
    const query = new URL(inboxHref('acme', state), 'http://tieout.invalid').searchParams;
    expect(parseInboxParams(Object.fromEntries(query))).toEqual({ state, notices: [] });
  });

  test('leaves out what it does not know, and says so', () => {
    const { state, notices } = parseInboxParams({ show: 'lost', from: '2026-11-02', to: '2026-11-01' });
    expect(state).toEqual({ show: null, filter: ALL_WAITING, cursor: null });
    expect(notices).toHaveLength(2);
  });
});
