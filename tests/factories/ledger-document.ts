import type { LedgerDocument } from '#lib/ledgers/ledger-document.ts';

/** A document of a ledger; what a test does not name is of no matter. */
export function ledgerDocument(more: Partial<LedgerDocument> = {}): LedgerDocument {
  return {
    kind: 'invoice',
    externalKey: '1',
    number: null,
    contactKey: null,
    contactName: null,
    date: null,
    dueDate: null,
    currency: null,
    total: null,
    taxTotal: null,
    discount: null,
    balance: null,
    status: 'open',
    links: [],
    lines: [],
    createdAt: null,
    updatedAt: null,
    ...more,
  };
}
