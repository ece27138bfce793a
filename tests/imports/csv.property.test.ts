import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import { csvLine } from '#lib/exports/csv.ts';
import { CsvSplitter } from '#lib/imports/formats/csv-rows.ts';
import { detectEncoding } from '#lib/imports/formats/detect-encoding.ts';
import { KeyFilter } from '#lib/imports/key-filter.ts';
import { readDay, readInstant, readMoney } from '#lib/imports/read-values.ts';
import { fileOf, read } from '#tests/factories/import-files.ts';

const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r\n', 'a', ' ', 'é', '|', '\t'), maxLength: 8 }),
);
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
const separator = fc.constantFrom(',', ';', '\t', '|');
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
const isFilled = (row: readonly string[]) => row.some((value) => value.trim() !== '');

/** Splits a text that arrives in parts of any length. */
function split(text: string, by: string, lengths: readonly number[]): string[][] {
  const splitter = new CsvSplitter(by);
  const rows = [];
  let at = 0;
  for (const length of [...lengths, text.length]) {
    rows.push(...splitter.push(text.slice(at, at + length)));
    at += length;
  }
  rows.push(...splitter.end());
  expect(rows.filter(({ fault }) => fault !== null)).toEqual([]);
  return rows.map(({ cells }) => [...cells]);
}

test('whatever is quoted comes back, wherever the text breaks off, and as the library reads it', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 });
  fc.assert(
    fc.property(table, separator, fc.constantFrom('\n', '\r\n', '\r'), lengths, (rows, by, end, parts) => {
      const text = rows.map((row) => row.map(quoted).join(by) + end).join('');
      const ours = split(text, by, parts);
      expect(ours).toEqual(rows.filter(isFilled));
      const theirs = parse(text, { delimiter: by, relax_column_count: true, record_delimiter: end }) as string[][];
      expect(ours).toEqual(theirs.filter(isFilled));
    }),
    { numRuns: 500 },
  );
});

test('what our own exports write is found to be what it is: separator, encoding and rows', async () => {
  const text = fc.string({
    unit: fc.constantFrom('"', ',', ';', '\n', 'a', 'é', '=', '-', '1'),
    minLength: 1,
    maxLength: 8,
  });
  const rows = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('utf8', 'utf16le'), async (values, encoding) => {
      const lines = [['id', 'payer', 'number'], ...values].map((row) => csvLine(row)).join('');
      const { detected } = await read(Buffer.from(`\ufeff${lines}`, encoding as BufferEncoding));
      expect(detected).toMatchObject({
        encoding: { id: encoding === 'utf8' ? 'utf-8' : 'utf-16le', how: 'bom' },
        separator: ',',
        rows: values.filter(isFilled).length,
      });
      expect(detected.columns.map(({ heading }) => heading)).toEqual(['id', 'payer', 'number']);
    }),
    { numRuns: 60 },
  );
});

test('text of a code page is never taken for Unicode, nor Unicode for one', async () => {
  const words = fc.array(fc.constantFrom('Müller', 'Größe', 'Señor', 'naïve', 'façade', 'plain'), {
    minLength: 3,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(words, async (list) => {
      const text = `${list.join(';')}\n`.repeat(20);
      const isPlain = list.every((word) => word === 'plain');
      expect(await detectEncoding(fileOf(text))).toEqual({ id: 'utf-8', how: 'valid' });
      const found = await detectEncoding(fileOf(Buffer.from(text, 'latin1')));
      expect(found.how).toBe(isPlain ? 'valid' : 'likely');
    }),
    { numRuns: 60 },
  );
});

test('an amount is read as it was written, with each mark, and never with the other one', () => {
  const amount = fc.tuple(fc.boolean(), fc.bigInt(0n, 10n ** 15n - 1n), fc.integer({ min: 0, max: 99 }));
  fc.assert(
    fc.property(amount, fc.constantFrom(',', '.'), fc.constantFrom('', ' ', "'", 'other'), (parts, mark, gap) => {
      const [isNegative, whole, cents] = parts;
      const thousands = gap === 'other' ? (mark === ',' ? '.' : ',') : gap;
      const digits = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, thousands);
      const decimals = String(cents).padStart(2, '0');
      const plain = `${isNegative ? '-' : ''}${whole}.${decimals}`;
      for (const written of [
        `${isNegative ? '-' : ''}${digits}${mark}${decimals}`,
        isNegative ? `(${digits}${mark}${decimals})` : `€ ${digits}${mark}${decimals}`,
      ]) {
        expect(toAmount(readMoney(written, mark as ',' | '.') ?? 'x')).toBe(toAmount(plain));
        expect(readMoney(written, null)).toBeNull();
      }
      expect(readMoney(`1${mark}23`, mark === ',' ? '.' : ',')).toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('a day is read in the order that was chosen, and no other', () => {
  const date = fc.date({ min: new Date('1000-01-01'), max: new Date('8999-12-30'), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.constantFrom('/', '.', '-'), (instant, mark) => {
      const iso = instant.toISOString().slice(0, 10);
      const [year = '', month = '', day = ''] = iso.split('-');
      expect(readDay([day, month, year].join(mark), 'dmy')).toBe(iso);
      expect(readDay([Number(month), Number(day), year].join(mark), 'mdy')).toBe(iso);
      expect(readDay([year, month, day].join(mark === '-' ? '/' : mark), 'ymd')).toBe(iso);
      expect(readDay([day, month, year].join(mark), null)).toBeNull();
      if (Number(day) > 12) expect(readDay([day, month, year].join(mark), 'mdy')).toBeNull();
      expect(readDay([day, month, year.slice(2)].join(mark), 'dmy')).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['2026-11-02T10:30:00Z', null, null, '2026-11-02T10:30:00.000Z'],
  ['2026-11-02 10:30', null, 'UTC', '2026-11-02T10:30:00.000Z'],
  ['2026-11-02 10:30', null, null, null],
  ['02/11/2026 2:05 pm', 'dmy', 'Europe/Berlin', '2026-11-02T13:05:00.000Z'],
  ['11/02/2026 12:00:01.5 AM +0200', 'mdy', null, '2026-11-01T22:00:01.500Z'],
  // The clocks of that night went from 2 to 3.
  ['29.03.2026 02:30', 'dmy', 'Europe/Berlin', null],
  ['2026-11-02', null, 'America/Chicago', '2026-11-02T06:00:00.000Z'],
  ['2026-11-02 25:00', null, 'UTC', null],
  ['yesterday', 'dmy', 'UTC', null],
] as const)('the time %s (%s, %s) is %s', (text, format, zone, instant) => {
  expect(readInstant(text, format, zone)).toBe(instant);
});

test('a key that comes twice is always known to', () => {
  const filter = new KeyFilter();
  for (let n = 0; n < 50_000; n += 1) filter.add(`doc-${n}`);
  for (let n = 0; n < 50_000; n += 7) filter.add(`doc-${n}`);
  const repeated = Array.from({ length: 50_000 }, (_, n) => n).filter((n) => filter.isRepeated(`doc-${n}`));
  expect(repeated.filter((n) => n % 7 === 0)).toHaveLength(Math.ceil(50_000 / 7));
  expect(repeated.length).toBeLessThan(7_143 + 500);
});
