import type { Cause } from '#lib/causes/causes.ts';
import type { Amount } from '#lib/core/money.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { ForecastOutcome } from './forecast-contract.ts';

/** How many pending records something is told of, by kind, and their money. */
export type ToldFigure = {
  count: number;
  kinds: { kind: Kind; count: number }[];
  money: { currency: string; amount: Amount }[];
};

/** What is told of all pending records together. */
export type ForecastFigures = {
  /** Those that were looked at. */
  total: number;
  outcomes: Record<ForecastOutcome, ToldFigure>;
  /** Of those that will fail, the most frequent first. */
  causes: { cause: Cause; count: number }[];
  /** The next time at which a source is expected to sync; null where nobody has said. */
  nextSyncAt: string | null;
};
