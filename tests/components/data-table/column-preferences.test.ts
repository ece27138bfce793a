import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSameColumns,
  MAX_WIDTH_PX,
  MIN_WIDTH_PX,
  orderColumns,
  parseColumnPreferences,
  serializeColumnPreferences,
} from '#components/data-table/column-preferences.ts';

const columnId = fc.stringMatching(/^[A-Za-z]{1,12}$/);
const preferences = fc.record({
  hidden: fc.uniqueArray(columnId, { maxLength: 8 }),
  order: fc.uniqueArray(columnId, { maxLength: 8 }),
  widths: fc.dictionary(columnId, fc.integer({ min: MIN_WIDTH_PX, max: MAX_WIDTH_PX }), {
    maxKeys: 8,
    noNullPrototype: true,
  }),
});

describe('what the cookie keeps of the columns', () => {
  it('gives back what was put into it', () => {
    fc.assert(
      fc.property(preferences, (given) => {
        expect(parseColumnPreferences(serializeColumnPreferences(given))).toEqual(given);
      }),
    );
  });

  it('is text that a cookie can hold', () => {
    fc.assert(
      fc.property(preferences, (given) => {
        expect(serializeColumnPreferences(given)).toMatch(/^[A-Za-z0-9.-]*$/);
      }),
    );
  });

  it('makes nothing worse of any text at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { widths } = parseColumnPreferences(text);
        for (const widthPx of Object.values(widths)) {
          expect(widthPx).toBeGreaterThanOrEqual(MIN_WIDTH_PX);
          expect(widthPx).toBeLessThanOrEqual(MAX_WIDTH_PX);
        }
      }),
    );
    expect(parseColumnPreferences(undefined)).toEqual({ hidden: [], widths: {}, order: [] });
  });
});

describe('the order of columns', () => {
  const columns = [{ id: 'number', isFixed: true }, { id: 'payer' }, { id: 'amount' }, { id: 'status' }];
  const ordered = (order: string[]) => orderColumns(columns, order).map(({ id }) => id);

  it('is the table’s own unless a person moved one', () => {
    expect(ordered([])).toEqual(['number', 'payer', 'amount', 'status']);
  });

  it('keeps a fixed column first, and what it does not name last', () => {
    expect(ordered(['status', 'number', 'payer', 'unknown'])).toEqual(['number', 'status', 'payer', 'amount']);
  });

  it('tells columns that were moved from those that were not, whatever was set first', () => {
    const one = { hidden: ['a', 'b'], widths: { c: 100, d: 200 }, order: ['e', 'f'] };
    expect(isSameColumns(one, { hidden: ['b', 'a'], widths: { d: 200, c: 100 }, order: ['e', 'f'] })).toBe(true);
    expect(isSameColumns(one, { ...one, order: ['f', 'e'] })).toBe(false);
  });
});
