import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedPath } from '#lib/http/asked-path.ts';

const SITE = 'https://tieout.example';

test.each([
  '/',
  '/acme/history/invoices',
  '/acme/history/invoices?status=failed&q=100%25%20of%20it#row-3',
  '/acme/records/019a?from=//not-a-host',
  '/acme/history/invoices?next=https://evil.example/',
])('keeps %s', (path) => {
  expect(askedPath(path)).toBe(path);
});

test.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/%2fevil.example',
  '/%2Fevil.example',
  '/%5cevil.example',
  '/%252fevil.example',
  '/%09/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/a/%2e%2e//evil.example',
  'https://evil.example',
  'http:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.example',
  '@evil.example',
  '/%',
  '/%ff',
  '',
])('refuses %j', (path) => {
  expect(askedPath(path)).toBeNull();
});

test('refuses what would lead back to the sign-in page', () => {
  for (const path of ['/sign-in', '/sign-in?next=/acme', '/sign-out', '/api/auth/callback/oidc', '/a/../sign-in']) {
    expect(askedPath(path)).toBeNull();
  }
  expect(askedPath('/sign-in-tenant/history')).toBe('/sign-in-tenant/history');
});

test('refuses nothing at all and what is endless', () => {
  expect(askedPath(null)).toBeNull();
  expect(askedPath(undefined)).toBeNull();
  expect(askedPath(`/${'a'.repeat(5_000)}`)).toBeNull();
});

const piece = fc.constantFrom(
  '/',
  '\\',
  '.',
  '..',
  '%',
  '%2f',
  '%5c',
  '%252F',
  '%2e',
  '\t',
  '\n',
  ' ',
  '@',
  ':',
  'https:',
  'evil.example',
  '?',
  '#',
  'a',
);

test('whatever is asked for, the answer stays on this site, however often it is decoded', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => `/${pieces.join('')}`),
        fc.webUrl(),
      ),
      (text) => {
        const path = askedPath(text);
        if (path === null) return;
        let current = path;
        for (let depth = 0; depth < 4; depth += 1) {
          expect(current).toMatch(/^\/(?![/\\])/);
          expect(new URL(current, SITE).origin).toBe(SITE);
          current = decodedOrSame(current);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

function decodedOrSame(text: string): string {
  try {
    return decodeURIComponent(text.split(/[?#]/, 1)[0]!);
  } catch {
    return text;
  }
}
