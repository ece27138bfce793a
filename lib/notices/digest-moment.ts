import { DateTime } from 'luxon';

/** Gives the last instant, not after now, at which clocks of the zone showed this hour, on that weekday if one is given (1 is Monday). */
export function lastMoment(
  now: Date,
  timeZone: string,
  { hour, weekday }: { hour: number; weekday?: number | undefined },
): Date {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  for (let daysBack = 0; ; daysBack += 1) {
    // An hour that a clock change leaves out is the one after it.
    const moment = local.startOf('day').minus({ days: daysBack }).set({ hour });
    if (moment <= local && (weekday === undefined || moment.weekday === weekday)) return moment.toJSDate();
  }
}
