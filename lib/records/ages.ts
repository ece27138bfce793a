import { addDays, type Day, type InstantRange, instantsOf } from '#lib/core/dates.ts';
import { AGE_DAYS, type Age } from './list-contract.ts';

/** Takes an age and the tenant's day; gives the instants within which the dates lie that have this age. */
export function instantsOfAge(age: Age, today: Day, timeZone: string): InstantRange {
  const { min, max } = AGE_DAYS[age];
  // Whatever is dated ahead is of the youngest age.
  const newest = min === 0 ? null : addDays(today, -min);
  return instantsOf({ from: max === null ? null : addDays(today, -max), to: newest }, timeZone);
}
