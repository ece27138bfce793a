import { describe, expect, it } from 'vitest';
import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { formatAge, formatDay, formatDayRange, formatInstant, nameOfZone } from '#components/sync/format-time.ts';
import { toAmount } from '#lib/core/money.ts';

describe('amounts', () => {
  it('have the decimals of their currency, and more only where there are more', () => {
    expect(formatAmount(toAmount('1250'), 'USD', 'en-US')).toBe('1,250.00');
    expect(formatAmount(toAmount('1250'), 'JPY', 'en-US')).toBe('1,250');
    expect(formatAmount(toAmount('0.0005'), 'USD', 'en-US')).toBe('0.0005');
    expect(formatAmount(toAmount('1250'), null, 'en-US')).toBe('1,250.00');
    expect(formatAmount(toAmount('1250'), 'not a code', 'en-US')).toBe('1,250.00');
  });

  it('lose no digit that a float would lose', () => {
    expect(formatAmount(toAmount('999999999999999.9999'), 'USD', 'en-US')).toBe('999,999,999,999,999.9999');
    expect(formatAmount(toAmount('-123456789012345.67'), 'USD', 'en-US')).toBe('-123,456,789,012,345.67');
  });

  it('are written as the locale writes numbers', () => {
    expect(formatAmount(toAmount('1234567.5'), 'EUR', 'de-DE')).toBe('1.234.567,50');
  });

  it('show both signs in a difference, and none on zero', () => {
    expect(formatAmount(toAmount('85.62'), 'USD', 'en-US', 'both')).toBe('+85.62');
    expect(formatAmount(toAmount('-85.62'), 'USD', 'en-US', 'both')).toBe('-85.62');
    expect(formatAmount(toAmount('0'), 'USD', 'en-US', 'both')).toBe('0.00');
  });

  it('are counted with a plus sign where the count is only a lower bound', () => {
    expect(formatCount(10_000, 'en-US', false)).toBe('10,000+');
  });
});

describe('times', () => {
  it('stand in the zone of the tenant, with the day first', () => {
    expect(formatInstant('2026-11-21T16:30:00Z', 'America/Chicago', 'en-US')).toBe('21 Nov 2026, 10:30');
    expect(formatInstant('2026-11-22T05:59:00Z', 'America/Chicago', 'en-US')).toBe('21 Nov 2026, 23:59');
    expect(formatInstant('2026-11-22T06:00:00Z', 'America/Chicago', 'en-US')).toBe('22 Nov 2026, 00:00');
  });

  it('name a day without a zone moving it', () => {
    expect(formatDay('2026-11-01', 'en-US')).toBe('1 Nov 2026');
  });

  it('name a range of days, also an open one', () => {
    expect(formatDayRange({ from: '2026-10-22', to: '2026-11-21' }, 'en-US')).toBe('22 Oct – 21 Nov 2026');
    expect(formatDayRange({ from: '2025-12-01', to: '2026-01-31' }, 'en-US')).toBe('1 Dec 2025 – 31 Jan 2026');
    expect(formatDayRange({ from: null, to: '2026-10-21' }, 'en-US')).toBe('until 21 Oct 2026');
    expect(formatDayRange({ from: '2026-10-21', to: '2026-10-21' }, 'en-US')).toBe('21 Oct 2026');
    expect(formatDayRange({ from: null, to: null }, 'en-US')).toBe('any date');
  });

  it('tell an age in hours for two days, then in days', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(formatAge('2026-11-21T11:30:00Z', now)).toBe('under an hour');
    expect(formatAge('2026-11-21T10:59:00Z', now)).toBe('1 hour');
    expect(formatAge('2026-11-19T12:00:00Z', now)).toBe('2 days');
    expect(formatAge('2026-11-21T12:00:05Z', now)).toBe('under an hour');
  });

  it('name the zone once, with its offset on that day', () => {
    expect(nameOfZone('America/Chicago', new Date('2026-11-21T12:00:00Z'))).toBe('Chicago time, GMT-6');
    expect(nameOfZone('UTC', new Date('2026-11-21T12:00:00Z'))).toBe('UTC');
  });
});
