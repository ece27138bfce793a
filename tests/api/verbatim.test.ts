import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { itemSpans, parseJson } from '#lib/core/json-source.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { callRoute } from '#tests/factories/api-call.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { POST } from '../../app/api/v1/attempts/route.ts';
import { GET } from '../../app/api/v1/records/[id]/route.ts';

let tenant: TestTenant;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
});

const HEAD =
  '"externalId":"SY1","record":{"kind":"invoice","sourceId":"i"},"outcome":2,"attemptedAt":"2026-01-01T00:00:00Z"';

async function storedRaw(body: string): Promise<unknown> {
  const answer = await callRoute(POST, { key: tenant.keyText, body });
  expect(answer.body.results).toMatchObject([{ result: 'created' }]);
  const [row] = await storedRows(tenant, 'sync_attempt', 'id');
  return row?.raw;
}

describe('The payload of an attempt is kept byte for byte', () => {
  test.each([
    ['odd spacing', '{ "a" :1,\n\t"b":[ 1 ,2 ]\r\n}'],
    ['numbers that no float holds', '{"amount":1234567890123456789.10,"exp":1E+400,"zero":-0.0}'],
    ['a repeated member', '{"a":1,"a":2}'],
    ['escapes as they were written', '{"\\u0041":"\\u00e9\\/\\u0000\\ud83d"}'],
    ['brackets and quotes within text', '{"t":"}],\\"{[\\\\"}'],
    ['other letters', '{"é":"日本語 🚚\u2028"}'],
    ['an array', '[1, [2 ]]'],
    ['a number', '1.50'],
    ['false', 'false'],
  ])('JSON with %s', async (_what, raw) => {
    expect(await storedRaw(`{"attempts":[ {${HEAD}, "raw" : ${raw} } ]}`)).toBe(raw);
  });

  test('a text is kept as the text it is', async () => {
    const raw = '<Fault>\n\t<Detail>"No"</Detail> \u00a0é</Fault>\r\n';
    expect(await storedRaw(`{"attempts":[{"raw":${JSON.stringify(raw)},${HEAD}}]}`)).toBe(raw);
  });

  test.each(['', ',"raw":null'])('none is none', async (rest) => {
    expect(await storedRaw(`{"attempts":[{${HEAD}${rest}}]}`)).toBeNull();
  });

  test('of an item that names raw twice, and of a call that names its list twice, the last counts', async () => {
    expect(
      await storedRaw(`{"attempts":[{"raw":{"no":0}}],"attempts":[{"raw":{"no":1},${HEAD},"r\\u0061w":{"yes":2}}]}`),
    ).toBe('{"yes":2}');
  });

  test('and read back so, with the ledger’s exact words', async () => {
    const message = '  "Vendor" \\ <b>é</b>\n\n 🚚 ';
    const raw = '{ "x" : 1.00 }';
    const record = '{"kind":"invoice","sourceId":"i","number":"I-1"}';
    const body = `{"attempts":[{${HEAD.replace('{"kind":"invoice","sourceId":"i"}', record)},"raw":${raw},"errorMessage":${JSON.stringify(message)}}]}`;
    const answer = await callRoute(POST, { key: tenant.keyText, body });
    const [{ recordId }] = answer.body.results as [{ recordId: string }];
    const { body: read } = await callRoute(GET, { key: tenant.keyText, params: { id: recordId } });
    expect(read).toMatchObject({ errorMessage: message, attempts: [{ raw, errorMessage: message }] });
  });
});

test('a refused item is kept as received', async () => {
  const item = '{ "externalId":"SY1" ,\n "amount" : 1.00, "x":"\\u0000" }';
  await callRoute(POST, { key: tenant.keyText, body: `{"attempts":[${item}]}` });
  expect(await storedRows(tenant, 'rejected_item', 'id')).toMatchObject([{ item, times: 1 }]);
});

test('the text of each item is found in any JSON', () => {
  const items = fc.array(
    fc.oneof(
      fc.json(),
      fc.record({ raw: fc.jsonValue() }).map((item) => JSON.stringify(item)),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  const space = fc.stringMatching(/^[ \t\n\r]{0,3}$/);
  fc.assert(
    fc.property(items, space, fc.json(), (list, gap, other) => {
      const text = `${gap}{${gap}"x":${other}${gap},"records"${gap}:${gap}[${gap}${list.join(`${gap},${gap}`)}${gap}]${gap},"y":${other}}${gap}`;
      const spans = itemSpans(text, 'records');
      expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(list);
      for (const [index, { raw }] of spans.entries()) {
        const value: unknown = JSON.parse(list[index] ?? '');
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        if (isObject && 'raw' in value) expect(JSON.parse(text.slice(raw?.start, raw?.end))).toEqual(value.raw);
        else expect(raw).toBeNull();
      }
    }),
    { numRuns: 300 },
  );
});

test('depth is counted outside of text alone', () => {
  expect(parseJson(`{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`)).toHaveProperty('a');
});
