import { expect, test } from 'vitest';
import { parseListParam } from '../../../app/[tenant]/records/list-param.ts';
import { recordHref } from '../../../app/[tenant]/records/record-href.ts';

const TODAY = '2026-11-21';
const ID = '01939b2e-0000-7000-8000-000000000000';

test('a record’s address carries its list, and gives it back', () => {
  const href = recordHref('acme', ID, 'bills?status=pending&q=a%26b&sort=amount');
  const url = new URL(href, 'http://tieout.invalid');
  expect(url.pathname).toBe(`/acme/records/${ID}`);
  const list = parseListParam(url.searchParams.get('list'), 'acme', TODAY);
  expect(list).toMatchObject({ kind: 'bill', href: '/acme/history/bills?status=pending&q=a%26b&sort=amount' });
  expect(list?.state).toMatchObject({ status: 'pending', q: 'a&b', sort: { key: 'amount', direction: 'desc' } });
});

test('page and open record are left out', () => {
  const list = parseListParam(`invoices?cursor=abc&record=${ID}&payer=x`, 'acme', TODAY);
  expect(list?.param).toBe('invoices?payer=x');
});

test.each([
  null,
  '',
  'receipts',
  '//evil.example',
  '../../settings',
  'https://evil.example/?',
  `invoices?q=${'x'.repeat(5_000)}`,
])('%j names no list', (param) => {
  expect(parseListParam(param, 'acme', TODAY)).toBeNull();
});

test('what the list would not know is left out, and nothing leads elsewhere', () => {
  expect(parseListParam('invoices?status=lost&from=never&next=//evil.example', 'acme', TODAY)?.href).toBe(
    '/acme/history/invoices',
  );
});
