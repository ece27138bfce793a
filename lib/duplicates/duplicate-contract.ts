import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';

/** What looks as if it were twice in a ledger: contacts and documents of it, or records that the source sent twice. */
export const SUBJECTS = ['contact', 'document', 'record'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** `gone`: the one or the other is no longer there, or they are no longer alike. */
export const PAIR_STATES = ['open', 'dismissed', 'gone'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** `contact` at Xero, where customers and suppliers are one list. */
export const PAIR_KINDS = ['customer', 'vendor', 'contact', 'invoice', 'bill'] as const;
export type PairKind = (typeof PAIR_KINDS)[number];

/** What agrees, and what differs, between two contacts. */
export const CONTACT_REASONS = [
  'name_same',
  'name_case',
  'name_space',
  'name_accent',
  'name_punctuation',
  'name_word_order',
  'name_company_form',
  'name_abbreviation',
  'name_spelling',
  'name_longer',
  'tax_number_same',
  'email_same',
  'phone_same',
  'number_same',
  'name_differs',
  'company_form_differs',
  'email_differs',
  'email_shared',
  'phone_differs',
  'currency_differs',
] as const;

/** The same of two documents, or of two records. */
export const DOCUMENT_REASONS = [
  'party_same',
  'total_same',
  'document_number_same',
  'document_number_form',
  'document_number_mistake',
  'document_number_missing',
  'document_numbers_missing',
  'date_same',
  'date_near',
  'date_differs',
  'typed_and_synced',
  'synced_twice',
  'source_sent_twice',
] as const;

export type ContactReason = (typeof CONTACT_REASONS)[number];
export type DocumentReason = (typeof DOCUMENT_REASONS)[number];
export type Reason = ContactReason | DocumentReason;

/** A sum in one currency, as decimal text. */
export type Sum = { currency: string; amount: string };

export const TABS = ['contacts', 'documents', 'dismissed'] as const;
export type Tab = (typeof TABS)[number];

export const SORTS = ['score', 'money'] as const;
export type Sort = (typeof SORTS)[number];

/** Which duplicates a page shows. */
export type DuplicateFilter = { tab: Tab; sort: Sort; connectionId: string | null };

/** One of those that look alike, as it is now; null where nothing is known. */
export type Side = {
  /** The ledger's id, or the record's. */
  key: string;
  /** A contact's name; a document's number. */
  name: string;
  party: string | null;
  email: string | null;
  phone: string | null;
  taxNumber: string | null;
  code: string | null;
  currency: string | null;
  amount: string | null;
  documentDate: string | null;
  /** The ledger's or the source's own word for its state. */
  status: string | null;
  isGone: boolean;
};

/** Two or more that look alike, as a list shows them; instants are ISO texts. */
export type ListedDuplicate = {
  id: string;
  subject: Subject;
  kind: PairKind;
  state: PairState;
  connectionId: string | null;
  ledger: Ledger | null;
  environment: LedgerEnvironment | null;
  companyName: string | null;
  score: number;
  reasons: Reason[];
  /** How many look alike; two of them are in `sides`. */
  count: number;
  sides: Side[];
  money: Sum[];
  foundAt: string;
  lastSeenAt: string;
  dismissed: { at: string; by: string; reason: string } | null;
};

export type DuplicatePage = {
  duplicates: ListedDuplicate[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/** A name on records that goes with a contact, and what depends on it. */
export type SideUse = {
  party: 'payer' | 'billing_org';
  name: string;
  records: number;
  openRecords: number;
  openMoney: Sum[];
};

/** A record that a sync job wrote as this document, or that was sent. */
export type LinkedRecord = { id: string; kind: 'invoice' | 'bill'; number: string; sourceName: string };

/** What pays a document; `recordId` where Tieout has a record of it. */
export type LinkedPayment = { number: string | null; amount: string | null; recordId: string | null };

/** One of those that look alike, with all that hangs on it. */
export type Member = { side: Side; uses: SideUse[]; records: LinkedRecord[]; payments: LinkedPayment[] };

/** Two of a group, and why they are in it. */
export type GroupPair = { id: string; keys: [string, string]; score: number; reasons: Reason[] };

export type Duplicate = Omit<ListedDuplicate, 'sides'> & { members: Member[]; pairs: GroupPair[] };

/** How far the searches are; instants are ISO texts. */
export type SearchState = {
  subject: Subject;
  isRunning: boolean;
  endedAt: string | null;
  problem: string | null;
  isCut: boolean;
};

export const REASON_MAX = 500;

/** So many look alike at once at most: more than that is something else. */
export const GROUP_MAX = 12;
