import { LedgerError } from './ledger-error.ts';

/** Where a page begins: in which of the lists that make up one of ours, and at which row or page of it. */
export type PagePlace = { list: number; at: number };

/** Reads what a page before gave as `next`; the beginning for null. Throws `LedgerError` (`refused`). */
export function readPlace(page: string | null): PagePlace {
  if (page === null) return { list: 0, at: 1 };
  const [, list, at] = /^(\d{1,2}):(\d{1,9})$/.exec(page) ?? [];
  if (list === undefined || at === undefined) {
    throw new LedgerError('The place to read on from is not one of ours.', { trouble: 'refused' });
  }
  return { list: Number(list), at: Number(at) };
}

/** Writes a place, for `next`. */
export function placeText({ list, at }: PagePlace): string {
  return `${list}:${at}`;
}
