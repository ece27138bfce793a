import { pick } from './contact-differences.ts';

/** A document of which Tieout says that it is in the ledger. Money is decimal text. */
export type SyncedDocument = {
  kind: 'invoice' | 'invoice_payment' | 'bill' | 'bill_payment';
  number: string | null;
  reference: string;
  amount: string;
  currency: string;
  /** The customer or vendor. */
  contact: string;
  documentDate: string;
  dueDate: string | null;
  /** ISO text. */
  syncedAt: string;
  lines: {
    description: string | null;
    quantity: string | null;
    unitAmount: string | null;
    amount: string;
    accountCode: string | null;
    itemCode: string | null;
    taxCode: string | null;
    taxAmount: string | null;
    option: string | null;
  }[];
  /** What a payment pays, by the reference of each. */
  applies: { reference: string; number: string | null; amount: string }[];
};

/** What became of a document in the ledger after it was written: most stay as they are. */
export function fateOf({ number, reference }: SyncedDocument): 'kept' | 'changed' | 'voided' | 'deleted' {
  const among = pick(`${number} ${reference}`, 400);
  if (among === 0) return 'deleted';
  if (among === 1) return 'voided';
  return among <= 3 ? 'changed' : 'kept';
}
