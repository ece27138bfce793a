import { addDays, calendarMonth, type Day, monthEndingOn } from '#lib/core/dates.ts';
import type { ListRange } from './list-address.ts';

export type DatePreset = { label: string; range: { from: Day; to: Day } };

/** Gives the ranges that are offered by name, counted from a day of the tenant. */
export function datePresets(today: Day): DatePreset[] {
  return [
    { label: 'Month ending today', range: monthEndingOn(today) },
    { label: 'Last 7 days', range: { from: addDays(today, -6), to: today } },
    { label: 'This month', range: { from: calendarMonth(today, 0).from, to: today } },
    { label: 'Last month', range: calendarMonth(today, 1) },
    { label: 'Last 3 months', range: { from: calendarMonth(today, 2).from, to: today } },
    { label: 'Last 12 months', range: { from: calendarMonth(today, 11).from, to: today } },
  ];
}

/** Says whether two ranges are the same days. */
export function isSameRange(one: ListRange, other: ListRange): boolean {
  return one.from === other.from && one.to === other.to;
}
