import { expect, test } from 'vitest';
import { countsWords, formatBytes, importableRows } from '../../../app/[tenant]/import/import-words.ts';

const none = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unmatched: 0, repeated: 0 };

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1 kB'],
  [1_440_000, '1.4 MB'],
  [250_000_000, '250 MB'],
  [5_000_000_000_000, '5,000 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes, 'en-US')).toBe(words);
});

test('counts leave out what there is none of, and rejected rows are not imported', () => {
  const counts = { ...none, rows: 1_012, created: 1_000, rejected: 12 };
  expect(countsWords(counts, 'en-US')).toBe('1,000 created, 12 rejected');
  expect(countsWords(none, 'en-US')).toBe('no rows');
  expect(importableRows(counts)).toBe(1_000);
});
