import { addDays, calendarMonth, type Day, monthEndingOn } from '#lib/core/dates.ts';
import type { MovingRange } from '#lib/views/view-contract.ts';
import type { ListRange } from './list-address.ts';

export type DatePreset = { id: MovingRange; label: string; range: { from: Day; to: Day } };

/** Gives the ranges that are offered by name, counted from a day of the tenant. */
export function datePresets(today: Day): DatePreset[] {
  return [
    { id: 'month_ending_today', label: 'Month ending today', range: monthEndingOn(today) },
    { id: 'last_7_days', label: 'Last 7 days', range: { from: addDays(today, -6), to: today } },
    { id: 'this_month', label: 'This month', range: { from: calendarMonth(today, 0).from, to: today } },
    { id: 'last_month', label: 'Last month', range: calendarMonth(today, 1) },
    { id: 'last_3_months', label: 'Last 3 months', range: { from: calendarMonth(today, 2).from, to: today } },
    { id: 'last_12_months', label: 'Last 12 months', range: { from: calendarMonth(today, 11).from, to: today } },
  ];
}

/** Says whether two ranges are the same days. */
export function isSameRange(one: ListRange, other: ListRange): boolean {
  return one.from === other.from && one.to === other.to;
}
