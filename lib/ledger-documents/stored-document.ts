import { foldName } from '#lib/comparisons/fold-name.ts';
import type { Amount } from '#lib/core/money.ts';
import { storable, storableJson } from '#lib/core/storable-text.ts';
import type { DocumentKind, DocumentStatus, LedgerDocument } from '#lib/ledgers/ledger-document.ts';
import { foldNumber } from './fold-number.ts';

const LENGTH_MAX = 255;
/** More lines than a ledger takes; what a broken answer may hold besides is left out. */
const LINES_MAX = 2_000;

/** A document as it is written: what the database can't hold is taken out, and what is too long ends early. */
export type StoredDocument = {
  kind: DocumentKind;
  externalKey: string;
  number: string | null;
  numberKey: string | null;
  contactKey: string | null;
  contactName: string | null;
  contactFolded: string | null;
  documentDate: string | null;
  dueDate: string | null;
  currency: string | null;
  total: Amount | null;
  taxTotal: Amount | null;
  discount: Amount | null;
  balance: Amount | null;
  status: DocumentStatus;
  hasPayments: boolean;
  links: unknown;
  lines: unknown;
  createdAt: string | null;
  updatedAt: string | null;
};

/** Gives documents as they are written, each key once: the last one counts. What has no key is no document. */
export function storedDocuments(documents: readonly LedgerDocument[]): StoredDocument[] {
  const byKey = new Map(documents.map((document) => [plain(document.externalKey), document]));
  byKey.delete(null);
  return [...byKey].map(([externalKey, document]) => stored(externalKey ?? '', document));
}

function stored(externalKey: string, document: LedgerDocument): StoredDocument {
  const [number, contactName] = [plain(document.number), plain(document.contactName)];
  const { kind, total, taxTotal, discount, balance, status, links, lines } = document;
  return {
    kind,
    externalKey,
    number,
    numberKey: foldNumber(number),
    contactKey: plain(document.contactKey),
    contactName,
    contactFolded: contactName === null ? null : plain(foldName(contactName)),
    documentDate: document.date,
    dueDate: document.dueDate,
    currency: document.currency !== null && /^[A-Z]{3}$/.test(document.currency) ? document.currency : null,
    total,
    taxTotal,
    discount,
    balance,
    status,
    hasPayments: kind !== 'invoice_payment' && kind !== 'bill_payment' && links.length > 0,
    links: JSON.parse(storableJson(links.slice(0, LINES_MAX))),
    lines: JSON.parse(storableJson(lines.slice(0, LINES_MAX))),
    createdAt: document.createdAt?.toISOString() ?? null,
    updatedAt: document.updatedAt?.toISOString() ?? null,
  };
}

function plain(text: string | null): string | null {
  const kept = text === null ? '' : storable(text, LENGTH_MAX);
  return kept === '' ? null : kept;
}
