import { DateTime } from 'luxon';
import type { Day } from '#lib/core/dates.ts';

/** Gives an instant as people of the tenant read it: `22 November 2026, 10:42`. */
export function sayInstant(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en-GB').toFormat('d LLLL yyyy, HH:mm');
}

/** Gives a day as people read it: `31 October 2026`. */
export function sayDay(day: Day): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLLL yyyy');
}

/** Gives the day of an instant in the zone as people read it. */
export function sayDayOf(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en-GB').toFormat('d LLLL yyyy');
}

/** Gives `1 record` and `1,204 records`. */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Gives a stretch of time in its two largest units: `2 days and 3 hours`, `40 minutes`. */
export function sayStretch(ms: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, ms);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(sayCount(count, unit));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? 'less than a minute' : parts.join(' and ');
}

/** Joins words: `a`, `a and b`, `a, b and c`. */
export function sayList(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
