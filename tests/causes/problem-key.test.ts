import { expect, test } from 'vitest';
import { diagnoseStored } from '#lib/causes/cause-rules.ts';
import { problemKey } from '#lib/causes/problem-key.ts';

function keyOf(message: string): string {
  const { cause, about } = diagnoseStored(message, null);
  return problemKey(cause, about, message);
}

test('The same cause of the same object is one problem, however it is worded', () => {
  const same = [
    [
      "Vendor 'Acme Corp' is missing a default expense account.",
      'Vendor "ACME  corp" is missing a default expense account',
    ],
    ['Invoice INV-1 must be unique', 'Invoice INV-2 must be unique'],
    [
      'Account Period Closed, Cannot Update Through Services API',
      'The document date cannot be before the period lock date, currently set at 30-Nov-2018',
    ],
    ['Gizmo says no to order 17', 'Gizmo says no to order 18'],
  ];
  for (const [one = '', other = ''] of same) expect(keyOf(one), `${one} | ${other}`).toBe(keyOf(other));
});

test('Another object, another code or another way to say what nobody knows is another problem', () => {
  const different = [
    "Vendor 'Acme Corp' is missing a default expense account.",
    "Vendor 'Globex' is missing a default expense account.",
    "Account code '4000-10' is not a valid code for this document",
    "Account code '400010' is not a valid code for this document",
    'Gizmo says no to order 17',
    'Gizmo refuses order 17',
    'Invoice INV-1 must be unique',
  ];
  expect(new Set(different.map(keyOf)).size).toBe(different.length);
});
