import type { Cause } from '#lib/causes/causes.ts';
import { type DecidedForecast, firstFinding } from '#lib/forecasts/forecast-contract.ts';
import type { Verdict } from './check-contract.ts';
import type { Evidence } from './read-evidence.ts';

/** What is told of one failed record. */
export type Judged = { verdict: Verdict; cause: Cause | null; words: string | null };

/**
 * Tells whether a failed record will pass now. That nothing speaks against it is not enough, since nothing may have done
 * so before it failed either: it, or what its cause is about, must have changed since. Pure.
 */
export function judgeRecord({ outcome, reasons }: DecidedForecast, evidence: Evidence | undefined): Judged {
  const finding = firstFinding(reasons);
  if (finding !== null) return { verdict: finding.certainty, cause: finding.cause, words: finding.words };
  if (outcome === 'not_known') return { verdict: 'not_known', cause: null, words: reasons[0]?.words ?? null };
  if (evidence?.isCorrected === true || evidence?.isFixed === true) {
    return { verdict: 'will_pass', cause: null, words: null };
  }
  const words = 'Nothing that can be looked up has changed since it failed.';
  return { verdict: 'not_known', cause: null, words };
}
