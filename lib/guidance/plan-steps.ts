import type { CheckName } from '#lib/checks/check-contract.ts';
import { type FailureCause, STEPS_OF_CAUSE } from './failure-causes.ts';
import { GUIDED_STEPS, type GuidedStep, isCheck } from './guidance-contract.ts';

/** What a guided run can ask: the checks that can be run, and whether it is about one connection. */
export type PlanFacts = { checks: readonly CheckName[]; hasConnection: boolean };

/**
 * Gives the steps of a guided run in the order of likelihood: what failed lately speaks for some of them, each by how many
 * records; the rest come as in the checklist. No step is left out because it is unlikely. Pure.
 */
export function planSteps(causes: readonly FailureCause[], { checks, hasConnection }: PlanFacts): GuidedStep[] {
  const steps = GUIDED_STEPS.filter((step) => {
    if (isCheck(step)) return checks.includes(step);
    return step !== 'connections' || !hasConnection;
  });
  const weights = new Map<GuidedStep, number>();
  for (const { cause, records } of causes) {
    STEPS_OF_CAUSE[cause].forEach((step, place) => {
      // The likeliest step of a cause goes before its others, and both before those of a rarer cause.
      weights.set(step, (weights.get(step) ?? 0) + records / (1 + place * 0.1));
    });
  }
  const weightOf = (step: GuidedStep) => (step === 'failures' ? Number.POSITIVE_INFINITY : (weights.get(step) ?? 0));
  return steps.toSorted((a, b) => weightOf(b) - weightOf(a) || steps.indexOf(a) - steps.indexOf(b));
}
