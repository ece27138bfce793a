import { expect, test } from 'vitest';
import { parseReferenceParams, referenceHref } from '../../../app/[tenant]/settings/reference/reference-address.ts';

const FIRST = { type: 'account', search: '', source: null, isActive: null, cursor: null } as const;

test('the address of what is shown at first is the bare one, and every other leads back to what it shows', () => {
  expect(referenceHref('acme', FIRST)).toBe('/acme/settings/reference');
  const state = { type: 'tax_code', search: 'a&b', source: 'tms', isActive: false, cursor: 'xyz' } as const;
  const { searchParams } = new URL(referenceHref('acme', state), 'http://localhost');
  expect(searchParams.get('type')).toBe('tax-codes');
  expect(parseReferenceParams(Object.fromEntries(searchParams))).toEqual(state);
});

test('what an address may not say is left out', () => {
  const bad = { type: 'quotes', q: ['\u0000 x\ud800', 'y'], source: '../etc', active: 'maybe', cursor: '' };
  expect(parseReferenceParams(bad)).toEqual({ ...FIRST, search: 'x\ufffd' });
});
