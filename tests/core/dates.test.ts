import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, calendarMonth, dayOf, instantsOf, isDay, isTimeZone, monthEndingOn } from '#lib/core/dates.ts';

const HOUR = 3_600_000;

describe('Days', () => {
  test.each(['2026-02-28', '2024-02-29', '1000-01-01', '8999-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true);
  });

  test.each([
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '0000-01-01',
    '9999-12-31',
    'today',
    '',
  ])('%j is none', (text) => {
    expect(isDay(text)).toBe(false);
  });

  test('the default range is the month that ends today', () => {
    expect(monthEndingOn('2026-11-21')).toEqual({ from: '2026-10-22', to: '2026-11-21' });
    expect(monthEndingOn('2026-03-31')).toEqual({ from: '2026-03-01', to: '2026-03-31' });
    expect(monthEndingOn('2026-03-30')).toEqual({ from: '2026-03-01', to: '2026-03-30' });
    expect(monthEndingOn('2024-03-29')).toEqual({ from: '2024-03-01', to: '2024-03-29' });
  });

  test('calendar months and steps of days', () => {
    expect(calendarMonth('2026-03-31', 1)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  test('time zones are known by their IANA names', () => {
    expect(isTimeZone('America/Chicago')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});

describe('The instants of a day in a time zone', () => {
  const hoursOf = (day: string, zone: string) => {
    const { from, before } = instantsOf({ from: day, to: day }, zone);
    return (before!.getTime() - from!.getTime()) / HOUR;
  };

  test('a day has 23 hours when clocks go forward and 25 when they go back', () => {
    expect(hoursOf('2026-03-08', 'America/New_York')).toBe(23);
    expect(hoursOf('2026-11-01', 'America/New_York')).toBe(25);
    expect(hoursOf('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(hoursOf('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5);
    expect(hoursOf('2026-11-01', 'UTC')).toBe(24);
  });

  test('a day that begins at one o’clock, since midnight was skipped', () => {
    const { from } = instantsOf({ from: '2026-09-06', to: null }, 'America/Santiago');
    expect(from?.toISOString()).toBe('2026-09-06T04:00:00.000Z');
  });

  test('an open side stays open', () => {
    expect(instantsOf({ from: null, to: null }, 'UTC')).toEqual({ from: null, before: null });
  });

  test('every instant lies within the day it falls on, and in no other', () => {
    const zones = fc.constantFrom(
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'America/Santiago',
    );
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const day = dayOf(instant, zone);
        const { from, before } = instantsOf({ from: day, to: day }, zone);
        expect(instant >= from!).toBe(true);
        expect(instant < before!).toBe(true);
      }),
    );
  });
});
