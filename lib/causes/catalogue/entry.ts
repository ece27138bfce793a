import type { Cause } from '../causes.ts';

/** Where a message or a step belongs; `other` is a carrier or source system such as BILL, AroFlo, Zapier or Make. */
export type Place = 'qbo' | 'xero' | 'other';

/** What the catalogue says of one cause, in an accountant's words. */
export type CatalogueEntry = {
  readonly meaning: string;
  readonly examples: readonly (readonly [place: Place, words: string])[];
  /** What to do, in order. Steps that differ by ledger name it. */
  readonly steps: readonly (string | { readonly qbo: string; readonly xero: string })[];
  readonly prevention: string;
};

/** A part of the catalogue. */
export type CatalogueOf<C extends Cause> = Record<C, CatalogueEntry>;
