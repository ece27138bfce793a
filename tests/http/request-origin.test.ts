import { afterEach, expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import { isSameOrigin, needsSecureCookies, requestOrigin, wouldDropCookies } from '#lib/http/request-origin.ts';

afterEach(() => setEnvironment({ TIEOUT_URL: undefined, AUTH_URL: undefined }));

test('the origin is what the browser asked for', () => {
  expect(requestOrigin(new Headers({ host: '127.0.0.1:3000' }))).toBe('http://127.0.0.1:3000');
  expect(
    requestOrigin(
      new Headers({ host: 'web:3000', 'x-forwarded-host': 'tieout.example', 'x-forwarded-proto': 'https' }),
    ),
  ).toBe('https://tieout.example');
});

test('a configured public address wins', () => {
  setEnvironment({ TIEOUT_URL: 'https://books.example/' });
  expect(requestOrigin(new Headers({ host: '10.0.0.4:3000' }))).toBe('https://books.example');
});

test.each([
  ['http://localhost:3000', false],
  ['http://app.localhost:3000', false],
  ['http://127.0.0.1:3000', false],
  ['http://127.8.9.1', false],
  ['http://[::1]:3000', false],
  ['https://localhost:3000', true],
  ['https://tieout.example', true],
  ['http://192.168.1.20:3000', true],
  ['http://tieout.example', true],
  ['http://localhost.evil.example', true],
  ['http://127.0.0.1.evil.example', true],
])('at %s cookies are Secure: %s', (origin, isSecure) => {
  expect(needsSecureCookies(origin)).toBe(isSecure);
});

test('over plain http outside this machine the browser would drop them', () => {
  expect(wouldDropCookies('http://192.168.1.20:3000')).toBe(true);
  expect(wouldDropCookies('https://192.168.1.20')).toBe(false);
  expect(wouldDropCookies('http://localhost:3000')).toBe(false);
});

test.each([
  ['a page of this site', { host: 'localhost:3000', origin: 'http://localhost:3000' }, true],
  [
    'one behind a proxy',
    { host: '10.0.0.7', 'x-forwarded-host': 'tieout.example', origin: 'https://tieout.example' },
    true,
  ],
  ['a browser that names no origin within a site', { host: 'tieout.example', 'sec-fetch-site': 'same-origin' }, true],
  ['another site', { host: 'tieout.example', origin: 'https://evil.example' }, false],
  ['another port', { host: 'localhost:3000', origin: 'http://localhost:4000' }, false],
  ['a name that begins alike', { host: 'tieout.example', origin: 'https://tieout.example.evil.example' }, false],
  ['a page without an origin of its own', { host: 'tieout.example', origin: 'null' }, false],
  ['another site that hides its origin', { host: 'tieout.example', 'sec-fetch-site': 'cross-site' }, false],
])('%s may write: %j, %s', (_who, headers, may) => {
  expect(isSameOrigin(new Headers(headers as Record<string, string>))).toBe(may);
});
