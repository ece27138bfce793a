import { formatDayRange } from '#components/sync/format-time.ts';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { FORECAST_LABEL } from '#lib/forecasts/forecast-contract.ts';
import { type Age, type Flag, NONE } from '#lib/records/list-contract.ts';
import { type ListState, withChange } from './list-address.ts';

/** How people read each named set of records. */
export const FLAG_LABEL: Record<Flag, string> = {
  differs: 'Total differs from Synced',
  changed_since_sync: 'Changed since sync',
  by_hand: 'By hand',
  tried_after_closing: 'Tried again after closing',
  two_references: 'Two references',
  already_in_ledger: 'Already in the ledger',
  void_in_ledger: 'Void here, still in the ledger',
  in_doubt: 'In doubt',
  held: 'Held by a sync job',
  not_by_hand: 'Not by hand',
  no_document_date: 'No document date',
};

/** How people read each age: since a record became pending, or since it was last tried or set. */
export const AGE_LABEL: Record<Age, string> = {
  '0-7': '0–7 days',
  '8-30': '8–30 days',
  'over-30': '31 days and more',
};

/** One filter that is set: how it reads, and the list without it. */
export type ActiveFilter = { id: string; label: string; without: ListState };

/** What the filters' values are called by people. */
export type FilterNames = {
  /** By slug. */
  sourceNames: ReadonlyMap<string, string>;
  /** The message that the list is filtered by. */
  messageText: string | null;
  connectionName: string | null;
  problemName: string | null;
};

/** Gives the filters beyond status and range that are set, in the order of the menu. */
export function activeFilters(
  state: ListState,
  locale: string,
  { sourceNames, messageText, connectionName, problemName }: FilterNames,
): ActiveFilter[] {
  const filters: ActiveFilter[] = [];
  const add = (id: string, label: string, change: Partial<ListState>) => {
    filters.push({ id, label, without: withChange(state, change) });
  };

  if (state.q !== '') add('q', `Search “${state.q}”`, { q: '' });
  if (state.payer !== '') add('payer', `Payer: ${state.payer}`, { payer: '' });
  if (state.org !== '') add('org', `Billing organisation: ${state.org}`, { org: '' });
  if (state.documentFrom !== null || state.documentTo !== null) {
    const range = formatDayRange({ from: state.documentFrom, to: state.documentTo }, locale);
    add('document', `Document date: ${range}`, { documentFrom: null, documentTo: null });
  }
  for (const slug of state.sources) {
    add(`source ${slug}`, `Source: ${sourceNames.get(slug) ?? slug}`, {
      sources: state.sources.filter((other) => other !== slug),
    });
  }
  for (const status of state.sourceStatuses) {
    const rest = state.sourceStatuses.filter((other) => other !== status);
    add(`source status ${status}`, `Source status: ${status}`, { sourceStatuses: rest });
  }
  for (const flag of state.flags) add(flag, FLAG_LABEL[flag], { flags: state.flags.filter((other) => other !== flag) });
  if (state.age !== null) add('age', `Age: ${AGE_LABEL[state.age]}`, { age: null });
  if (state.currency !== null) {
    add('currency', state.currency === NONE ? 'No currency' : `Currency: ${state.currency}`, { currency: null });
  }
  if (state.message !== null) {
    add('message', state.message === NONE ? 'No message' : `Message: ${messageText ?? 'one of them'}`, {
      message: null,
    });
  }
  if (state.cause !== null) {
    add('cause', state.cause === NONE ? 'No cause' : `Cause: ${CAUSE_LABEL[state.cause]}`, { cause: null });
  }
  if (state.connection !== null) {
    const name = connectionName ?? 'one that is not known';
    add('connection', state.connection === NONE ? 'No connection' : `Connection: ${name}`, { connection: null });
  }
  if (state.outage !== null) add('outage', 'Because of an outage', { outage: null });
  if (state.problem !== null) {
    add('problem', `Problem: ${problemName ?? 'one that is not known'}`, { problem: null });
  }
  if (state.forecast !== null) add('forecast', `Forecast: ${FORECAST_LABEL[state.forecast]}`, { forecast: null });
  if (state.isExcluded) add('excluded', 'Excluded', { isExcluded: false });
  return filters;
}
