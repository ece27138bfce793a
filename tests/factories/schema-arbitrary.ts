import fc, { type Arbitrary } from 'fast-check';

type Schema = Record<string, unknown> & { $defs?: Record<string, Schema> };

/** Values that a schema may be given beside its own: ids that are known, by the format or the name of the field. */
export type KnownValues = Record<string, readonly unknown[]>;

/** Takes a JSON Schema as zod writes it; gives an arbitrary of values that keep it, known ones among them. */
export function schemaArbitrary(schema: Schema, known: KnownValues): Arbitrary<unknown> {
  return arbitraryOf(schema, schema.$defs ?? {}, known, '');
}

function arbitraryOf(
  schema: Schema,
  defs: Record<string, Schema>,
  known: KnownValues,
  name: string,
): Arbitrary<unknown> {
  const inner = (one: Schema, field = name) => arbitraryOf(one, defs, known, field);
  if (typeof schema.$ref === 'string') return inner(defs[schema.$ref.replace('#/$defs/', '')] ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const either = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (either !== undefined) return fc.oneof(...either.map((one) => inner(one)));
  switch (schema.type) {
    case 'object':
      return objectArbitrary(schema, inner);
    case 'array': {
      const minLength = Number(schema.minItems ?? 0);
      return fc.array(inner((schema.items ?? {}) as Schema), { minLength, maxLength: Math.max(minLength, 3) });
    }
    case 'string':
      return withKnown(stringArbitrary(schema), known, name, schema.format);
    case 'integer':
    case 'number': {
      const min = Math.max(Number(schema.minimum ?? -1000), -1e6);
      return fc.integer({ min, max: Math.max(min, Math.min(Number(schema.maximum ?? 1000), min + 2000)) });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectArbitrary(
  schema: Schema,
  inner: (one: Schema, name?: string) => Arbitrary<unknown>,
): Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const requiredKeys = (schema.required ?? []) as string[];
  return fc.record(Object.fromEntries(properties.map(([field, one]) => [field, inner(one, field)])), {
    requiredKeys,
    noNullPrototype: true,
  });
}

function withKnown(own: Arbitrary<string>, known: KnownValues, name: string, format: unknown): Arbitrary<unknown> {
  const values = [...(known[name] ?? []), ...(known[String(format)] ?? [])];
  return values.length === 0
    ? own
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: own });
}

function stringArbitrary({ format, pattern, minLength = 0, maxLength = 40 }: Schema): Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date')
    return fc
      .date({ min: new Date('1990-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  if (format === 'date-time') {
    return fc
      .date({ min: new Date('1990-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (format === 'uri') return fc.webUrl();
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  const min = Number(minLength);
  return fc
    .string({ unit: 'grapheme', minLength: min, maxLength: Math.max(min, Math.min(Number(maxLength), 40)) })
    .map((text) => (text.length > Number(maxLength) ? text.slice(0, Number(maxLength)).toWellFormed() : text));
}

/** Values that have broken a program somewhere. */
export const HOSTILE: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -1,
  3,
  0.1,
  1e308,
  -1e-320,
  2 ** 53,
  2 ** 31,
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202e\u2066',
  'ß'.repeat(256),
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(70_000),
  '__proto__',
  'constructor',
  "'; DROP TABLE tenant --",
  '{1,2}',
  'NULL',
  '%',
  '\\',
  '-0',
  '1e5',
  '0x10',
  'NaN',
  'Infinity',
  '999999999999999.9999',
  '-999999999999999.9999',
  '9999999999999999',
  '0000-00-00',
  '9999-12-31',
  '2026-02-30',
  '8999-12-31T23:59:59Z',
  '1970-01-01T00:00:00+14:00',
  '2026-01-01T00:00:00.123456789Z',
  'USD',
  [],
  {},
  [[[[[[]]]]]],
  [null],
  { __proto__: null, constructor: { prototype: {} } },
  JSON.parse('{"__proto__":{"polluted":true}}'),
];

/** Takes JSON; gives it with some of its values replaced by hostile ones, fields taken away, or fields nobody knows. */
export function spoiled(value: Arbitrary<unknown>): Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'nest', 'repeat'),
    hostile: fc.constantFrom(...HOSTILE),
    key: fc.constantFrom('__proto__', 'constructor', 'toString', 'unknown', '', '\u0000', '\ud800', 'id', 'tenantId'),
  });
  return fc.tuple(value, fc.array(change, { minLength: 1, maxLength: 3 })).map(([whole, changes]) => {
    const holder = { whole: structuredClone(whole) };
    for (const { at, how, hostile: shared, key } of changes) {
      const hostile = structuredClone(shared);
      const places = placesIn(holder);
      const place = places[at % places.length];
      if (place === undefined) continue;
      const [owner, name] = place;
      if (how === 'remove' && owner !== holder) Reflect.deleteProperty(owner, name);
      else if (how === 'nest') owner[name] = [owner[name]];
      else if (how === 'repeat' && Array.isArray(owner[name])) owner[name] = repeated(owner[name]);
      else if (how === 'add' && isObject(owner[name])) define(owner[name], key, hostile);
      else owner[name] = hostile;
    }
    return holder.whole;
  });
}

/** One item more than any call takes. */
function repeated([first = null]: readonly unknown[]): unknown[] {
  return Array.from({ length: 1001 }, () => structuredClone(first));
}

type Owner = Record<string, unknown>;

function placesIn(owner: Owner): [Owner, string][] {
  return Object.entries(owner).flatMap(([name, value]) => [
    [owner, name] as [Owner, string],
    ...(typeof value === 'object' && value !== null ? placesIn(value as Owner) : []),
  ]);
}

function isObject(value: unknown): value is Owner {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As JSON.parse would: a field that is called __proto__ is a field. */
function define(owner: Owner, key: string, value: unknown): void {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Takes JSON text; gives bodies that are broken as texts: cut off, doubled, not UTF-8, deep, of another type. */
export function brokenBody(text: Arbitrary<string>): Arbitrary<{ body: Uint8Array<ArrayBuffer>; type: string }> {
  const json = 'application/json';
  const bytes = (value: string) => Uint8Array.from(Buffer.from(value));
  const at = fc.nat();
  return fc.oneof(
    fc
      .tuple(text, at)
      .map(([whole, place]) => ({ body: bytes(whole.slice(0, place % (whole.length + 1))), type: json })),
    fc.tuple(text, at, fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([whole, place, junk]) => {
      const start = bytes(whole);
      const middle = place % (start.length + 1);
      return { body: Uint8Array.from([...start.subarray(0, middle), ...junk, ...start.subarray(middle)]), type: json };
    }),
    fc
      .integer({ min: 20, max: 5000 })
      .map((depth) => ({ body: bytes(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`), type: json })),
    text.map((whole) => ({ body: bytes(whole.replace(/"(\w+)":/, '"$1":null,"$1":')), type: json })),
    text.map((whole) => ({ body: bytes(`\ufeff${whole}`), type: json })),
    text.map((whole) => ({ body: bytes(whole.replace(/:\s*("[^"]*"|\d+)/, ':1e999')), type: json })),
    fc
      .tuple(
        text,
        fc.constantFrom(
          'text/plain',
          'application/xml',
          'multipart/form-data',
          'application/x-www-form-urlencoded',
          '',
          'application/json5',
          'application/jsonx; charset=utf-16',
        ),
      )
      .map(([whole, type]) => ({ body: bytes(whole), type })),
    fc.json().map((whole) => ({ body: bytes(whole), type: json })),
  );
}
