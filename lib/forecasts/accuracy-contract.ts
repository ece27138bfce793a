import type { ForecastRule } from './forecast-contract.ts';

/** Over how many days the accuracy is measured. */
export const ACCURACY_DAYS = [30, 90] as const;
export type AccuracyDays = (typeof ACCURACY_DAYS)[number];

/** Of fewer than this no share is told: it would say nothing. */
export const ENOUGH = 20;

/** Of the records that a rule said would fail: how many were tried, failed, and failed of the cause that it named. */
export type RuleAccuracy = { rule: ForecastRule; told: number; failed: number; causeNamed: number };

/** How forecasts did against the next attempt of each record. */
export type ForecastAccuracy = {
  days: AccuracyDays;
  willFail: { told: number; failed: number };
  mayFail: { told: number; failed: number };
  willPass: { told: number; passed: number };
  /** Of all failures of records that had a forecast: how many had been told for certain, and with the right cause. */
  failures: { total: number; told: number; causeNamed: number };
  rules: RuleAccuracy[];
};

/** Gives a share in whole hundredths, or null while there is not enough to tell it by. */
export function shareOf(part: number, whole: number): number | null {
  return whole < ENOUGH ? null : Math.round((part / whole) * 100);
}
