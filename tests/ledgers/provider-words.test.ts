import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { hideSecrets, readCount, readRetryAfter, wordsOfPage } from '#lib/ledgers/provider-words.ts';
import { qboRefusal } from '#lib/ledgers/qbo/errors.ts';
import { dayAt, instantAt, textAt } from '#lib/ledgers/read-fields.ts';
import { endOf } from '#lib/ledgers/token-end.ts';
import { xeroRefusal } from '#lib/ledgers/xero/errors.ts';

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

test('a wait is a day at most and a count fits the database, whatever a provider asks for', () => {
  const headers = ['31536000', '1e300', '9'.repeat(400), 'Fri, 22 Nov 2999 10:00:00 GMT'];
  expect(headers.map((header) => readRetryAfter(header))).toEqual([86_400, 86_400, 86_400, 86_400]);
  expect(['-5', '-1e300'].map((header) => readRetryAfter(header))).toEqual([0, 0]);
  expect(readCount('99999999999999')).toBe(2_147_483_647);
  expect(Number.isFinite(endOf(new Date(), 1e300).getTime())).toBe(true);
});

test('what a company says can be kept, whatever it is', () => {
  const row = { name: 'A\u0000cme \ud800', far: '+275760-09-13', near: '2026-11-30T00:00:00+13:00', no: 'soon', n: 1 };
  expect(textAt(row, 'name')).toBe('Acme \ufffd');
  expect(textAt({ name: '\u0000' }, 'name')).toBeNull();
  expect(instantAt(row, 'far')).toBeNull();
  expect(['far', 'near', 'no', 'nothing'].map((path) => dayAt(row, path))).toEqual([null, '2026-11-30', null, null]);
  expect(dayAt({ day: '2026-13-45' }, 'day')).toBeNull();
  expect(dayAt({ day: '/Date(1406764800000+0000)/' }, 'day')).toBe('2014-07-31');
  expect(hideSecrets(`${'x '.repeat(999)}x\u{1f600}`).isWellFormed()).toBe(true);
  expect(new LedgerError('', { trouble: 'refused', code: `\u0000${'9'.repeat(500)}` }).code).toBe('9'.repeat(100));
});

test('megabytes that are no JSON are refused by their beginning', () => {
  const bodies = ['<', '<title>', '<Fault><Error code="1">', '<Message>'].map((part) => part.repeat(400_000));
  for (const body of bodies) {
    expect(qboRefusal({ status: 502, headers: {}, body })?.trouble).toBe('unavailable');
    expect(xeroRefusal({ status: 502, headers: {}, body })?.trouble).toBe('unavailable');
  }
});
