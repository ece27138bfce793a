import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';

type Column = { table: string; column: string; type: string; isNullable: boolean };

/** Native types as Prisma names them, as PostgreSQL names them. */
const TYPES: Record<string, string> = {
  Uuid: 'uuid',
  VarChar: 'character varying',
  Char: 'character',
  Text: 'text',
  Timestamptz: 'timestamp with time zone',
  Date: 'date',
  Decimal: 'numeric',
  DoublePrecision: 'double precision',
  Integer: 'integer',
  SmallInt: 'smallint',
  BigInt: 'bigint',
  Boolean: 'boolean',
  ByteA: 'bytea',
  Json: 'json',
  JsonB: 'jsonb',
};

const FOLDER = 'prisma/schema';

function readSchema(): Column[] {
  const text = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.prisma'))
    .map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8'))
    .join('\n');
  return [...text.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
    return body.split('\n').flatMap((line) => columnOf(table, line));
  });
}

function columnOf(table: string, line: string): Column[] {
  const field = /^\s+(\w+)\s+(\w+)(\[\])?(\?)?\s(.*)$/.exec(line);
  if (field === null) return [];
  const [, name = '', , isList, isOptional, attributes = ''] = field;
  const native = /@db\.(\w+)(?:\(([\d, ]+)\))?/.exec(attributes);
  if (native === null) throw new Error(`${table}.${name} names no native type, so it can't be compared`);
  const column = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name;
  return [{ table, column, type: typeName(native, isList !== undefined), isNullable: isOptional !== undefined }];
}

function typeName([, name = '', size]: RegExpExecArray, isList: boolean): string {
  const type = TYPES[name] ?? name;
  const withSize =
    size === undefined
      ? type
      : type.startsWith('timestamp')
        ? type.replace('timestamp', `timestamp(${size})`)
        : `${type}(${size.replace(' ', '')})`;
  return isList ? `${withSize}[]` : withSize;
}

beforeAll(() => administrator());

function byName(a: Column, b: Column): number {
  return `${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1;
}

test('the Prisma schema and the migrated database agree column by column', async () => {
  const columns = await asAdministrator<Column>(`
    SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS "isNullable"
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`);
  expect(columns.length).toBeGreaterThan(150);
  expect(readSchema().toSorted(byName)).toEqual(columns.toSorted(byName));
});

test('both know the same primary and unique keys', async () => {
  const text = readdirSync(FOLDER)
    .map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8'))
    .join('\n');
  const declared = [...text.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
    const columnNames = new Map(
      body.split('\n').flatMap((line): [string, string][] => {
        const name = /^\s+(\w+)\s/.exec(line)?.[1];
        return name === undefined ? [] : [[name, /@map\("(\w+)"\)/.exec(line)?.[1] ?? name]];
      }),
    );
    const lists = [...body.matchAll(/@@(?:id|unique)\(\[([^\]]+)\]/g)].map(([, list = '']) => list.split(/,\s*/));
    const single = [...body.matchAll(/^\s+(\w+)\s.*\s@(?:id|unique)\b/gm)].map(([, name = '']) => [name]);
    return [...lists, ...single].map((names) => `${table} (${names.map((name) => columnNames.get(name)).join(', ')})`);
  });
  const stored = await asAdministrator<{ key: string }>(`
    SELECT c.conrelid::regclass || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.place)
             FROM unnest(c.conkey) WITH ORDINALITY k(attnum, place)
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) || ')' AS key
      FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid AND t.relname <> '_prisma_migrations'
     WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('p', 'u')`);
  expect(declared.toSorted()).toEqual(stored.map(({ key }) => key).toSorted());
});
