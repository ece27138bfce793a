import { DateTime } from 'luxon';
import type { SyncSchedule } from '#lib/sources/sync-schedule.ts';

const DAYS_AHEAD = 7;

/** Gives the next moment at which any of the sources is expected to sync, by the tenant's clock; null where none has a schedule. */
export function nextSync(schedules: readonly (SyncSchedule | null)[], now: Date, timeZone: string): Date | null {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const moments = schedules.flatMap((schedule) => {
    if (schedule === null) return [];
    const { days, times, everyHours } = schedule;
    const ofDay =
      everyHours === null
        ? times
        : Array.from({ length: Math.ceil(24 / everyHours) }, (_, turn) => `${turn * everyHours}:00`);
    return Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => today.plus({ days: ahead }))
      .filter((day) => days.includes(day.weekday))
      .flatMap((day) =>
        ofDay.map((time) => {
          const [hour = 0, minute = 0] = time.split(':').map(Number);
          // Set on the clock of that day, so that 02:00 stays 02:00 when the clocks change.
          return day.set({ hour, minute }).toMillis();
        }),
      );
  });
  const next = Math.min(...moments.filter((moment) => moment > now.getTime()));
  return Number.isFinite(next) ? new Date(next) : null;
}
