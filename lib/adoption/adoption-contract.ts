import type { Amount } from '#lib/core/money.ts';
import type { DocumentStatus } from '#lib/ledgers/ledger-document.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';

/** Says whether a record failed since its number is used already, so that the ledger may have it. */
export function hasTakenNumber({ syncStatus, cause }: { syncStatus: string; cause: string | null }): boolean {
  return syncStatus === 'failed' && cause === 'duplicate_document';
}

/** What a record and the ledger's document are held against each other by. */
export const COMPARED = ['party', 'total', 'currency', 'date', 'status'] as const;
export type Compared = (typeof COMPARED)[number];

/** One side by side; null is what a side does not say, and is never the same as anything. */
export type ComparedFact = { what: Compared; record: string | null; ledger: string | null; isSame: boolean };

/** A document of the ledger that holds the number, held against the record. */
export type AdoptionCandidate = {
  /** The ledger's own id of it. */
  externalKey: string;
  number: string | null;
  contactName: string | null;
  total: Amount | null;
  currency: string | null;
  date: string | null;
  status: DocumentStatus;
  hasPayments: boolean;
  facts: ComparedFact[];
  /** All of it is the same, and no other record of Tieout has it. */
  isAdoptable: boolean;
  /** Another record of Tieout that is this document already. */
  owner: { id: string; number: string | null; source: string } | null;
  /** Where a person looks at it in the ledger's web app. */
  address: string | null;
};

/** What the ledger answered; `connection` is whom it was asked of. */
export type AdoptionOffer = {
  number: string;
  connection: { id: string; ledger: Ledger; companyName: string };
  candidates: AdoptionCandidate[];
  /** A number that is probably free, for the source system, where the document is another one. */
  freeNumber: string;
  readAt: string;
};

/** How an adoption ended: `adopted` by this call, or it had been before. */
export type Adoption = { state: 'adopted' | 'already'; operationId: string | null; referenceNumber: string };
