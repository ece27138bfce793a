import { addDays, calendarMonth, type Day } from '#lib/core/dates.ts';
import type { ReviewPeriod } from './review-contract.ts';

const MONTHS: Record<Exclude<ReviewPeriod, 'off'>, number> = { month: 1, quarter: 3, half_year: 6 };

/** Gives the day on which the period of `today` began, which is when its review is due; null if there is none. */
export function lastDue(today: Day, period: ReviewPeriod): Day | null {
  if (period === 'off') return null;
  const months = MONTHS[period];
  const month = Number(today.slice(5, 7)) - 1;
  return calendarMonth(today, month % months).from;
}

/** Gives the days on which the next reviews are due, so many, all after `today`. */
export function nextDues(today: Day, period: ReviewPeriod, count: number): Day[] {
  const days: Day[] = [];
  let from = lastDue(today, period);
  while (from !== null && days.length < count && period !== 'off') {
    // Far enough into the next period, however long its months are.
    from = lastDue(addDays(from, MONTHS[period] * 31), period);
    if (from !== null) days.push(from);
  }
  return days;
}
