import { type Day, monthEndingOn } from '#lib/core/dates.ts';
import { type Kind, kindOfTab, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { type ListState, toQuery, withChange } from '../history/[tab]/list-address.ts';
import { parseSearchParams, rawSearchParams } from '../history/[tab]/search-params.ts';

/** The list that a record was opened from. */
export type RecordList = { kind: Kind; state: ListState; param: string; href: string };

const PARAM_MAX = 4_000;

/**
 * Takes the part of an address that names a list, `invoices?status=pending`; gives the list, or null if there is none.
 * What in it is not known is left out, as in the list's own address.
 */
export function parseListParam(param: string | null, tenant: string, today: Day): RecordList | null {
  if (param === null || param === '' || param.length > PARAM_MAX) return null;
  const [tab = '', ...rest] = param.split('?');
  const kind = kindOfTab(tab);
  if (kind === null) return null;
  const defaultRange = monthEndingOn(today);
  // Which page it was on says nothing: neighbours are found by the record's own place.
  const state = withChange(parseSearchParams(rawSearchParams(rest.join('?')), defaultRange).state, {});
  const known = `${TAB_OF_KIND[kind]}${toQuery(state, defaultRange)}`;
  return { kind, state, param: known, href: `/${tenant}/history/${known}` };
}
