import { expect, test } from 'vitest';

import { decodeText, normalise } from '#lib/causes/reading/plain-text.ts';

test.each([
  [
    "The same object can't be the parent of itself, and isn't one",
    'the same object cannot be the parent of itself, and is not one',
  ],
  ['It doesnt match; they arent set', 'it does not match; they are not set'],
  ['invalid-user-role', 'invalid user role'],
  ['Multi-currency is off: see invalid-user-role', 'multicurrency is off: see invalid-user-role'],
])('%s is read as rules expect it', (text, plain) => {
  expect(normalise(text)).toBe(plain);
});

test.each([
  [
    'Request to https://quickbooks.example/v3/query?query=SELECT+%2A+FROM+Account failed with 401',
    'request to https://quickbooks example/v3/query failed with 401',
  ],
  [
    "QueryError in SELECT Id, Name FROM Vendor WHERE Active = 'false' MAXRESULTS 5",
    'query error in a query maxresults 5',
  ],
  ['Select a tax code from the list', 'select a tax code from the list'],
  ['Failed to send the bill. billId=31, customerId="9"', 'failed to send the bill.'],
  ['Not found: customerId=9', 'not found: customer id=9'],
  [
    'Sent back to https://app.example/callback?error=access_denied',
    'sent back to https://app example/callback?error=access denied',
  ],
])(
  '%s: what an address or a query asks for, or a program notes behind, is no word of the failure, unless it tells an error',
  (text, plain) => {
    expect(normalise(decodeText(text))).toBe(plain);
  },
);
