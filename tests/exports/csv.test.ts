import { describe, expect, test } from 'vitest';
import { CSV_BOM, csvLine } from '#lib/exports/csv.ts';

describe('csvLine', () => {
  test('gives plain values as they are, nothing for none, and ends with CR LF', () => {
    expect(csvLine(['INV-1', null, '', 'Söhne 日本', { number: '-12.5000' }])).toBe('INV-1,,,Söhne 日本,-12.5000\r\n');
    expect(csvLine([])).toBe('\r\n');
  });

  test.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' padded ', '" padded "'],
    ['007', '007'],
    ['part;=1+1', '"part;=1+1"'],
    ['part\t=1+1', '"part\t=1+1"'],
  ])('quotes %j where it must', (value, expected) => {
    expect(csvLine([value])).toBe(`${expected}\r\n`);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '-', '=cmd|"/c calc"!A1', '\n=1', '＝1+1', '＠SUM(A1)'])(
    'lets no text begin as a formula: %j',
    (value) => {
      const field = csvLine([value]).slice(0, -2);
      const read = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      expect(read).toBe(`'${value}`);
    },
  );

  test('leaves a sign within a text alone', () => {
    expect(csvLine(['a=1', 'INV-1', 'x@y.example'])).toBe('a=1,INV-1,x@y.example\r\n');
  });
});

test('the mark of UTF-8 is three bytes', () => {
  expect([...Buffer.from(CSV_BOM)]).toEqual([0xef, 0xbb, 0xbf]);
});
