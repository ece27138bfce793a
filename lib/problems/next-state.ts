import type { AuditAction } from '#lib/audit/actions.ts';
import type { Day } from '#lib/core/dates.ts';
import type { Amount } from '#lib/core/money.ts';
import type { BlockedMoney, ProblemFigures, ProblemState, SolvedHow } from './problem-contract.ts';
import type { Found } from './read-found.ts';

/** Until which day, or which blocked amount, a problem is out of sight. */
export type Mute = { mutedUntil: Day | null; mutedAbove: { amount: Amount; currency: string } | null };

/** What is known of a problem before its records are looked at again. */
export type Standing = Mute & {
  state: ProblemState;
  acknowledgedAt: Date | null;
  solvedHow: SolvedHow | null;
  /** Failures attempted until then are late news. */
  solvedThrough: Date | null;
};

/** What a look at the records showed besides their figures. */
export type Seen = {
  /** Null: no record of it is failed or put back any more. */
  found: Found | null;
  /** Of a solved one: a record that its proof counted as done, such as a completion by hand, is failed again. */
  isReturned: boolean;
  /** Whether a message is still of this problem by the present rules. */
  isKnown: boolean;
  today: Day;
};

/** What the worker does to a problem; null: nothing but its figures. */
export type Decision = { state: ProblemState; action: AuditAction; solvedHow?: SolvedHow } | null;

/** Decides what becomes of a problem: the one place that knows when it waits, comes back, is unmuted, and is solved. */
export function nextState(standing: Standing, seen: Seen): Decision {
  const { found } = seen;
  if (standing.state === 'solved') {
    if (found === null || !isBack(standing, found, seen.isReturned)) return null;
    return { state: stateAtWork(found.figures, false), action: 'problem.reopened' };
  }
  if (found === null) {
    return { state: 'solved', action: 'problem.solved', solvedHow: seen.isKnown ? 'records' : 'regrouped' };
  }
  const state = stateAtWork(found.figures, standing.acknowledgedAt !== null);
  if (standing.state === 'muted')
    return isMuteOver(standing, found, seen.today) ? { state, action: 'problem.unmuted' } : null;
  if (state === 'waiting' && standing.state !== 'waiting') return { state, action: 'problem.put_back' };
  if (state !== 'waiting' && standing.state === 'waiting') return { state, action: 'problem.failed_again' };
  return null;
}

/** Gives the state of a problem that is neither solved nor muted, as its records have it. */
export function stateAtWork(
  { failed, waiting }: Pick<ProblemFigures, 'failed' | 'waiting'>,
  isAcknowledged: boolean,
): ProblemState {
  if (failed === 0 && waiting > 0) return 'waiting';
  return isAcknowledged ? 'acknowledged' : 'open';
}

/** Says whether more is blocked than an amount. */
export function isAbove(money: readonly BlockedMoney[], above: { amount: Amount; currency: string }): boolean {
  const blocked = money.find(({ currency }) => currency === above.currency);
  return blocked !== undefined && unitsOf(blocked.amount) > unitsOf(above.amount);
}

/** Says whether a mute ends: its day has come, or more than its amount is blocked. */
export function isMuteOver({ mutedUntil, mutedAbove }: Mute, { figures }: Found, today: Day): boolean {
  return (mutedUntil !== null && mutedUntil <= today) || (mutedAbove !== null && isAbove(figures.money, mutedAbove));
}

/**
 * A failure is new if it was attempted after what proved the solution; an older one that is told late is not. Nothing
 * proved one whose messages were told otherwise: once they are told as before, it is as it was.
 */
function isBack({ solvedHow, solvedThrough }: Standing, { lastFailedAt }: Found, isReturned: boolean): boolean {
  if (solvedHow === 'regrouped') return true;
  if (lastFailedAt === null) return false;
  if (solvedThrough === null || new Date(lastFailedAt) > solvedThrough) return true;
  return solvedHow === 'records' && isReturned;
}

function unitsOf(amount: Amount): bigint {
  return BigInt(amount.replace('.', ''));
}
