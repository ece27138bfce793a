import type { Cause } from '#lib/causes/causes.ts';
import type { Day } from '#lib/core/dates.ts';
import type { ForecastOutcome } from '#lib/forecasts/forecast-contract.ts';
import type { Kind, SyncStatus } from '#lib/records/kinds.ts';
import {
  type Age,
  DEFAULT_SORT,
  type Flag,
  type NONE,
  PAGE_SIZES,
  type RecordFilter,
  type Sort,
} from '#lib/records/list-contract.ts';

export type StatusChoice = SyncStatus | 'all';
/** Inclusive days; an open side is null. */
export type ListRange = { from: Day | null; to: Day | null };

/** Everything the list's address says. */
export type ListState = {
  status: StatusChoice;
  range: ListRange;
  q: string;
  sort: Sort;
  size: number;
  cursor: string | null;
  payer: string;
  org: string;
  sources: string[];
  sourceStatuses: string[];
  documentFrom: Day | null;
  documentTo: Day | null;
  flags: Flag[];
  age: Age | null;
  /** A currency's code, or `none`. */
  currency: string | null;
  /** The id of an error message, or `none`. */
  message: string | null;
  /** The id of a connection, or `none`. */
  connection: string | null;
  cause: Cause | typeof NONE | null;
  /** The id of an outage of a connection. */
  outage: string | null;
  /** The id of a problem. */
  problem: string | null;
  /** What is told of pending records. */
  forecast: ForecastOutcome | null;
  isExcluded: boolean;
  /** Instead of the records: how many there are of each cause. */
  isByCause: boolean;
  /** The record that is open in the side panel. */
  record: string | null;
  /** The saved view that this list began as, by id; what differs from it since is a change to it. */
  view: string | null;
};

/** No saved view, although there is one that the tab opens with when its address says nothing. */
export const PLAIN_VIEW = 'none';

/** The values that an address leaves out. The range depends on the day it is opened. */
export function defaultState(range: ListRange): ListState {
  return {
    status: 'failed',
    range,
    q: '',
    sort: DEFAULT_SORT,
    size: PAGE_SIZES[0],
    cursor: null,
    payer: '',
    org: '',
    sources: [],
    sourceStatuses: [],
    documentFrom: null,
    documentTo: null,
    flags: [],
    age: null,
    currency: null,
    message: null,
    cause: null,
    connection: null,
    outage: null,
    problem: null,
    forecast: null,
    isExcluded: false,
    isByCause: false,
    record: null,
    view: null,
  };
}

/** An open beginning and an open end: `from` alone or `to` alone leaves the other side open, so both open needs a word. */
export const ANY_DAY = 'any';

/** Takes a state and the default range; gives the query text, `?` included, with defaults left out. */
export function toQuery(state: ListState, defaultRange: ListRange): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | null, fallback = '') => {
    if (value !== null && value !== fallback) query.set(name, value);
  };
  const { from, to } = state.range;

  set('status', state.status, 'failed');
  if (from !== defaultRange.from || to !== defaultRange.to) {
    set('from', from ?? (to === null ? ANY_DAY : null));
    set('to', to);
  }
  set('q', state.q);
  set('payer', state.payer);
  set('org', state.org);
  for (const source of state.sources) query.append('source', source);
  for (const sourceStatus of state.sourceStatuses) query.append('sourceStatus', sourceStatus);
  set('docFrom', state.documentFrom);
  set('docTo', state.documentTo);
  for (const flag of state.flags) query.append('flag', flag);
  set('age', state.age);
  set('currency', state.currency);
  set('message', state.message);
  set('cause', state.cause);
  set('connection', state.connection);
  set('outage', state.outage);
  set('problem', state.problem);
  set('forecast', state.forecast);
  set('excluded', state.isExcluded ? 'only' : '');
  set('group', state.isByCause ? 'cause' : '');
  set('sort', state.sort.key, DEFAULT_SORT.key);
  set('dir', state.sort.direction, DEFAULT_SORT.direction);
  set('size', String(state.size), String(PAGE_SIZES[0]));
  set('cursor', state.cursor);
  set('view', state.view);
  set('record', state.record);

  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Gives the state with changes. Whatever changes the list starts it at its first page and closes the record. */
export function withChange(state: ListState, change: Partial<ListState>): ListState {
  return { ...state, cursor: null, record: null, ...change };
}

/** Gives the filter that list, counts and sums go by. */
export function toFilter(kind: Kind, state: ListState): RecordFilter {
  return {
    kinds: [kind],
    syncStatus: state.status,
    syncedFrom: state.range.from,
    syncedTo: state.range.to,
    documentFrom: state.documentFrom,
    documentTo: state.documentTo,
    search: state.q,
    payer: state.payer,
    billingOrg: state.org,
    sources: state.sources,
    sourceStatuses: state.sourceStatuses,
    flags: state.flags,
    age: state.age,
    currency: state.currency,
    messageId: state.message,
    cause: state.cause,
    connection: state.connection,
    outageId: state.outage,
    problemId: state.problem,
    forecast: state.forecast,
    excluded: state.isExcluded ? 'only' : 'no',
  };
}

/** Says whether a filter beyond status and range is set. */
export function hasExtraFilter(state: ListState): boolean {
  return (
    state.q !== '' ||
    state.payer !== '' ||
    state.org !== '' ||
    state.sources.length > 0 ||
    state.sourceStatuses.length > 0 ||
    state.documentFrom !== null ||
    state.documentTo !== null ||
    state.flags.length > 0 ||
    state.age !== null ||
    state.currency !== null ||
    state.message !== null ||
    state.cause !== null ||
    state.connection !== null ||
    state.outage !== null ||
    state.problem !== null ||
    state.forecast !== null ||
    state.isExcluded
  );
}

/** Gives the state without filters beyond status and range. */
export function withoutExtraFilters(state: ListState): ListState {
  return withChange(state, {
    q: '',
    payer: '',
    org: '',
    sources: [],
    sourceStatuses: [],
    documentFrom: null,
    documentTo: null,
    flags: [],
    age: null,
    currency: null,
    message: null,
    cause: null,
    connection: null,
    outage: null,
    problem: null,
    forecast: null,
    isExcluded: false,
  });
}

/** One list as controls need it: where it is, what it shows, and what its address leaves out. */
export type ListAddress = { path: string; state: ListState; defaultRange: ListRange };

/** Gives the address of the same list with changes, at its first page. */
export function hrefWith(address: ListAddress, change: Partial<ListState>): string {
  return hrefOf(address, withChange(address.state, change));
}

/** Gives the address of a state of the same list. */
export function hrefOf(address: ListAddress, state: ListState): string {
  return address.path + toQuery(state, address.defaultRange);
}

/** Gives the address of the same page of the list with a record open beside it, or none. */
export function hrefOfRecord(address: ListAddress, recordId: string | null): string {
  return hrefOf(address, { ...address.state, record: recordId });
}

/** Gives what two addresses have in common if they show the same records in the same order: all but page and open record. */
export function listKey(address: ListAddress): string {
  return hrefOf(address, {
    ...address.state,
    cursor: null,
    record: null,
    view: null,
    isByCause: false,
    size: PAGE_SIZES[0],
    sort: DEFAULT_SORT,
  });
}

/** Gives the address at which all that the list matches is exported, in its order. */
export function exportHref({ path, state, defaultRange }: ListAddress): string {
  return `${path}/export${toQuery({ ...state, cursor: null, record: null, isByCause: false, size: PAGE_SIZES[0] }, defaultRange)}`;
}
