import type { Amount } from '#lib/core/money.ts';
import type { DocumentStatus } from '#lib/ledgers/ledger-document.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';

/** What the ledger holds of a record, as it was last read; instants are ISO texts. */
export type HeldDocument = {
  ledger: Ledger;
  /** The ledger's own id of it. */
  externalKey: string;
  number: string | null;
  contactName: string | null;
  date: string | null;
  currency: string | null;
  total: Amount | null;
  taxTotal: Amount | null;
  discount: Amount | null;
  balance: Amount | null;
  status: DocumentStatus;
  hasPayments: boolean;
  updatedAt: string | null;
  readAt: string;
  /** Where a person looks at it in the ledger's web app. */
  address: string | null;
};
