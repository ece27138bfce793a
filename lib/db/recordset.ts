import { Prisma } from './generated/client.ts';

const ARRAY_TYPES = {
  uuid: Prisma.raw('uuid[]'),
  text: Prisma.raw('text[]'),
  numeric: Prisma.raw('numeric[]'),
  date: Prisma.raw('date[]'),
  timestamptz: Prisma.raw('timestamptz[]'),
  boolean: Prisma.raw('boolean[]'),
  smallint: Prisma.raw('smallint[]'),
  integer: Prisma.raw('integer[]'),
  bytea: Prisma.raw('bytea[]'),
  json: Prisma.raw('json[]'),
  jsonb: Prisma.raw('jsonb[]'),
};

/** `bytea` is given as hexadecimal text, `json` and `jsonb` as values, everything else as the database writes it. */
export type ColumnType = keyof typeof ARRAY_TYPES;

/** A column of a recordset: its name, its type, and what a row has in it; null and undefined are both null. */
export type Column<Row> = readonly [name: string, type: ColumnType, value: (row: Row) => unknown];

/**
 * Gives rows as a table to select from, `unnest($1::uuid[], $2::text[], …) AS alias(…)`: one parameter a column, whatever
 * their number. The database reads arrays twice as fast as JSON, and the driver passes few texts on instead of many
 * values. At least one column must be without nulls.
 */
export function recordset<Row>(alias: string, rows: readonly Row[], columns: readonly Column<Row>[]): Prisma.Sql {
  const arrays = columns.map(
    ([, type, value]) => Prisma.sql`${arrayText(rows.map(value), type)}::${ARRAY_TYPES[type]}`,
  );
  const names = columns.map(([name]) => name).join(', ');
  return Prisma.sql`unnest(${Prisma.join(arrays)}) AS ${Prisma.raw(`${alias}(${names})`)}`;
}

/** Gives values as PostgreSQL reads an array. One of nulls alone is left empty: unnest fills what is short with nulls. */
function arrayText(values: readonly unknown[], type: ColumnType): string {
  if (values.every((value) => value == null)) return '{}';
  return `{${values.map((value) => (value == null ? 'NULL' : elementText(value, type))).join()}}`;
}

function elementText(value: unknown, type: ColumnType): string {
  if (type === 'json' || type === 'jsonb') return quoted(JSON.stringify(value));
  if (type === 'bytea') return quoted(`\\x${value}`);
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** Most texts need no quotes, and the driver is spared the escaping of those. */
function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : text;
}

const NEEDS_QUOTES = /[{},"\\]|^\s|\s$|^$|^null$/i;
