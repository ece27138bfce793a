import { z } from 'zod';

const HOURS = 'must be a whole number from 1 to 24';
const MINUTES = 'must be a whole number from 0 to 1,440';

/** Every time of a day that a schedule may name. */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be times such as 02:30');

/** When a source is expected to sync, by the tenant's clock: at times of the day, or every so many hours. */
export const syncScheduleSchema = z
  .strictObject({
    /** 1 is Monday, 7 is Sunday. */
    days: z
      .array(z.int('must be days').min(1, 'must be days').max(7, 'must be days'))
      .min(1, 'must name a day')
      .transform((days) => [...new Set(days)].toSorted()),
    times: z
      .array(time)
      .max(24, 'must be at most 24 times')
      .default([])
      .transform((times) => [...new Set(times)].toSorted()),
    everyHours: z.int(HOURS).min(1, HOURS).max(24, HOURS).nullable().default(null),
    /** How late it may be before that is said. */
    graceMinutes: z.int(MINUTES).min(0, MINUTES).max(1_440, MINUTES).default(60),
    /** What was due before it was set is not held against the source. */
    since: z.iso.datetime().default('1970-01-01T00:00:00.000Z'),
  })
  .refine(({ times, everyHours }) => (everyHours === null) !== (times.length === 0), {
    path: ['times'],
    message: 'must name a time, such as 02:30, where it is not every so many hours',
  });
export type SyncSchedule = z.output<typeof syncScheduleSchema>;
