import type { Amount } from '#lib/core/money.ts';

/** The documents of a ledger, by the kinds of the records that become them. */
export const DOCUMENT_KINDS = ['invoice', 'bill', 'invoice_payment', 'bill_payment'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** `open`: approved, and something of it is not paid; `paid`: nothing is left; of a payment always `paid`. */
export const DOCUMENT_STATUSES = ['draft', 'open', 'paid', 'voided', 'deleted'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** One line of a document, in its order; sums that the ledger puts among its lines are left out. */
export type LedgerDocumentLine = {
  lineNo: number;
  description: string | null;
  /** As the ledger writes it. */
  quantity: string | null;
  unitAmount: string | null;
  /** As the ledger holds it: with tax in it where `isTaxIncluded` says so; negative of a discount. */
  amount: Amount | null;
  taxAmount: Amount | null;
  taxCode: string | null;
  accountCode: string | null;
  itemCode: string | null;
  isTaxIncluded: boolean;
};

/** Of a document: what pays it. Of a payment: what it pays. `credit` is what is none of our kinds. */
export type LedgerDocumentLink = {
  kind: DocumentKind | 'credit';
  externalKey: string;
  number: string | null;
  amount: Amount | null;
  date: string | null;
};

/** One document of a ledger, in our words; null is what the ledger did not say. Days are `2026-11-30`. */
export type LedgerDocument = {
  kind: DocumentKind;
  /** The ledger's own id of it. */
  externalKey: string;
  number: string | null;
  contactKey: string | null;
  contactName: string | null;
  date: string | null;
  dueDate: string | null;
  currency: string | null;
  /** With tax, in its own currency; of a payment, what was paid. */
  total: Amount | null;
  taxTotal: Amount | null;
  discount: Amount | null;
  /** What is not paid of it; of a payment, what of it pays nothing yet. */
  balance: Amount | null;
  status: DocumentStatus;
  links: LedgerDocumentLink[];
  lines: LedgerDocumentLine[];
  createdAt: Date | null;
  updatedAt: Date | null;
};

/** A page of documents, in the ledger's own order; `gone` are ids that it says were deleted, of which it knows no more. */
export type LedgerDocumentPage = { documents: LedgerDocument[]; gone: string[]; next: string | null };

/** Which documents are read: those dated on or after `from` or changed after it, and with `since` only what changed. */
export type DocumentsFrom = { page: string | null; since: Date | null; from: string };
