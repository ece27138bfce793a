import { isId } from '#lib/core/ids.ts';
import { type DuplicateFilter, SORTS, TABS } from '#lib/duplicates/duplicate-contract.ts';
import type { RawSearchParams } from '../history/[tab]/search-params.ts';

/** What the address of the duplicates says. */
export type DuplicatesAddress = DuplicateFilter & { cursor: string | null };

/** Takes the address's parameters; gives what they say. What can't be used is left out. */
export function parseDuplicates(raw: RawSearchParams): DuplicatesAddress {
  const connection = one(raw.connection);
  return {
    tab: TABS.find((tab) => tab === one(raw.show)) ?? 'contacts',
    sort: SORTS.find((sort) => sort === one(raw.sort)) ?? 'score',
    connectionId: isId(connection) ? connection : null,
    cursor: one(raw.cursor).slice(0, 2_000) || null,
  };
}

/** Gives the address of a tenant's duplicates. */
export function duplicatesHref(tenant: string, { tab, sort, connectionId, cursor }: DuplicatesAddress): string {
  const query = new URLSearchParams();
  if (tab !== 'contacts') query.set('show', tab);
  if (sort !== 'score') query.set('sort', sort);
  if (connectionId !== null) query.set('connection', connectionId);
  if (cursor !== null) query.set('cursor', cursor);
  return `/${tenant}/duplicates${query.size === 0 ? '' : `?${query}`}`;
}

function one(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
