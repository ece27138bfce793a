import type { AboutType, Cause } from '#lib/causes/causes.ts';

/**
 * What is told of a record before it is tried. `will_pass`: everything that it names was looked at and found; `not_known`:
 * nothing speaks against it, but not everything could be looked at.
 */
export const FORECAST_OUTCOMES = ['will_fail', 'may_fail', 'will_pass', 'not_known'] as const;
export type ForecastOutcome = (typeof FORECAST_OUTCOMES)[number];

/** How people read each outcome. */
export const FORECAST_LABEL: Record<ForecastOutcome, string> = {
  will_fail: 'Will fail',
  may_fail: 'May fail',
  will_pass: 'Will pass',
  not_known: 'Not known',
};

/** Every rule there is; what each is called where its accuracy is shown. */
export const FORECAST_RULES = {
  connection: 'Connection',
  plan: 'Plan and subscription',
  closed_period: 'Closed period',
  duplicate_number: 'Number already used',
  source_status: 'Source status',
  currency: 'Currency',
  payment_order: 'Payment before its document',
  tax_code: 'Tax code',
  tracking: 'Class or tracking option',
  item: 'Item',
  account: 'Account',
  contact: 'Customer or vendor',
  contact_name: 'Spelling of a name',
} as const;
export type ForecastRule = keyof typeof FORECAST_RULES;

/** Something that speaks against a record. */
export type ForecastFinding = {
  rule: ForecastRule;
  certainty: 'will_fail' | 'may_fail';
  cause: Cause;
  about: { type: AboutType; name: string } | null;
  /** One sentence: which code or name, and what it is near to. */
  words: string;
  /** What to do before the next sync. */
  remedy: string;
};

/** Something that could not be looked at, and why. */
export type ForecastGap = { rule: ForecastRule; certainty: 'not_known'; words: string };

export type ForecastReason = ForecastFinding | ForecastGap;

/** What is told of one record; the first reason is the one that counts. */
export type DecidedForecast = { outcome: ForecastOutcome; reasons: ForecastReason[] };

/** A forecast as it is kept; instants are ISO texts. */
export type Forecast = DecidedForecast & { madeAt: string };

/** Takes what is kept of a forecast's reasons; gives the first that speaks against the record, or null. */
export function firstFinding(reasons: readonly ForecastReason[]): ForecastFinding | null {
  return reasons.find((reason) => reason.certainty !== 'not_known') ?? null;
}
