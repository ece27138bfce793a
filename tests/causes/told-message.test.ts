import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFIDENT, diagnose } from '#lib/causes/diagnose.ts';
import { knownBy, toldMessage } from '#lib/causes/told-message.ts';

const FAULT = JSON.stringify({
  Fault: {
    Error: [{ Message: 'Duplicate Document Number Error', Detail: 'Another invoice uses INV-7.', code: '6140' }],
    type: 'ValidationFault',
  },
  time: '2026-11-02T10:30:00Z',
});
const VAGUE = 'Request failed with status code 400';
const told = (errorMessage: string | null, raw: string | null, errorCode: string | null = null) =>
  toldMessage({ errorMessage, errorCode, raw });

describe('A failure is known by', () => {
  test.each([
    ['its message, where that is sure', 'Invoice # must be unique', FAULT, null],
    ['its message, where no answer came', VAGUE, null, null],
    ['its message, where the answer says the same', 'Computer says no', '{"error":"Computer says  no"}', null],
    [
      'its message and what the answer adds',
      VAGUE,
      FAULT,
      `${VAGUE}\n↳ Duplicate Document Number Error — Another invoice uses INV-7.\n↳ code 6140`,
    ],
    [
      'the whole of a message that was cut off',
      'Account Period Cl...',
      '{"message":"Account Period Closed, Cannot Update"}',
      '↳ Account Period Closed, Cannot Update',
    ],
    ['a status that the message leaves out', 'Sync failed', '{"status":429}', 'Sync failed\n↳ {"status":429}'],
    ['the answer alone', null, '"Tax code is missing\\n on line 1"', '↳ Tax code is missing on line 1'],
    [
      'the words of a page',
      null,
      JSON.stringify('<html><body><h1>502 Bad Gateway</h1>nginx</body></html>'),
      '↳ <html> 502 Bad Gateway nginx',
    ],
  ])('%s', (_what, message, raw, text) => {
    expect(told(message, raw)).toBe(text);
  });

  test('its code, where nothing else was said; and by nothing where that is missing too', () => {
    expect(told(null, null, '6240')).toBe('6240');
    expect(told(null, '{}', 'VENDOR_MISSING')).toBe('VENDOR_MISSING');
    for (const raw of [null, '{}', '[]', 'null', '""', '{"Id":[1,2]}']) expect(told(null, raw)).toBeNull();
  });

  test('what the ledger answered, never what it was asked', () => {
    const config = { headers: { Authorization: 'Bearer s3cret' }, data: '{"message":"Please pay within 30 days"}' };
    const answer = { config, response: { status: 400, data: JSON.parse(FAULT) } };
    expect(told(null, JSON.stringify(answer))).toBe(
      '↳ Duplicate Document Number Error — Another invoice uses INV-7.\n↳ HTTP 400 · code 6140',
    );
  });
});

const ITEMS = readdirSync('tests/causes/corpus')
  .filter((name) => name.endsWith('.ndjson'))
  .flatMap((name) => readFileSync(`tests/causes/corpus/${name}`, 'utf8').trim().split('\n'))
  .filter((_, at) => at % 12 === 0)
  .map((line) => JSON.parse(line) as { raw: string; cause: string });

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

const axios = (raw: string) => ({
  message: VAGUE,
  name: 'AxiosError',
  config: { url: '/v3/company/1/invoice', data: '{"Line":[{"Description":"Fuel","Amount":150}],"DocNumber":"INV-7"}' },
  response: { status: 400, statusText: 'Bad Request', data: parsed(raw) },
});

/** The same failure as jobs, carriers and libraries report it. Those that say less are right less often. */
const WAYS: Record<string, { least: number; report: (raw: string) => [string | null, unknown] }> = {
  'message alone': { least: 0.96, report: (raw) => [raw, null] },
  'answer alone': { least: 0.96, report: (raw) => [null, parsed(raw)] },
  'a vague message and the answer': { least: 0.95, report: (raw) => ['Sync failed', parsed(raw)] },
  'a message cut off and the answer': {
    least: 0.96,
    report: (raw) => [raw.slice(0, Math.ceil(raw.length / 3)), parsed(raw)],
  },
  'an error of axios': { least: 0.94, report: (raw) => [VAGUE, axios(raw)] },
  'an error of axios alone': { least: 0.93, report: (raw) => [null, axios(raw)] },
  'a carrier’s envelope': { least: 0.96, report: (raw) => [VAGUE, { status: 400, headers: {}, content: raw }] },
  'a page': {
    least: 0.93,
    report: (raw) => [null, /[[{<]/.test(raw) ? raw : `<html><title>Error</title><h1>${raw}</h1></html>`],
  },
};

test.each(Object.entries(WAYS))('%s tells what the error itself tells', (_way, { least, report }) => {
  let [right, agreed] = [0, 0];
  for (const { raw: error, cause } of ITEMS) {
    const [errorMessage, payload] = report(error);
    const raw = payload === null ? null : JSON.stringify(payload);
    const text = knownBy({ errorMessage, toldMessage: told(errorMessage, raw) });
    const found = diagnose({ errorMessage: text });
    const itself = diagnose({ raw: error });
    if (found.cause === cause) right += 1;
    if (found.cause === diagnose({ errorMessage, raw }).cause) agreed += 1;
    const isSurelyRight = itself.cause === cause && itself.confidence >= CONFIDENT;
    if (isSurelyRight && found.cause !== 'unknown' && found.confidence >= CONFIDENT) expect(found.cause).toBe(cause);
  }
  expect(right / ITEMS.length).toBeGreaterThanOrEqual(least);
  expect(agreed / ITEMS.length).toBeGreaterThanOrEqual(0.95);
});

test('whatever is sent is read within bounds, to the same text each time', () => {
  const piece = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('↳ HTTP 429', '\u0000', '\ud83d'),
  );
  const payload = fc.dictionary(fc.constantFrom('message', 'detail', 'code', 'status', 'error', 'data'), piece);
  fc.assert(
    fc.property(fc.option(fc.string(), { nil: null }), fc.oneof(payload, piece), (message, sent) => {
      const text = told(message, JSON.stringify(sent));
      if (text === null) return;
      expect(text.isWellFormed()).toBe(message?.isWellFormed() ?? true);
      expect(text.slice(message?.length ?? 0).includes('\u0000')).toBe(false);
      expect(text.length).toBeLessThan((message?.length ?? 0) + 4_000);
      diagnose({ errorMessage: text });
    }),
    { numRuns: 30 },
  );
});
