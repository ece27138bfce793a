import type { IconName } from '#components/ui/icon.tsx';
import type { KindFigures, ProblemSort, ProblemState, StateFilter } from '#lib/problems/problem-contract.ts';
import { KIND_LABEL, type Kind, TAB_OF_KIND } from '#lib/records/kinds.ts';

/** How people read each state: in a word, by an icon, and what it means. */
export const STATE_WORDS: Record<ProblemState, { label: string; icon: IconName; means: string }> = {
  open: { label: 'Open', icon: 'failed', means: 'Nobody has looked at it yet.' },
  acknowledged: { label: 'Acknowledged', icon: 'by-hand', means: 'Somebody has seen it.' },
  waiting: {
    label: 'Waiting',
    icon: 'pending',
    means: 'Its records were put back to Pending, and wait for their next attempt.',
  },
  muted: {
    label: 'Muted',
    icon: 'excluded',
    means: 'Left out of the list until a day, or until more money is blocked.',
  },
  solved: { label: 'Solved', icon: 'complete', means: 'Nothing fails for this reason any more.' },
};

/** How people read each choice of states. */
export const STATE_FILTER_LABEL: Record<StateFilter, string> = {
  unsolved: 'Not solved',
  open: STATE_WORDS.open.label,
  acknowledged: STATE_WORDS.acknowledged.label,
  waiting: STATE_WORDS.waiting.label,
  muted: STATE_WORDS.muted.label,
  solved: STATE_WORDS.solved.label,
  all: 'All',
};

/** How people read each order. */
export const SORT_LABEL: Record<ProblemSort, string> = {
  money: 'Most money first',
  age: 'Open the longest first',
  records: 'Most records first',
  recent: 'Latest failure first',
};

/** Gives how many problems a choice of states lists. */
export function countOfStates(filter: StateFilter, states: Record<ProblemState, number>): number {
  const { open, acknowledged, waiting, muted, solved } = states;
  if (filter === 'unsolved') return open + acknowledged + waiting;
  return filter === 'all' ? open + acknowledged + waiting + muted + solved : states[filter];
}

/** Gives the list that holds a problem's records of one kind: those that are failed, and those put back since. */
export function problemRecordsHref(tenant: string, problemId: string, kind: Kind): string {
  return `/${tenant}/history/${TAB_OF_KIND[kind]}?status=all&from=any&problem=${problemId}`;
}

/** Takes a count and a kind; gives `3 bills`. */
export function kindWords({ kind, failed, waiting }: KindFigures): string {
  const count = failed + waiting;
  return KIND_LABEL[kind][count === 1 ? 'one' : 'many'].toLowerCase();
}
