import { expect, test } from 'vitest';

import { normalise } from '#lib/causes/reading/plain-text.ts';

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
