import {
  CHART_OUTCOMES,
  CHART_TYPES,
  type ChartOutcome,
  type ChartType,
  NAME_OUTCOMES,
  type NameFilter,
  PARTIES,
} from '#lib/comparisons/comparison-contract.ts';
import { ITEM_STATES, type ItemFilter, LIST_WORDS, listTypeOfSlug } from '#lib/ledger-lists/list-contract.ts';

type Raw = Record<string, string | string[] | undefined>;

/** What the address of a connection's lists says. */
export type ListsState = ItemFilter & { view: 'entries' | 'changes'; cursor: string | null };
/** What the address of its names says. */
export type NamesState = NameFilter & { cursor: string | null };
/** What the address of its charts says. */
export type ChartsState = { type: ChartType; outcome: ChartOutcome | null; cursor: string | null };

/** Takes the address's parameters; gives what they say. What can't be used is left out. */
export function parseLists(raw: Raw): ListsState {
  return {
    type: listTypeOfSlug(one(raw, 'type')) ?? 'account',
    view: one(raw, 'view') === 'changes' ? 'changes' : 'entries',
    state: ITEM_STATES.find((state) => state === one(raw, 'state')) ?? null,
    search: one(raw, 'q').slice(0, 200),
    cursor: one(raw, 'cursor').slice(0, 2_000) || null,
  };
}

/** Gives the address of a connection's lists. */
export function listsHref(path: string, { type, view, state, search, cursor }: ListsState): string {
  return address(`${path}/lists`, {
    type: type === 'account' ? '' : LIST_WORDS[type].slug,
    view: view === 'entries' ? '' : view,
    state: state ?? '',
    q: search,
    cursor: cursor ?? '',
  });
}

/** The same for names on records. */
export function parseNames(raw: Raw): NamesState {
  return {
    outcome: NAME_OUTCOMES.find((outcome) => outcome === one(raw, 'outcome')) ?? null,
    party: PARTIES.find((party) => party === one(raw, 'party')) ?? null,
    search: one(raw, 'q').slice(0, 200),
    cursor: one(raw, 'cursor').slice(0, 2_000) || null,
  };
}

/** Gives the address of a connection's names. */
export function namesHref(path: string, { outcome, party, search, cursor }: NamesState): string {
  return address(`${path}/names`, {
    outcome: outcome ?? '',
    party: party ?? '',
    q: search,
    cursor: cursor ?? '',
  });
}

/** The same for charts. */
export function parseCharts(raw: Raw): ChartsState {
  const type = listTypeOfSlug(one(raw, 'type'));
  return {
    type: CHART_TYPES.find((known) => known === type) ?? 'account',
    outcome: CHART_OUTCOMES.find((outcome) => outcome === one(raw, 'outcome')) ?? null,
    cursor: one(raw, 'cursor').slice(0, 2_000) || null,
  };
}

/** Gives the address of a connection's charts. */
export function chartsHref(path: string, { type, outcome, cursor }: ChartsState): string {
  return address(`${path}/charts`, {
    type: type === 'account' ? '' : LIST_WORDS[type].slug,
    outcome: outcome ?? '',
    cursor: cursor ?? '',
  });
}

function one(raw: Raw, name: string): string {
  const value = raw[name];
  return typeof value === 'string' ? value : '';
}

function address(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query === '' ? path : `${path}?${query}`;
}
