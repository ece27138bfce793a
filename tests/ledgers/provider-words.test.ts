import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hideSecrets, readRetryAfter, wordsOfPage } from '#lib/ledgers/provider-words.ts';

test('whatever a provider says, no token of ours is left in it, also where it says half of it or another one', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 30, max: 80 }), (before, after, length) => {
      const token = `AB11${randomBytes(length).toString('base64url')}7x`;
      const jwt = `eyJhbGciOi.${randomBytes(40).toString('base64url')}1a.${randomBytes(30).toString('base64url')}`;
      const said = hideSecrets(`${before} ${token} ${after} "${jwt}" ${token.slice(0, -2)}7x,`, [token]);
      expect(said).not.toContain(token);
      expect(said).not.toContain(token.slice(0, 40));
      expect(said).not.toContain(jwt.slice(0, 40));
    }),
  );
});

test('its words are kept as they are, and what no database holds is taken out', () => {
  const words = 'Token expired: AB01...expired. The account 5b1c0001-0000-4000-8000-000000000001 is locked.';
  expect(hideSecrets(words)).toBe(words);
  expect(hideSecrets(`a\u0000b\ud800 ${'-'.repeat(60)}`)).toBe(`ab\ufffd ${'-'.repeat(60)}`);
  expect(hideSecrets('x '.repeat(100_000)).length).toBe(2_000);
  expect(wordsOfPage('<html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>')).toBe(
    '502 Bad Gateway',
  );
});

test('a wait is read in seconds and as a date', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  expect(readRetryAfter('27', now)).toBe(27);
  expect(readRetryAfter('Sun, 22 Nov 2026 10:01:30 GMT', now)).toBe(90);
  expect([undefined, '', 'soon'].map((header) => readRetryAfter(header, now))).toEqual([null, null, null]);
});
