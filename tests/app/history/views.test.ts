import { describe, expect, it } from 'vitest';
import { monthEndingOn } from '#lib/core/dates.ts';
import { MOVING_RANGES, type ViewContent } from '#lib/views/view-contract.ts';
import { columnCookieOf, columnsIn } from '../../../app/[tenant]/history/[tab]/column-cookie.ts';
import { datePresets } from '../../../app/[tenant]/history/[tab]/date-presets.ts';
import { defaultState, type ListState, toQuery } from '../../../app/[tenant]/history/[tab]/list-address.ts';
import { isSameList, movingRangesOf, shownBy, stateOfView } from '../../../app/[tenant]/history/[tab]/views.ts';

const ID = '01939b2e-0000-7000-8000-000000000000';

function onDay(today: string) {
  return { today, defaultRange: monthEndingOn(today) };
}

function stateWith(today: string, change: Partial<ListState>): ListState {
  return { ...defaultState(monthEndingOn(today)), ...change };
}

function saved(state: ListState, movingRange: ViewContent['movingRange']) {
  return { id: ID, ...shownBy(state, movingRange) };
}

describe('what a view keeps of a list', () => {
  it('opens with the same filters and order, as this view, at its first page', () => {
    const state = stateWith('2026-11-22', {
      status: 'complete',
      payer: 'Acme & Söhne',
      flags: ['differs'],
      sort: { key: 'amount', direction: 'asc' },
      size: 100,
      cursor: 'somewhere',
      record: ID,
      view: ID,
    });
    const view = saved(state, 'month_ending_today');
    expect(view.query).not.toMatch(/cursor|record|view|from|to=/);
    expect(stateOfView(view, onDay('2026-11-22'))).toEqual({ ...state, cursor: null, record: null, view: ID });
  });

  it.each(MOVING_RANGES)('moves %s with the day', (movingRange) => {
    const range = datePresets('2026-11-22').find(({ id }) => id === movingRange)!.range;
    const view = saved(stateWith('2026-11-22', { range }), movingRange);
    for (const day of ['2026-11-22', '2026-11-23', '2026-12-31', '2027-03-01']) {
      const expected = datePresets(day).find(({ id }) => id === movingRange)!.range;
      expect(stateOfView(view, onDay(day)).range).toEqual(expected);
    }
  });

  it('leaves other days where they are, also those that are the default on the day of saving', () => {
    const today = '2026-11-22';
    for (const range of [
      { from: '2026-01-01', to: '2026-03-31' },
      { from: null, to: '2026-03-31' },
      { from: null, to: null },
      monthEndingOn(today),
    ]) {
      const view = saved(stateWith(today, { range }), null);
      expect(stateOfView(view, onDay('2027-02-01')).range).toEqual(range);
    }
  });

  it('knows a changed list from the same one', () => {
    const state = stateWith('2026-11-22', { status: 'complete' });
    expect(isSameList(state, { ...state, cursor: 'x', record: ID, view: ID })).toBe(true);
    expect(isSameList(state, { ...state, status: 'all' })).toBe(false);
    expect(isSameList(state, { ...state, sort: { key: 'payer', direction: 'asc' } })).toBe(false);
    expect(isSameList(state, { ...state, range: { from: '2026-11-01', to: '2026-11-22' } })).toBe(false);
  });

  it('offers every meaning that the days have today', () => {
    expect(movingRangesOf(monthEndingOn('2026-11-22'), '2026-11-22').map(({ id }) => id)).toEqual([
      'month_ending_today',
    ]);
    // On the last day of January the month that ends today is this month.
    expect(movingRangesOf({ from: '2026-01-01', to: '2026-01-31' }, '2026-01-31').map(({ id }) => id)).toEqual([
      'month_ending_today',
      'this_month',
    ]);
    expect(movingRangesOf({ from: '2026-01-01', to: '2026-01-30' }, '2026-01-31')).toEqual([]);
  });

  it('has an address that says something, so that it is not taken for none', () => {
    const view = saved(stateWith('2026-11-22', {}), 'month_ending_today');
    const state = stateOfView(view, onDay('2026-11-22'));
    expect(toQuery(state, monthEndingOn('2026-11-22'))).toBe(`?view=${ID}`);
  });
});

describe('the columns of a tab', () => {
  const view = { id: ID, columns: '-payer.number120' };
  const cookies: Record<string, string> = {
    'tieout.columns.invoices': '-reference',
    'tieout.view.invoices': `${ID}~-payer.number200`,
  };
  const read = (name: string) => cookies[name];

  it('are the own ones without a view, whatever was changed in a view', () => {
    expect(columnsIn(read, 'invoice', null)).toEqual({ hidden: ['reference'], widths: {}, order: [] });
    expect(columnsIn(() => undefined, 'invoice', null)).toEqual({ hidden: [], widths: {}, order: [] });
  });

  it('are the view’s while it is open, with what was changed since', () => {
    expect(columnsIn(() => undefined, 'invoice', view)).toEqual({
      hidden: ['payer'],
      widths: { number: 120 },
      order: [],
    });
    expect(columnsIn(read, 'invoice', view)).toEqual({ hidden: ['payer'], widths: { number: 200 }, order: [] });
    const other = { ...view, id: '01939b2e-0000-7000-8000-000000000001' };
    expect(columnsIn(read, 'invoice', other)).toEqual({ hidden: ['payer'], widths: { number: 120 }, order: [] });
  });

  it('are never written into the own cookie while a view is open', () => {
    expect(columnCookieOf('invoice', null)).toEqual({ name: 'tieout.columns.invoices', prefix: '' });
    expect(columnCookieOf('invoice', view)).toEqual({ name: 'tieout.view.invoices', prefix: `${ID}~` });
  });
});
