import { describe, expect, it } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import {
  EMPTY_SELECTION,
  hasSelection,
  isSelected,
  type Selection,
  toSelection,
  totalsOf,
  withRecords,
} from '../../../app/[tenant]/history/[tab]/_components/selection.ts';

const INVOICE = { number: 'INV-1', amount: toAmount('0.10'), currency: 'USD' };
const CREDIT = { number: 'CM-1', amount: toAmount('-5'), currency: 'USD' };
const FOREIGN = { number: 'INV-2', amount: toAmount('7'), currency: 'CAD' };
const BARE = { number: 'INV-3', amount: null, currency: null };
const MATCHING = {
  count: 84,
  isExact: true,
  amounts: [
    { currency: 'USD', count: 80, amount: toAmount('1000') },
    { currency: 'CAD', count: 4, amount: toAmount('70') },
  ],
};

describe('a selection', () => {
  it('sums what is ticked per currency, exactly', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [String(index), INVOICE]));
    expect(totalsOf(withRecords(EMPTY_SELECTION, many, true), null)).toEqual({
      count: 30,
      isExact: true,
      amounts: [{ currency: 'USD', amount: toAmount('3') }],
    });
  });

  it('keeps currencies apart, and counts what has no amount', () => {
    const selection = withRecords(EMPTY_SELECTION, { a: INVOICE, b: CREDIT, c: FOREIGN, d: BARE }, true);
    expect(totalsOf(selection, null)).toEqual({
      count: 4,
      isExact: true,
      amounts: [
        { currency: 'USD', amount: toAmount('-4.90') },
        { currency: 'CAD', amount: toAmount('7') },
      ],
    });
  });

  it('is empty again when everything is unticked', () => {
    const ticked = withRecords(EMPTY_SELECTION, { a: INVOICE }, true);
    expect(isSelected(ticked, 'a')).toBe(true);
    expect(hasSelection(withRecords(ticked, { a: INVOICE }, false))).toBe(false);
  });

  it('comes back from the store, unless that holds something else', () => {
    const selection = withRecords(EMPTY_SELECTION, { a: INVOICE, d: BARE }, true);
    expect(toSelection(JSON.parse(JSON.stringify(selection)))).toEqual(selection);
    for (const other of [null, 7, {}, { mode: 'most', records: {} }, { mode: 'some', records: { a: { number: 1 } } }]) {
      expect(toSelection(other)).toEqual(EMPTY_SELECTION);
    }
  });

  it('of all that match leaves out what is unticked, with its money', () => {
    const all: Selection = { mode: 'all', records: {} };
    expect(isSelected(all, 'anything')).toBe(true);
    const allButTwo = withRecords(all, { b: CREDIT, c: FOREIGN }, false);
    expect(isSelected(allButTwo, 'b')).toBe(false);
    expect(totalsOf(allButTwo, MATCHING)).toEqual({
      count: 82,
      isExact: true,
      amounts: [
        { currency: 'USD', amount: toAmount('1005') },
        { currency: 'CAD', amount: toAmount('63') },
      ],
    });
    expect(totalsOf(withRecords(allButTwo, { b: CREDIT }, true), MATCHING).count).toBe(83);
  });

  it('of all that match names no currency of which every record is unticked, but one that sums to zero', () => {
    const matching = {
      count: 3,
      isExact: true,
      amounts: [
        { currency: 'USD', count: 2, amount: toAmount('-5') },
        { currency: 'CAD', count: 1, amount: toAmount('7') },
      ],
    };
    const allButTwo = withRecords({ mode: 'all', records: {} }, { b: CREDIT, c: FOREIGN }, false);
    expect(totalsOf(allButTwo, matching)).toEqual({
      count: 1,
      isExact: true,
      amounts: [{ currency: 'USD', amount: toAmount('0') }],
    });
  });
});
