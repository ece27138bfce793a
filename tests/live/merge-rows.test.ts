import { expect, test } from 'vitest';
import { mergeRows, shiftOf } from '#components/live/merge-rows.ts';

const rows = (ids: string) => ids.split(' ').map((id) => ({ id }));
const merged = (shown: string, next: string, pageSize: number) =>
  mergeRows(rows(shown), rows(next), pageSize)
    .map(({ id }) => id)
    .join(' ');

test.each([
  { what: 'rows pushed off a full page stay', shown: 'a b c d', next: 'x y a b', pageSize: 4, expected: 'x y a b c d' },
  { what: 'and stay once more', shown: 'x y a b c d', next: 'z x y a', pageSize: 4, expected: 'z x y a b c d' },
  { what: 'also when nothing new came', shown: 'x y a b c d', next: 'x y a b', pageSize: 4, expected: 'x y a b c d' },
  { what: 'a row that left from between is gone', shown: 'a b c d', next: 'x a c d', pageSize: 4, expected: 'x a c d' },
  { what: 'a last row that left is gone', shown: 'a b c d', next: 'a b c e', pageSize: 4, expected: 'a b c e' },
  { what: 'a page that is not full holds nothing', shown: 'a b c', next: 'x a b', pageSize: 4, expected: 'x a b' },
  {
    what: 'a row that moved to the top is there once',
    shown: 'a b c d',
    next: 'c a b d',
    pageSize: 4,
    expected: 'c a b d',
  },
  { what: 'another page altogether replaces it', shown: 'a b', next: 'c d', pageSize: 2, expected: 'c d' },
])('$what', ({ shown, next, pageSize, expected }) => {
  expect(merged(shown, next, pageSize)).toBe(expected);
});

const now = (places: Record<string, number>) => new Map(Object.entries(places));

test('the view moves with most of the rows that are seen', () => {
  const visible = [
    { id: 'a', topPx: 100 },
    { id: 'b', topPx: 136 },
    { id: 'c', topPx: 172 },
  ];
  expect(shiftOf(visible, now({ a: 172, b: 208, c: 244 }))).toBe(72);
  // The first row was tried again and is at the top of the list now; the others are what is being read.
  expect(shiftOf(visible, now({ a: -400, b: 136, c: 172 }))).toBe(0);
  expect(shiftOf(visible, now({ b: 100, c: 136 }))).toBe(-36);
  expect(shiftOf(visible, now({}))).toBe(0);
});
