import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES } from '#lib/causes/causes.ts';
import { CONFIDENT, diagnose } from '#lib/causes/diagnose.ts';
import { readLabelled, scoreCauses } from '#lib/causes/score.ts';

function labelled(file: string) {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line, at) => {
    const item = readLabelled(line);
    if ('fault' in item) throw new Error(`${file}:${at + 1} ${item.fault}`);
    return { line: at + 1, item };
  });
}

const collected = readdirSync('tests/causes/corpus').filter((name) => name.startsWith('collected-'));

function scoreOf(names: readonly string[], learned?: null) {
  const items = names.flatMap((name) => labelled(`tests/causes/corpus/${name}`));
  const { total, right, confidentlyWrong } = scoreCauses(items, learned);
  return { total, right: right / total, surelyWrong: confidentlyWrong / total };
}

test('the sample of real messages comes out right to 97 %, and never surely wrong, by the rules alone too', () => {
  for (const { total, right, surelyWrong } of [scoreOf(['sample.ndjson']), scoreOf(['sample.ndjson'], null)]) {
    expect(total).toBe(63);
    expect(right).toBeGreaterThanOrEqual(0.97);
    expect(surelyWrong).toBe(0);
  }
});

test('messages collected from help pages, issues and code come out right to 97 %, and surely wrong in 1 % at most', () => {
  const { total, right, surelyWrong } = scoreOf(collected);
  expect(total).toBeGreaterThan(1900);
  expect(right).toBeGreaterThanOrEqual(0.97);
  expect(surelyWrong).toBeLessThanOrEqual(0.01);
});

test('the rules alone have those that they were written for right to 95 %', () => {
  const { right, surelyWrong } = scoreOf(
    collected.filter((name) => Number(/\d+/.exec(name)?.[0]) <= 16),
    null,
  );
  expect(right).toBeGreaterThanOrEqual(0.95);
  expect(surelyWrong).toBeLessThanOrEqual(0.03);
});

describe('One error in every shape it comes in', () => {
  const detail = 'The name supplied already exists. : Another customer, vendor or employee is already using this name.';
  const fault = { Fault: { Error: [{ Message: 'Duplicate Name Exists Error', Detail: detail, code: '6240' }] } };
  const json = JSON.stringify(fault);
  test.each([
    ['JSON', json],
    ['an object', fault],
    ['JSON in JSON', JSON.stringify({ message: 'Sync failed', content: json })],
    ['JSON in JSON in JSON', JSON.stringify({ response: JSON.stringify({ body: json }) })],
    ['cut off', json.slice(0, -60)],
    ['in a sentence', `Request failed with status code 400: ${json}`],
    [
      'lower case',
      `{"fault":{"error":[{"message":"Duplicate Name Exists Error","detail":"${detail}","code":"6240"}]}}`,
    ],
    [
      'XML',
      `<IntuitResponse><Fault type="ValidationFault"><Error code="6240"><Message>Duplicate Name Exists Error</Message><Detail>${detail}</Detail></Error></Fault></IntuitResponse>`,
    ],
    [
      'XML cut off',
      `<IntuitResponse><Fault type="ValidationFault"><Error code="6240"><Message>Duplicate Name Exists Error</Mess`,
    ],
    [
      'XML escaped',
      '&lt;Fault&gt;&lt;Error code=&quot;6240&quot;&gt;&lt;Message&gt;Duplicate Name Exists Error&lt;/Message&gt;&lt;/Error&gt;&lt;/Fault&gt;',
    ],
    [
      'Python',
      `{u'Fault': {u'Error': [{u'Message': u'Duplicate Name Exists Error', u'code': u'6240', u'Detail': u'${detail}'}]}}`,
    ],
    [
      'Ruby',
      `[{:fault_type=>"ValidationFault", :error_code=>"6240", :error_message=>"Duplicate Name Exists Error", :error_detail=>"${detail}"}]`,
    ],
    ['PHP', `Array ( [Fault] => Array ( [Message] => Duplicate Name Exists Error [code] => 6240 ) )`],
    ['unicode escapes', 'Duplicate Name Exists Error: the name \\u201cAcme\\u201d is already used'],
    ['a code alone', 'QuickBooks returned error code 6240'],
  ])('%s', (_, raw) => {
    expect(diagnose({ provider: 'qbo', raw })).toMatchObject({ cause: 'duplicate_name', who: 'accountant' });
  });
});

describe('Words, code and status together', () => {
  test.each([
    [
      'a duplicate number under 6210',
      { provider: 'qbo', errorCode: '6210', errorMessage: 'Duplicate Document Number Error' },
      'duplicate_document',
    ],
    [
      'a closed period under 6210',
      { provider: 'qbo', errorCode: '6210', errorMessage: 'Account Period Closed' },
      'closed_period',
    ],
    [
      '3100 with 403',
      { provider: 'qbo', raw: 'message=AuthorizationFailed; errorCode=003100; statusCode=403' },
      'insufficient_permission',
    ],
    [
      '3100 with 500',
      { provider: 'qbo', raw: 'message=InternalServerError; errorCode=003100; statusCode=500' },
      'provider_outage',
    ],
    [
      'Xero 403',
      { provider: 'xero', raw: '{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}' },
      'wrong_company',
    ],
    [
      'Xero 401',
      { provider: 'xero', raw: '{"Title":"Unauthorized","Status":401,"Detail":"AuthenticationUnsuccessful"}' },
      'token_expired',
    ],
    [
      'Xero 401, a scope',
      { provider: 'xero', raw: '{"Title":"Unauthorized","Status":401,"Detail":"AuthorizationUnsuccessful"}' },
      'insufficient_scope',
    ],
    [
      'a token that was taken back, under the code of one that ran out',
      { provider: 'qbo', raw: 'message=AuthenticationFailed; errorCode=003200; statusCode=401 Token revoked' },
      'connection_revoked',
    ],
    ['a status after what was asked', { raw: 'GET https://ledger.example/v3/Bills answered 429' }, 'rate_limit'],
    ['an empty answer with 429', { provider: 'xero', raw: '', httpStatus: 429 }, 'rate_limit'],
    [
      'a page of a proxy',
      {
        provider: 'xero',
        raw: '<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>nginx</center></body></html>',
      },
      'provider_outage',
    ],
    [
      'a code of words',
      {
        errorCode: 'VENDOR_MISSING_ACCOUNT',
        errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
      },
      'missing_account_mapping',
    ],
  ])('%s', (_, failure, cause) => {
    expect(diagnose(failure).cause).toBe(cause);
  });

  test('what a document says of itself is no evidence', () => {
    const raw = JSON.stringify({
      Type: 'ValidationException',
      Message: 'A validation exception occurred',
      Elements: [
        {
          Description: 'The account has been archived, rate limit exceeded',
          LineItems: [{ Description: 'invalid_grant', TaxType: 'must be unique' }],
          ValidationErrors: [{ Message: 'Order number must be unique' }],
        },
      ],
    });
    expect(diagnose({ provider: 'xero', raw }).cause).toBe('duplicate_document');
  });

  test('a word or two that may stand anywhere are unknown, whatever they remind of', () => {
    for (const errorMessage of ['two\nlines', '[object Object]', 'undefined', 'Something went wrong']) {
      expect(diagnose({ errorMessage }), errorMessage).toMatchObject({ cause: 'unknown', confidence: 0, evidence: [] });
    }
  });

  test('nothing known is unknown, with no confidence and nothing claimed', () => {
    expect(diagnose({ provider: 'qbo', raw: 'Please contact Customer Support' })).toMatchObject({
      cause: 'unknown',
      confidence: 0,
      evidence: [],
    });
    expect(diagnose({}).cause).toBe('unknown');
  });
});

describe('What it is about', () => {
  test.each([
    ["Vendor 'Acme Corp' is missing a default expense account in QuickBooks.", { type: 'vendor', name: 'Acme Corp' }],
    ["Account code '200' is not a valid code for this document", { type: 'account', name: '200' }],
    ['Invalid Reference Id : Accounts element id 76 not found', { type: 'account', id: '76' }],
    ['Organisation is not subscribed to currency UAH', { type: 'currency', name: 'UAH' }],
    [
      'The document date cannot be before the period lock date, currently set at 30-Nov-2018',
      { type: 'period', name: '30-Nov-2018' },
    ],
    ["The TaxType code 'OUTPUT' cannot be used with account code '200'.", { type: 'tax_code', name: 'OUTPUT' }],
    ['Invoice INV-221 has not been exported to Xero yet', { type: 'document', name: 'INV-221' }],
    ['The vendor on this bill does not exist', { type: 'contact', name: null }],
    ['Account type is invalid for making a payment', { type: 'account', name: null }],
    ['Please select an expense account for vendor "Acme Trucking"', { type: 'vendor', name: 'Acme Trucking' }],
    ["Customer 'Bob's Tyres' could not be found in QuickBooks", { type: 'customer', name: "Bob's Tyres" }],
    ['Vendor not found: ACME LLC. Please map the vendor and re-export', { type: 'vendor', name: 'ACME LLC' }],
    ["'NEWCO' is not linked to a Xero contact yet", { type: 'contact', name: 'NEWCO' }],
    ["Error creating invoice: Item 'Freight' has been made inactive", { type: 'item', name: 'Freight' }],
    ['Payment not sent: sync the customer Acme first', { type: 'document', name: null }],
    ['Multicurrency must be turned on before you can post in EUR', { type: 'currency', name: 'EUR' }],
    ["You can't post to this date, the lock date is 30 Jun 2023", { type: 'period', name: '30 Jun 2023' }],
    ['Failed: The app returned "Account code \'610\' is not a valid code".', { type: 'account', name: '610' }],
    ['Business Validation Error: Vendor Mismatch', { type: 'contact', name: null }],
  ])('%s', (raw, about) => {
    expect(diagnose({ raw }).about).toMatchObject(about);
  });
});

test('a hostile message costs no more steps than its length allows, and always gives a cause', () => {
  const words = fc.constantFrom(
    'account',
    'tax',
    'is not',
    'valid',
    '"',
    "'",
    '{',
    '[',
    '<',
    '\\',
    '=>',
    ':',
    '&lt;',
    'code',
    'must be',
    ' ',
    '\n',
    '\u0000',
    '\ud800',
    '0',
    "u'",
    'Message',
    '"message":',
  );
  const hostile = fc.oneof(
    fc.tuple(words, fc.integer({ min: 1, max: 20_000 })).map(([word, times]) => word.repeat(times)),
    fc.array(words, { maxLength: 400 }).map((list) => list.join('')),
    fc.string({ maxLength: 2000 }),
    fc.json({ maxDepth: 8 }),
  );
  fc.assert(
    fc.property(hostile, (raw) => {
      const { cause, confidence } = diagnose({ provider: 'qbo', raw });
      expect(CAUSES).toContain(cause);
      expect(confidence).toBeLessThanOrEqual(1);
      if (cause === 'unknown') expect(confidence).toBeLessThan(CONFIDENT);
    }),
    { numRuns: 300 },
  );
});
