import { DateTime } from 'luxon';
import type { Day } from '#lib/core/dates.ts';
import type { Random } from './random.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const QUIET_DAYS = new Set(['12-24', '12-25', '12-26', '12-31', '01-01']);

type CalendarDay = { day: Day; startMs: number; isBusinessDay: boolean; isMonthEnd: boolean; weight: number };

/** Thirteen months of a business's days, the last one being the day of `now` in its time zone. */
export class Calendar {
  readonly days: readonly CalendarDay[];
  readonly nowMs: number;
  readonly #businessDays: readonly CalendarDay[];

  constructor(now: Date, timeZone: string) {
    this.nowMs = now.getTime();
    const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
    const first = today.minus({ months: 13 }).plus({ days: 1 });
    const starts: DateTime[] = [];
    for (let day = first; day <= today; day = day.plus({ days: 1 })) starts.push(day);
    const days = starts.map((start, index) => describeDay(start, index / starts.length));
    this.days = days;
    this.#businessDays = days.filter((day) => day.isBusinessDay);
  }

  /** How many days lie between an instant and now; may have a fraction. */
  ageDays(atMs: number): number {
    return (this.nowMs - atMs) / DAY_MS;
  }

  /** Gives the start of the nth business day counted back from now (0: the last one that has begun). */
  businessDayBack(count: number): number {
    return this.#businessDays.at(-1 - count)?.startMs ?? 0;
  }

  /** Gives an instant in working hours of the nth business day after one; Infinity when that is still to come. */
  workTimeAfter(atMs: number, count: number, random: Random): number {
    const next = this.#businessDays.findIndex((day) => day.startMs > atMs);
    const day = next < 0 ? undefined : this.#businessDays[next + count - 1];
    return day === undefined ? Number.POSITIVE_INFINITY : day.startMs + 8.5 * HOUR_MS + random.int(0, 7 * 3_600_000);
  }

  /** Says whether an instant lies on one of the last two business days of a month. */
  isMonthEnd(atMs: number): boolean {
    return this.days.findLast((day) => day.startMs <= atMs)?.isMonthEnd ?? false;
  }
}

function describeDay(start: DateTime, progress: number): CalendarDay {
  const isBusinessDay = start.weekday <= 5 && !QUIET_DAYS.has(start.toFormat('MM-dd'));
  const daysLeft = (start.daysInMonth ?? 30) - start.day;
  const isMonthEnd = isBusinessDay && (daysLeft < 2 || (daysLeft < 4 && start.weekday === 5));
  const rhythm = isMonthEnd ? 2.3 : start.day <= 2 ? 1.3 : 1;
  const volume = isBusinessDay ? rhythm : start.weekday === 6 ? 0.1 : 0.04;
  // The business grows by about a third over the thirteen months.
  return {
    day: start.toFormat('yyyy-MM-dd'),
    startMs: start.toMillis(),
    isBusinessDay,
    isMonthEnd,
    weight: volume * (0.85 + 0.35 * progress),
  };
}
