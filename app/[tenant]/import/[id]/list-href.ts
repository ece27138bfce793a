import type { ImportRun } from '#lib/imports/import-contract.ts';
import { TAB_OF_KIND } from '#lib/records/kinds.ts';

/** A file may hold outcomes of any age, and the list shows those of the last month unless told otherwise. */
const LONG_AGO = '2000-01-01';

/** Gives the list that shows what an import brought: of its kind and its source, documents as they wait, outcomes as they ended. */
export function listHref(tenant: string, { choices, detected }: Pick<ImportRun, 'choices' | 'detected'>): string {
  const kind = choices?.kind ?? detected?.kind ?? 'invoice';
  const query = new URLSearchParams(
    choices?.holds === 'attempts' ? { status: 'all', from: LONG_AGO } : { status: 'pending' },
  );
  if (choices !== null) query.set('source', choices.source);
  return `/${tenant}/history/${TAB_OF_KIND[kind]}?${query}`;
}
