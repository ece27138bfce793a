import { foldName } from '#lib/comparisons/fold-name.ts';
import { type Compared, SCORE_MIN } from './compare-contacts.ts';
import { compareNumbers, NUMBER_REASONS, type NumberRelation } from './compare-numbers.ts';
import type { DocumentReason } from './duplicate-contract.ts';

/** A bill or an invoice as it is compared with others: of a ledger, or of the source. Money is decimal text. */
export type DocumentSide = {
  key: string;
  kind: 'invoice' | 'bill';
  party: string;
  total: string;
  currency: string | null;
  number: string | null;
  /** `2026-11-30`. */
  date: string | null;
  /** In a ledger: a sync job wrote it there, and nobody typed it. */
  isSynced: boolean;
  /** What a record was written to the ledger as. */
  reference: string | null;
};

/** Documents of one party and total, and how many of them there are within a season. */
export type Block = { size: number };

/** Two bills of the same with so many days between them may be one that was typed later. */
const NEAR_DAYS = 5;
const LATER_DAYS = 20;
/** Numbers begin anew each year. */
const SEASON_DAYS = 120;
/** With more documents of one party and total than this, another one is nothing strange. */
const USUAL = 4;

const DAY_MS = 86_400_000;

/** Documents that differ in this can't be one; null of one that can't be compared. */
export function blockKeyOf({ kind, party, total, currency }: DocumentSide): string | null {
  const amount = Number(total);
  const folded = foldName(party);
  return amount === 0 || !Number.isFinite(amount) || folded === '' ? null : `${kind} ${currency} ${amount} ${folded}`;
}

/**
 * Says how sure it is that two documents of the same party and total are one that was entered twice; null where they are
 * two: other numbers, or as like each other as everything that this party is billed.
 */
export function compareDocuments(a: DocumentSide, b: DocumentSide, { size }: Block): Compared<DocumentReason> | null {
  // Both were written to the ledger as one.
  if (a.reference !== null && a.reference === b.reference) return null;
  const number = compareNumbers(a.number, b.number);
  if (number === 'other') return null;
  const days = daysBetween(a.date, b.date);
  const base = baseOf(number, days, size);
  if (base === null) return null;
  const reasons: DocumentReason[] = ['party_same', 'total_same', NUMBER_REASONS[number]];
  if (days !== null) reasons.push(days === 0 ? 'date_same' : days <= NEAR_DAYS ? 'date_near' : 'date_differs');
  // One that a job wrote and one that somebody typed is how most come about.
  const isTyped = a.isSynced !== b.isSynced;
  if (isTyped) reasons.push('typed_and_synced');
  if (a.isSynced && b.isSynced) reasons.push('synced_twice');
  const score = Math.min(base + (isTyped ? 4 : 0), 99);
  return score < SCORE_MIN ? null : { score, reasons };
}

/** How much number and date say; `days` is null where a date is missing. */
function baseOf(number: Exclude<NumberRelation, 'other'>, days: number | null, size: number): number | null {
  const isSame = days === 0;
  const isNear = days !== null && days <= NEAR_DAYS;
  const isLater = days !== null && days <= LATER_DAYS;
  switch (number) {
    case 'same':
      // An account number stands on every bill of a month.
      if (days === null) return 80;
      return isSame ? 97 : isNear ? 92 : isLater ? 82 : size > 2 || days > SEASON_DAYS ? null : 66;
    case 'form':
      return isSame ? 90 : isNear ? 82 : isLater ? 68 : null;
    case 'mistake':
      if (size > USUAL) return null;
      return isSame ? 78 : isNear ? 66 : null;
    case 'one_missing':
      if (size > 2) return null;
      return isSame ? 76 : isNear ? 64 : null;
    case 'both_missing':
      if (size > 2) return null;
      return isSame ? 74 : null;
    default:
      return number satisfies never;
  }
}

function daysBetween(a: string | null, b: string | null): number | null {
  return a === null || b === null ? null : Math.abs(Date.parse(a) - Date.parse(b)) / DAY_MS;
}
