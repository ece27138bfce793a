import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listPaths } from '#lib/mapping/list-paths.ts';
import { mapPayload } from '#lib/mapping/map-payload.ts';
import type { Rule } from '#lib/mapping/mapping-contract.ts';
import { mappingSchema } from '#lib/mapping/mapping-schema.ts';
import { parsePath, pathText, valueAt } from '#lib/mapping/path.ts';
import { readPayload, type Tree } from '#lib/mapping/payload-tree.ts';
import { PRESETS } from '#lib/mapping/presets.ts';
import { readValue } from '#lib/mapping/read-value.ts';
import { TARGET_FIELDS, type TargetType, targetField } from '#lib/mapping/target-fields.ts';
import { hostileBody, hostileKey, hostileType } from '#tests/factories/hostile-payloads.ts';

const RECOGNISED = { preset: null, mapping: null };

async function treeOf(body: unknown, type: string | null = null): Promise<Tree> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { tree, unreadable } = await readPayload(Uint8Array.from(Buffer.from(text)), type);
  if (unreadable !== null) throw new Error(unreadable);
  return tree;
}

function read(type: TargetType, value: Tree, rule: Rule = {}): unknown {
  const { value: good, problem } = readValue(type, value, rule);
  return problem === null ? good : { problem };
}
const PROBLEM = { problem: expect.any(String) };

describe('A path', () => {
  const tree: Tree = {
    items: [{ name: 'a' }, { name: 'Status', value: 'ok' }],
    'a key. with dots': { 'x]"': '1' },
    inner: '{"deep":[1,2.50]}',
    'Invoice ID': 'inv_1',
  };

  test.each([
    ['items[1].value', 'ok'],
    ['items[-1].name', 'Status'],
    ['items[name=Status].value', 'ok'],
    ['items[name="Status"].value', 'ok'],
    ['["a key. with dots"]["x]\\""]', '1'],
    ['inner.deep[1]', '2.50'],
    ['Invoice ID', 'inv_1'],
    ['~invoiceid', 'inv_1'],
    ['invoice id', undefined],
    ['items.length', undefined],
    ['constructor', undefined],
    ['__proto__.toString', undefined],
    ['items[9].name', undefined],
  ])('%s', (path, value) => {
    expect(valueAt(tree, parsePath(path) ?? [])).toBe(value);
  });

  test.each(['', '.', 'a.', 'a..b', '[', 'a[b', 'a]', '[1.5]', 'x'.repeat(501), `${'a.'.repeat(30)}a`])(
    '%j is none',
    (path) => {
      expect(parsePath(path)).toBeNull();
    },
  );

  test('of every value that a payload is listed with leads back to it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        // As payloads are read: every number is a text.
        const payload = JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
          typeof one === 'number' ? String(one) : one,
        ) as Tree;
        for (const { path, sample } of listPaths(payload)) {
          const steps = parsePath(path);
          // What is deeper than paths go is listed, and can't be picked.
          if (steps === null) continue;
          expect(String(valueAt(payload, steps) ?? '').slice(0, 200)).toBe(sample);
          expect(pathText(steps)).toBe(path);
        }
      }),
    );
  });
});

describe('A value', () => {
  test('of money is what was meant, or asked about', () => {
    expect(read('money', '1250.5')).toBe('1250.5');
    expect(read('money', '1.25e3')).toBe('1250');
    expect(read('money', '-12e-2')).toBe('-0.12');
    expect(read('money', '9007199254740993.01')).toEqual(PROBLEM);
    expect(read('money', '900719925474099.01')).toBe('900719925474099.01');
    for (const unclear of ['1,250', '1.250,00', '$12', '12 USD', '', 'x', '1.23456', '١٢']) {
      expect(read('money', unclear), unclear).toEqual(PROBLEM);
    }
    expect(read('money', '1,250', { decimal: '.' })).toBe('1250');
    expect(read('money', '1.250', { decimal: ',' })).toBe('1250');
    expect(read('money', '€ 1 250,50', { decimal: ',' })).toBe('1250.5');
    expect(read('money', '(1,250.00)', { decimal: '.' })).toBe('-1250');
    expect(read('money', '12,50', { decimal: '.' })).toEqual(PROBLEM);
    expect(read('money', '125000', { decimal: 'cents' })).toBe('1250.00');
    expect(read('money', '-5', { decimal: 'cents' })).toBe('-0.05');
    expect(read('money', '12.5', { decimal: 'cents' })).toEqual(PROBLEM);
  });

  test('of a date is never guessed', () => {
    expect(read('day', '2026-10-31')).toBe('2026-10-31');
    expect(read('day', '2026-12-15T00:00:00.000Z')).toBe('2026-12-15');
    expect(read('day', '03/04/2026')).toEqual(PROBLEM);
    expect(read('day', '03/04/2026', { dateFormat: 'dmy' })).toBe('2026-04-03');
    expect(read('day', '03/04/2026', { dateFormat: 'mdy' })).toBe('2026-03-04');
    expect(read('day', '31/02/2026', { dateFormat: 'dmy' })).toEqual(PROBLEM);
    expect(read('day', '31 Oct 2026', { dateFormat: 'month_name' })).toBe('2026-10-31');
    expect(read('instant', '2026-11-02T10:30:00+11:00')).toBe('2026-11-01T23:30:00.000Z');
    expect(read('instant', '2026-11-02 10:30:00')).toEqual(PROBLEM);
    expect(read('instant', '2026-11-02 10:30:00', { timeZone: 'Australia/Sydney' })).toBe('2026-11-01T23:30:00.000Z');
    expect(read('instant', '2026-11-02')).toEqual(PROBLEM);
    expect(read('instant', '1762079400', { dateFormat: 'unix_seconds' })).toBe('2025-11-02T10:30:00.000Z');
    expect(read('instant', '1762079400')).toEqual(PROBLEM);
    expect(read('instant', '2/11/2026 3:05 PM', { dateFormat: 'dmy', timeZone: 'utc' })).toBe(
      '2026-11-02T15:05:00.000Z',
    );
  });

  test('of an outcome or a kind is a word that is known', () => {
    expect(['Success', ' FAILED ', '1', 'error'].map((word) => read('outcome', word))).toEqual([
      'complete',
      'failed',
      'complete',
      'failed',
    ]);
    for (const word of ['pending', '0', 'ok?', 'constructor', '__proto__']) {
      expect(read('outcome', word), word).toEqual(PROBLEM);
    }
    expect(['Invoice', 'Bill Payment', 'invoicePayments'].map((word) => read('kind', word))).toEqual([
      'invoice',
      'bill_payment',
      'invoice_payment',
    ]);
    expect(read('kind', 'payment')).toEqual(PROBLEM);
  });
});

describe('A preset', () => {
  test('names fields that there are, and paths that are paths', () => {
    for (const { fields, recognisedBy } of PRESETS) {
      expect(Object.keys(fields).filter((name) => targetField(name) === null)).toEqual([]);
      const paths = [
        ...recognisedBy.flat(),
        ...Object.values(fields).flatMap((rules) => rules.flatMap((rule) => rule.paths ?? [])),
      ];
      expect(paths.filter((path) => parsePath(path) === null)).toEqual([]);
    }
  });

  test('of Make takes an error of its error handler for a failure, and no other word for anything', async () => {
    const scenario = { scenario: { name: 'Bills' }, data: { 'Bill Number': 'B-7', amount: '1,250.00' } };
    const failed = await treeOf({ ...scenario, error: { type: 'DataError', message: '[400] Missing account' } });
    expect(mapPayload(failed, RECOGNISED)).toMatchObject({
      preset: 'make',
      values: {
        outcome: 'failed',
        errorCode: 'DataError',
        errorMessage: '[400] Missing account',
        'record.kind': 'bill',
      },
      problems: [],
      gives: { named: { kind: 'bill', number: 'B-7' }, attempt: { record: { kind: 'bill' } } },
    });
    const odd = await treeOf({ ...scenario, error: { type: 'NewError', message: 'x' } });
    expect(mapPayload(odd, RECOGNISED).problems).toEqual([
      { field: 'outcome', message: '“NewError” is in no list of values; say what it means' },
    ]);
    expect(mapPayload(await treeOf(scenario), RECOGNISED).problems).toEqual([
      { field: 'outcome', message: 'is missing' },
    ]);
  });

  test('of AroFlo gives the outcome with its document, or the document alone', async () => {
    const invoice = {
      invoiceid: 'JSdK',
      invoicenumber: '1042',
      dateinvoiced: '2026-10-31',
      status: 'Approved',
      totalinc: 99.9,
    };
    const document = { kind: 'invoice', sourceId: 'JSdK', number: '1042', documentDate: '2026-10-31', amount: '99.9' };
    expect(mapPayload(await treeOf(invoice), RECOGNISED).gives).toMatchObject({ type: 'record', record: document });
    const reported = await treeOf({ ...invoice, syncstatus: 'Failed', message: 'The Ipayable cannot be applied' });
    expect(mapPayload(reported, RECOGNISED).gives).toMatchObject({
      type: 'attempt',
      attempt: { outcome: 'failed', errorMessage: 'The Ipayable cannot be applied', record: document },
    });
  });

  test('of a sync log takes a status for an outcome where something proves that it is one', async () => {
    const entry = { 'Invoice Number': 'INV-1', Status: 'Complete' };
    expect(mapPayload(await treeOf(entry), RECOGNISED).preset).toBeNull();
    expect(mapPayload(await treeOf({ ...entry, 'QuickBooks ID': 145 }), RECOGNISED)).toMatchObject({
      preset: 'log',
      gives: { named: { kind: 'invoice', number: 'INV-1' }, attempt: { outcome: 'complete', referenceNumber: '145' } },
    });
  });

  test('gives way to the own mapping, field by field', async () => {
    const tree = await treeOf({ sync_attempt_id: 'SY1', status: 'failed', message: ' verbatim \n', invoice_id: '7' });
    const fields = { 'record.sourceId': { constant: 'own' }, externalId: null };
    expect(mapPayload(tree, { preset: 'log', mapping: { fields } })).toMatchObject({
      values: { errorMessage: ' verbatim \n', 'record.sourceId': 'own' },
      gives: { externalId: null, attempt: { record: { kind: 'invoice', sourceId: 'own' } } },
    });
  });
});

const ruleArbitrary = fc.record(
  {
    paths: fc.array(fc.oneof(hostileKey, fc.constantFrom('a[0]', 'record.kind', '[x=1]', '~status')), { maxLength: 3 }),
    constant: fc.string(),
    values: fc.array(fc.record({ from: hostileKey, to: hostileKey }), { maxLength: 3 }),
    dateFormat: fc.constantFrom('iso', 'dmy', 'mdy', 'ymd', 'month_name', 'unix_seconds', 'unix_millis'),
    timeZone: fc.constantFrom('utc', 'Europe/Berlin'),
    decimal: fc.constantFrom('.', ',', 'cents'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Rule>;
const mappingArbitrary = fc.record({
  fields: fc.dictionary(fc.constantFrom(...TARGET_FIELDS.map(({ name }) => name)), fc.option(ruleArbitrary), {
    maxKeys: 12,
  }),
});

test('whatever is sent, and however it is mapped, nothing throws, and the answer is whole', async () => {
  const presets = fc.constantFrom(null, 'none', 'gone', ...PRESETS.map(({ id }) => id));
  await fc.assert(
    fc.asyncProperty(
      hostileBody,
      hostileType,
      presets,
      fc.option(mappingArbitrary),
      async (text, contentType, preset, mapping) => {
        expect(() => mappingSchema.safeParse(mapping)).not.toThrow();
        const { tree, unreadable } = await readPayload(Uint8Array.from(Buffer.from(text)), contentType);
        if (unreadable !== null) {
          expect(unreadable.length).toBeGreaterThan(0);
          return;
        }
        const mapped = mapPayload(tree, { preset, mapping });
        expect(mapped.gives === null).toBe(mapped.problems.length > 0);
        expect(() => JSON.stringify(mapped)).not.toThrow();
        expect(mapPayload(tree, { preset, mapping })).toEqual(mapped);
      },
    ),
    { numRuns: 1_000, seed: 20261122 },
  );
});

test('a payload as large as one may be is mapped in one pass over each of its objects', async () => {
  const members = Object.fromEntries(Array.from({ length: 50_000 }, (_one, index) => [`Key ${index}`, index]));
  const tree = await treeOf({ ...members, 'Sync Attempt ID': 'SY1', Status: 'failed' });
  expect(mapPayload(tree, RECOGNISED)).toMatchObject({ preset: 'log', problems: [] });
  expect(listPaths(tree).length).toBe(500);
});
