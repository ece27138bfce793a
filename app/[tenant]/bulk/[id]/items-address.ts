import { type BulkResult, SKIP_REASONS } from '#lib/bulk/bulk-contract.ts';

/** What the address of an operation says: which results are listed, and from where on. */
export type ItemsState = { result: BulkResult | null; cursor: string | null };

export const BULK_RESULTS: readonly BulkResult[] = ['updated', ...SKIP_REASONS, 'unchanged', 'not_found'];

const CURSOR_MAX = 2_000;

/** Takes the address's parameters; gives what they say, with every bad value left out. */
export function itemsState(raw: Record<string, string | string[] | undefined>): ItemsState {
  const cursor = typeof raw.cursor === 'string' && raw.cursor.length <= CURSOR_MAX ? raw.cursor : null;
  return { result: BULK_RESULTS.find((result) => result === raw.result) ?? null, cursor };
}

/** Gives the query text of a state, `?` included. */
export function itemsQuery({ result, cursor }: ItemsState): string {
  const query = new URLSearchParams();
  if (result !== null) query.set('result', result);
  if (cursor !== null) query.set('cursor', cursor);
  return query.size === 0 ? '' : `?${query}`;
}
