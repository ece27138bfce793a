import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { clockText, localClock } from '#lib/exports/local-time.ts';

test.each([
  ['America/Chicago', '2026-11-21 10:30:00.123+00', '2026-11-21 04:30:00'],
  ['UTC', '2026-11-21 10:30:00+00', '2026-11-21 10:30:00'],
  // Clocks go forward at 08:00 UTC and back at 07:00 UTC.
  ['America/Chicago', '2026-03-08 07:59:59.9+00', '2026-03-08 01:59:59'],
  ['America/Chicago', '2026-03-08 08:00:00+00', '2026-03-08 03:00:00'],
  ['America/Chicago', '2026-11-01 06:59:59+00', '2026-11-01 01:59:59'],
  ['America/Chicago', '2026-11-01 07:00:00+00', '2026-11-01 01:00:00'],
  ['Australia/Lord_Howe', '2026-04-04 15:30:00+00', '2026-04-05 02:00:00'],
  ['Asia/Kathmandu', '2026-01-01 00:00:00.05+00', '2026-01-01 05:45:00'],
])('in %s clocks showed %s as %s', (timeZone, stored, shown) => {
  expect(clockText(localClock(timeZone)(stored))).toBe(shown);
});

test('each quarter of an hour of a year is what the calendar says', () => {
  const clock = localClock('America/New_York');
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 900_000) {
    const stored = new Date(at).toISOString().replace('T', ' ').replace('Z', '+00');
    const local = DateTime.fromMillis(at, { zone: 'America/New_York' });
    if (clock(stored) !== at + local.offset * 60_000) expect(clockText(clock(stored))).toBe(local.toISO());
  }
});

test('refuses what is no instant in UTC', () => {
  expect(() => localClock('UTC')('2026-11-21 10:30:00-06')).toThrow('Not an instant');
});
