import { expect, test } from 'vitest';
import { contentSecurityPolicy } from '#lib/http/content-security-policy.ts';

const production = { nonce: 'abc', signOnOrigin: null, isDevelopment: false };

test('scripts run by nonce alone, and nothing inline but style attributes', () => {
  const policy = contentSecurityPolicy(production);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("style-src-elem 'self' 'nonce-abc';");
  expect(policy.match(/'unsafe-[a-z]+'/g)).toEqual(["'unsafe-inline'"]);
  expect(policy).toContain("style-src-attr 'unsafe-inline';");
  for (const closed of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
    expect(policy).toContain(closed);
});

test('forms go nowhere but here, and to the sign-on provider if there is one', () => {
  expect(contentSecurityPolicy(production)).toContain("form-action 'self';");
  const withProvider = contentSecurityPolicy({ ...production, signOnOrigin: 'https://login.example.com' });
  expect(withProvider).toContain("form-action 'self' https://login.example.com;");
});
