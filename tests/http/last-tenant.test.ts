import { expect, test } from 'vitest';
import { tenantSlugOf } from '#lib/http/last-tenant.ts';

test.each([
  ['/acme', 'acme'],
  ['/acme/history/invoices?x=/y', 'acme'],
  ['/acme?status=all', 'acme'],
  ['/', null],
  ['/sign-in?next=/acme', null],
  ['/invite/token', null],
  ['/api/v1/records', null],
  ['/docs/api', null],
  ['/favicon.ico', null],
  ['/Acme', null],
  ['/%2e', null],
])('%s belongs to %s', (path, slug) => {
  expect(tenantSlugOf(path)).toBe(slug);
});
