import type { Amount } from '#lib/core/money.ts';
import type { DocumentStatus, LedgerDocumentLine } from '#lib/ledgers/ledger-document.ts';
import type { RecordLine } from '#lib/records/record-contract.ts';

/** Why the ledger holds another amount than the source system. */
export const AMOUNT_REASONS = [
  /** The two are in different currencies, and are not compared. */
  'currency',
  'tax_left_out',
  'tax_on_top',
  'tax_differs',
  'tax_rounding',
  'rounding',
  'dropped_line',
  'added_line',
  'discount',
  /** The ledger holds another amount of a line, and it is not known why. */
  'line_amount',
  /** The document changed in the source system after it was written. */
  'changed_here',
  /** Somebody changed it in the ledger after it was written. */
  'edited_in_ledger',
  'voided',
  'deleted',
] as const;
export type AmountReason = (typeof AMOUNT_REASONS)[number];

/** One part of a difference. */
export type AmountPart = {
  reason: AmountReason;
  /** What the ledger holds more because of it, negative for less; null where currencies are not compared. */
  amount: Amount | null;
  /** The record's lines that it concerns; none where it concerns the document as a whole. */
  lineNos: number[];
  /** For people, without amounts. */
  words: string;
  /** What it is known by. */
  evidence: string;
  /** `likely`: the sums fit, and nobody said so. */
  certainty: 'sure' | 'likely';
};

/** Why the ledger holds another amount: the parts and the rest make up the whole difference. */
export type DifferenceExplanation = {
  /** What the ledger holds more than the source system, as it was last read or told; null across currencies. */
  difference: Amount | null;
  parts: AmountPart[];
  /** What of it is not explained; null across currencies. */
  rest: Amount | null;
};

/** What of a record an explanation goes by. */
export type ExplainedRecord = {
  amount: Amount | null;
  currency: string | null;
  syncedAmount: Amount | null;
  syncedCurrency: string | null;
  syncedAt: string | null;
  isChangedSinceSync: boolean;
};

export type ExplainedLine = Pick<RecordLine, 'lineNo' | 'description' | 'amount' | 'taxAmount' | 'syncedAmount'>;

/** What of the ledger's document, as it was last read. */
export type ExplainedDocument = {
  total: Amount | null;
  taxTotal: Amount | null;
  discount: Amount | null;
  currency: string | null;
  status: DocumentStatus;
  lines: Pick<LedgerDocumentLine, 'description' | 'amount' | 'taxAmount' | 'isTaxIncluded'>[];
  updatedAt: string | null;
};
