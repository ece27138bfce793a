import { DateTime, IANAZone } from 'luxon';

/** A calendar day, `2026-11-21`, without a time or a zone. */
export type Day = string;

/** An inclusive range of days; an open side is null. */
export type DayRange = { from: Day | null; to: Day | null };

/** An instant range, `from` included and `before` not; an open side is null. */
export type InstantRange = { from: Date | null; before: Date | null };

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Takes any text; says whether it is a day that exists, in the years 1000 to 8999: the database holds those, and
 * the instants at which they begin and end anywhere on earth.
 */
export function isDay(text: string): boolean {
  if (!DAY_TEXT.test(text) || text < '1' || text >= '9') return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // A day that does not exist, such as 30 February, is read as one that does.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Takes any text; says whether it is the name of an IANA time zone. */
export function isTimeZone(text: string): boolean {
  return IANAZone.isValidZone(text);
}

/** Gives the day that an instant falls on in a time zone. */
export function dayOf(instant: Date, timeZone: string): Day {
  return inZone(instant, timeZone).toFormat('yyyy-MM-dd');
}

/** Gives the month that ends today: from today minus one month plus one day through today. */
export function monthEndingOn(today: Day): { from: Day; to: Day } {
  const end = DateTime.fromISO(today, { zone: 'utc' });
  return { from: end.minus({ months: 1 }).plus({ days: 1 }).toFormat('yyyy-MM-dd'), to: today };
}

/** Gives the first and last day of the calendar month `monthsBack` months before the day's own. */
export function calendarMonth(today: Day, monthsBack: number): { from: Day; to: Day } {
  const month = DateTime.fromISO(today, { zone: 'utc' }).minus({ months: monthsBack });
  return {
    from: month.startOf('month').toFormat('yyyy-MM-dd'),
    to: month.endOf('month').toFormat('yyyy-MM-dd'),
  };
}

/** Gives the day `count` days later (earlier if negative). */
export function addDays(day: Day, count: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days: count }).toFormat('yyyy-MM-dd');
}

/** Gives how many days later the second day is; 0 for the same day. */
export function daysBetween(one: Day, other: Day): number {
  const utc = (day: Day) => DateTime.fromISO(day, { zone: 'utc' });
  return utc(other).diff(utc(one), 'days').days;
}

/** Gives the instants at which the days of a range begin and are over in a time zone, also on days of 23 or 25 hours. */
export function instantsOf(range: DayRange, timeZone: string): InstantRange {
  return {
    from: range.from === null ? null : startOfDay(range.from, timeZone),
    before: range.to === null ? null : startOfDay(addDays(range.to, 1), timeZone),
  };
}

function startOfDay(day: Day, timeZone: string): Date {
  return inZoneDay(day, timeZone).startOf('day').toJSDate();
}

function inZoneDay(day: Day, timeZone: string): DateTime {
  return DateTime.fromISO(day, { zone: timeZone });
}

function inZone(instant: Date, timeZone: string): DateTime {
  return DateTime.fromJSDate(instant, { zone: timeZone });
}
