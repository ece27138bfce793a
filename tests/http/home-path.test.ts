import { expect, test } from 'vitest';
import { homePathOf } from '#lib/http/home-path.ts';

test.each([
  [['accounting_sync'], '/acme/history/invoices'],
  [['accounting_sync', 'admin'], '/acme/history/invoices'],
  [['admin'], '/acme/settings/people'],
  [['hide_export_to_excel'], '/acme/history/invoices'],
  [[], '/acme/history/invoices'],
])('a member with the roles %j begins at %s', (roles, path) => {
  expect(homePathOf({ slug: 'acme', roles })).toBe(path);
});
