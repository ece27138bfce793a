import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDay } from '#lib/core/dates.ts';
import { FORECAST_OUTCOMES } from '#lib/forecasts/forecast-contract.ts';
import { SYNC_STATUSES } from '#lib/records/kinds.ts';
import { AGES, FLAGS, NONE, PAGE_SIZES, SORT_KEYS } from '#lib/records/list-contract.ts';
import {
  defaultState,
  hasExtraFilter,
  type ListState,
  PLAIN_VIEW,
  toFilter,
  toQuery,
  withChange,
  withoutExtraFilters,
} from '../../../app/[tenant]/history/[tab]/list-address.ts';
import { parseSearchParams, type RawSearchParams } from '../../../app/[tenant]/history/[tab]/search-params.ts';

const MONTH = { from: '2026-10-22', to: '2026-11-21' };

function rawOf(query: string): RawSearchParams {
  const raw: RawSearchParams = {};
  const params = new URLSearchParams(query);
  for (const name of params.keys()) {
    const values = params.getAll(name);
    raw[name] = values.length === 1 ? values[0] : values;
  }
  return raw;
}

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const dayRange = fc
  .tuple(fc.option(day), fc.option(day))
  .map(([one, other]) =>
    one !== null && other !== null && one > other ? { from: other, to: one } : { from: one, to: other },
  );
const text = fc.string({ maxLength: 60 }).map((value) => value.trim());
const texts = fc.uniqueArray(
  text.filter((value) => value !== ''),
  { maxLength: 5 },
);

const listState: fc.Arbitrary<ListState> = fc
  .record({
    status: fc.constantFrom(...SYNC_STATUSES, 'all' as const),
    range: dayRange,
    q: text,
    sort: fc.record({
      key: fc.constantFrom(...SORT_KEYS),
      direction: fc.constantFrom('asc' as const, 'desc' as const),
    }),
    size: fc.constantFrom(...PAGE_SIZES),
    cursor: fc.option(fc.base64String({ minLength: 4, maxLength: 200 })),
    payer: text,
    org: text,
    sources: texts,
    sourceStatuses: texts,
    documentDates: dayRange,
    flags: fc.uniqueArray(fc.constantFrom(...FLAGS)),
    age: fc.option(fc.constantFrom(...AGES)),
    currency: fc.option(fc.constantFrom('USD', 'NZD', NONE)),
    message: fc.option(fc.oneof(fc.constant(NONE), fc.uuid())),
    cause: fc.constantFrom(null, 'none' as const, 'closed_period' as const),
    connection: fc.option(fc.oneof(fc.constant(NONE), fc.uuid())),
    outage: fc.option(fc.uuid({ version: 7 })),
    problem: fc.option(fc.uuid({ version: 7 })),
    forecast: fc.option(fc.constantFrom(...FORECAST_OUTCOMES)),
    isExcluded: fc.boolean(),
    isByCause: fc.boolean(),
    record: fc.option(fc.uuid({ version: 7 })),
    view: fc.option(fc.oneof(fc.constant(PLAIN_VIEW), fc.uuid({ version: 7 }))),
  })
  .map(({ documentDates, ...state }) => ({
    ...state,
    documentFrom: documentDates.from,
    documentTo: documentDates.to,
  }));

describe('the address of the list', () => {
  it('gives back what was put into it', () => {
    fc.assert(
      fc.property(listState, (state) => {
        expect(parseSearchParams(rawOf(toQuery(state, MONTH)), MONTH)).toEqual({ state, notices: [] });
      }),
    );
  });

  it('leaves defaults out', () => {
    expect(toQuery(defaultState(MONTH), MONTH)).toBe('');
    expect(toQuery({ ...defaultState(MONTH), status: 'pending' }, MONTH)).toBe('?status=pending');
  });

  it('keeps a half-open range half open', () => {
    const earlier = { ...defaultState(MONTH), range: { from: null, to: '2026-10-21' } };
    expect(toQuery(earlier, MONTH)).toBe('?to=2026-10-21');
    expect(toQuery({ ...earlier, range: { from: null, to: null } }, MONTH)).toBe('?from=any');
  });

  it('falls back to the default for any text at all, and says so', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('status', 'sort', 'dir', 'size', 'from', 'docFrom', 'record'), fc.string()),
        (raw) => {
          const { state } = parseSearchParams(raw, MONTH);
          expect([...SYNC_STATUSES, 'all']).toContain(state.status);
          expect(SORT_KEYS).toContain(state.sort.key);
          expect(PAGE_SIZES).toContain(state.size);
          expect(state.range.from === null || isDay(state.range.from)).toBe(true);
        },
      ),
    );
    const { state, notices } = parseSearchParams({ status: 'lost', size: '7', from: '2026-02-30' }, MONTH);
    expect(state).toEqual(defaultState(MONTH));
    expect(notices).toHaveLength(3);
    expect(notices[0]).toContain('lost');
  });

  it('refuses a range that ends before it begins', () => {
    const { state, notices } = parseSearchParams(
      { from: '2026-11-02', to: '2026-11-01', docFrom: '2026-11-02', docTo: '2026-11-01' },
      MONTH,
    );
    expect(state).toEqual(defaultState(MONTH));
    expect(notices).toHaveLength(2);
  });

  it('starts at the first page and closes the record whenever the list changes', () => {
    const state = { ...defaultState(MONTH), cursor: 'abc', record: '01939b2e-0000-7000-8000-000000000000' };
    expect(withChange(state, { q: 'acme' })).toMatchObject({ q: 'acme', cursor: null, record: null });
    expect(withChange(state, { cursor: 'def' })).toMatchObject({ cursor: 'def' });
  });

  it('knows its own filters from the default ones', () => {
    fc.assert(
      fc.property(listState, (state) => {
        expect(hasExtraFilter(withoutExtraFilters(state))).toBe(false);
        expect(toFilter('bill', state).kinds).toEqual(['bill']);
      }),
    );
  });
});
