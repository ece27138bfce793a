import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { database } from '#lib/db/client.ts';
import { type Column, type ColumnType, recordset } from '#lib/db/recordset.ts';
import { administrator } from '#tests/factories/administrator.ts';

beforeAll(() => administrator());

type Row = { n: number; value: unknown };

/** What the database reads of values of one type, as its own JSON. */
async function readBack(type: ColumnType, values: readonly unknown[]): Promise<unknown[]> {
  const columns: readonly Column<Row>[] = [
    ['n', 'integer', ({ n }) => n],
    ['value', type, ({ value }) => value],
  ];
  const rows = values.map((value, n) => ({ n, value }));
  const read = await database().$queryRaw<{ value: unknown }[]>`
    SELECT to_json(s.value) AS value FROM ${recordset('s', rows, columns)} ORDER BY s.n`;
  return read.map(({ value }) => value);
}

/** Any text that PostgreSQL holds. */
const storable = fc
  .string({ unit: 'binary', maxLength: 30 })
  .map((text) => text.toWellFormed().replaceAll('\u0000', ''));

test.each([
  '',
  ' ',
  ' led',
  'trailed\t',
  'null',
  'NULL',
  'a,b',
  '{}',
  '{"a":"\\n"}',
  '"',
  '\\',
  '\\\\"',
  '\n',
  '\u00a0',
  'Größe 📦',
  "Vendor 'Acme'",
])('the text %j comes back as it went', async (text) => {
  expect(await readBack('text', ['before', text, null, undefined, 'after'])).toEqual([
    'before',
    text,
    null,
    null,
    'after',
  ]);
});

test('any texts come back as they went, and in their rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(storable), { maxLength: 40 }), async (values) => {
      expect(await readBack('text', values)).toEqual(values);
    }),
  );
});

test('any JSON comes back as it went', async () => {
  const json = fc.jsonValue({ maxDepth: 3, stringUnit: storable }).filter((value) => value !== null);
  await fc.assert(
    fc.asyncProperty(fc.array(json, { maxLength: 10 }), async (values) => {
      const plain = JSON.parse(JSON.stringify(values)) as unknown[];
      expect(await readBack('json', plain)).toEqual(plain);
    }),
  );
});

test.each<[ColumnType, unknown[], unknown[]]>([
  ['uuid', ['01a20168-52bd-7000-8000-03d71e411027', null], ['01a20168-52bd-7000-8000-03d71e411027', null]],
  ['numeric', ['1250.5000', '-0.0500', null], [1250.5, -0.05, null]],
  ['integer', [1, 0, null], [1, 0, null]],
  ['smallint', [2, null], [2, null]],
  ['boolean', [true, false, null], [true, false, null]],
  ['date', ['2026-02-28', null], ['2026-02-28', null]],
  ['timestamptz', ['2026-01-02T03:04:05.678Z', null], ['2026-01-02T03:04:05.678+00:00', null]],
  ['bytea', ['00ff7b', null], ['\\x00ff7b', null]],
  ['jsonb', [[{ name: 'Class', option: '"{a}", b' }], null], [[{ name: 'Class', option: '"{a}", b' }], null]],
])('%s', async (type, values, expected) => {
  expect(await readBack(type, values)).toEqual(expected);
});

test('a value that would break out of its array stays one value, and is refused as what it is not', async () => {
  await expect(readBack('uuid', ['01a20168-52bd-7000-8000-03d71e411027},{', 'x'])).rejects.toThrow(
    'invalid input syntax',
  );
});

test('no rows and columns of nulls alone', async () => {
  expect(await readBack('text', [])).toEqual([]);
  expect(await readBack('uuid', [null, null])).toEqual([null, null]);
});
