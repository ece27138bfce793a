import { foldName } from '#lib/comparisons/fold-name.ts';
import type { Amount } from '#lib/core/money.ts';
import type { LedgerDocument } from '#lib/ledgers/ledger-document.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { ComparedFact } from './adoption-contract.ts';

/** What of a record is held against a document. */
export type ComparedRecord = {
  kind: Kind;
  payer: string | null;
  billingOrg: string | null;
  amount: Amount | null;
  currency: string | null;
  documentDate: string | null;
};

type Held = Pick<LedgerDocument, 'contactName' | 'total' | 'currency' | 'date' | 'status'>;

/**
 * Holds a record against a document of the ledger, fact by fact. A party is the same whatever case, accents, spaces and
 * signs it is written with; a company without several currencies says none, and means its own.
 */
export function compareDocument(record: ComparedRecord, document: Held, homeCurrency: string | null): ComparedFact[] {
  const party = record.kind === 'invoice' || record.kind === 'invoice_payment' ? record.payer : record.billingOrg;
  const currency = document.currency ?? homeCurrency;
  return [
    {
      what: 'party',
      record: party,
      ledger: document.contactName,
      isSame: party !== null && document.contactName !== null && foldName(party) === foldName(document.contactName),
    },
    plainly('total', record.amount, document.total),
    plainly('currency', record.currency, currency),
    plainly('date', record.documentDate, document.date),
    {
      what: 'status',
      record: null,
      ledger: document.status,
      // A draft is not in the books, and what is void or deleted no longer is.
      isSame: document.status === 'open' || document.status === 'paid',
    },
  ];
}

function plainly(what: ComparedFact['what'], record: string | null, ledger: string | null): ComparedFact {
  return { what, record, ledger, isSame: record !== null && record === ledger };
}
