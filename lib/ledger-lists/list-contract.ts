import type { Ledger } from '#lib/ledgers/ledger-names.ts';

/** The lists of a ledger that are read, in the order in which people look for them. */
export const LIST_TYPES = ['account', 'customer', 'vendor', 'item', 'tax_code', 'tracking', 'currency'] as const;
export type ListType = (typeof LIST_TYPES)[number];

/** How each list is called in an address, and by people. */
export const LIST_WORDS: Record<ListType, { slug: string; one: string; many: string }> = {
  account: { slug: 'accounts', one: 'account', many: 'Accounts' },
  customer: { slug: 'customers', one: 'customer', many: 'Customers' },
  vendor: { slug: 'vendors', one: 'vendor', many: 'Vendors' },
  item: { slug: 'items', one: 'item', many: 'Items' },
  tax_code: { slug: 'tax-codes', one: 'tax code', many: 'Tax codes' },
  tracking: { slug: 'tracking', one: 'tracking option', many: 'Tracking' },
  currency: { slug: 'currencies', one: 'currency', many: 'Currencies' },
};

/** Takes the name of a list in an address; gives its type, or null. */
export function listTypeOfSlug(slug: string): ListType | null {
  return LIST_TYPES.find((type) => LIST_WORDS[type].slug === slug) ?? null;
}

/** `gone`: the ledger no longer has it, or hides it. */
export const ITEM_STATES = ['active', 'inactive', 'gone'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** One entry of a ledger's list, as it was last read; instants are ISO texts. */
export type LedgerItem = {
  type: ListType;
  /** The ledger's own id of it. */
  ledgerId: string;
  code: string | null;
  name: string;
  email: string | null;
  currency: string | null;
  state: ItemState;
  details: Record<string, unknown>;
  /** When the ledger says that it last changed. */
  ledgerUpdatedAt: string | null;
  firstSeenAt: string;
  changedAt: string;
  goneAt: string | null;
};

export type ItemPage = { items: LedgerItem[]; nextCursor: string | null; previousCursor: string | null };

/** Which entries a page shows; `state` null: every one. */
export type ItemFilter = { type: ListType; state: ItemState | null; search: string };

/** `never`: not read yet; `waiting` and `running`: a reading is asked for, or under way; `failed`: the last one broke. */
export const READING_STATES = ['never', 'waiting', 'running', 'read', 'failed'] as const;
export type ReadingState = (typeof READING_STATES)[number];

/** How far one list of a connection is read; instants are ISO texts. */
export type ListState = {
  type: ListType;
  state: ReadingState;
  /** Entries seen by the reading under way, or by the last one. */
  items: number;
  pages: number;
  isWhole: boolean;
  /** The end of the last reading that succeeded, and of the last whole one; only the latter sees what is gone. */
  readAt: string | null;
  wholeAt: string | null;
  /** When it is read next. */
  dueAt: string | null;
  clearedAt: string | null;
  /** Why the last reading broke, in the ledger's words where it said any. */
  problem: string | null;
  counts: Record<ItemState, number>;
};

/** The connection that lists belong to, as their screens need it. */
export type ListOwner = { id: string; ledger: Ledger; companyName: string; isConnected: boolean };

export const ITEM_CHANGES = ['added', 'changed', 'renamed', 'deactivated', 'activated', 'gone'] as const;
export type ItemChange = (typeof ITEM_CHANGES)[number];

/** What was seen to have changed between two readings. */
export type ListedChange = {
  id: string;
  type: ListType;
  ledgerId: string;
  name: string;
  what: ItemChange;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  at: string;
};

export type ChangePage = { changes: ListedChange[]; nextCursor: string | null; previousCursor: string | null };
