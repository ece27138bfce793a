import type { Day } from '#lib/core/dates.ts';

const MS_PER_HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Takes an ISO instant; gives `21 Nov 2026` and `10:30` in the zone, with the locale's month names. */
export function splitInstant(instant: string, timeZone: string, locale: string): { day: string; clock: string } {
  const parts = partsOf(new Date(instant), timeZone, locale);
  return { day: `${parts.day} ${parts.month} ${parts.year}`, clock: `${parts.hour}:${parts.minute}` };
}

/** Takes an ISO instant; gives `21 Nov 2026, 10:30`. */
export function formatInstant(instant: string, timeZone: string, locale: string): string {
  const { day, clock } = splitInstant(instant, timeZone, locale);
  return `${day}, ${clock}`;
}

/** Takes an ISO instant and now; gives `10:30` if it is on the same day in the zone, else `21 Nov 2026, 10:30`. */
export function formatClock(instant: string, now: Date, timeZone: string, locale: string): string {
  const { day, clock } = splitInstant(instant, timeZone, locale);
  return day === splitInstant(now.toISOString(), timeZone, locale).day ? clock : `${day}, ${clock}`;
}

/** Takes a day; gives `21 Nov 2026`. */
export function formatDay(day: Day, locale: string): string {
  const parts = partsOf(new Date(`${day}T00:00:00Z`), 'UTC', locale);
  return `${parts.day} ${parts.month} ${parts.year}`;
}

/** Takes inclusive days; gives `22 Oct – 21 Nov 2026`, `until 21 Oct 2026`, `from 22 Oct 2026` or `any date`. */
export function formatDayRange(range: { from: Day | null; to: Day | null }, locale: string): string {
  if (range.from === null && range.to === null) return 'any date';
  if (range.from === null) return `until ${formatDay(range.to ?? '', locale)}`;
  if (range.to === null) return `from ${formatDay(range.from, locale)}`;
  if (range.from === range.to) return formatDay(range.from, locale);

  const isSameYear = range.from.slice(0, 4) === range.to.slice(0, 4);
  const from = formatDay(range.from, locale);
  return `${isSameYear ? from.slice(0, -5) : from} – ${formatDay(range.to, locale)}`;
}

/** Takes an ISO instant and now; gives the age in words: `3 days`, `5 hours`, `under an hour`. */
export function formatAge(since: string, now: Date): string {
  const ageHours = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / MS_PER_HOUR));
  if (ageHours < 1) return 'under an hour';
  if (ageHours < 48) return ageHours === 1 ? '1 hour' : `${ageHours} hours`;
  return `${Math.floor(ageHours / 24)} days`;
}

/** Gives how a zone is named on a page: `Chicago time, GMT-6`, or `UTC`. */
export function nameOfZone(timeZone: string, now: Date): string {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') return 'UTC';
  const offset = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(now)
    .find((part) => part.type === 'timeZoneName')?.value;
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return `${city} time, ${offset}`;
}

function partsOf(instant: Date, timeZone: string, locale: string): Record<string, string> {
  const key = `${timeZone} ${locale}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, {
      timeZone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      numberingSystem: 'latn',
      calendar: 'gregory',
    });
    formats.set(key, format);
  }
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}
