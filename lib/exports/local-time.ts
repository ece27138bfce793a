import { IANAZone } from 'luxon';

const MS_PER_DAY = 86_400_000;

/** An instant as PostgreSQL prints it in UTC: `2026-11-21 10:30:00.123+00`. */
const STORED = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?\+00$/;

/**
 * Gives a function that takes an instant as PostgreSQL prints it in UTC and gives the time that clocks of the zone
 * showed then, in milliseconds from 1970 on those clocks. It looks a zone up once a day of the data, and only on days
 * on which clocks were changed once an instant.
 */
export function localClock(timeZone: string): (stored: string) => number {
  const zone = IANAZone.create(timeZone);
  const offsetMs = (instantMs: number) => zone.offset(instantMs) * 60_000;
  const days = new Map<string, { startMs: number; offsetMs: number | null }>();

  function dayOf(day: string) {
    let known = days.get(day);
    if (known === undefined) {
      const startMs = Date.parse(`${day}T00:00:00Z`);
      const first = offsetMs(startMs);
      known = { startMs, offsetMs: first === offsetMs(startMs + MS_PER_DAY) ? first : null };
      days.set(day, known);
    }
    return known;
  }

  return (stored) => {
    const parts = STORED.exec(stored);
    if (parts === null) throw new RangeError(`Not an instant in UTC: ${stored}`);
    const [, date = '', hours, minutes, seconds, fraction = ''] = parts;
    const day = dayOf(date);
    const instantMs =
      day.startMs +
      ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 +
      Number(fraction.padEnd(3, '0'));
    return instantMs + (day.offsetMs ?? offsetMs(instantMs));
  };
}

/** Gives what `localClock` gave as text: `2026-11-21 04:30:00`. */
export function clockText(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 19).replace('T', ' ');
}
