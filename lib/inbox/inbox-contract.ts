import type { FieldError } from '#lib/core/app-error.ts';
import type { Day } from '#lib/core/dates.ts';
import type { Amount } from '#lib/core/money.ts';
import type { Carrier } from '#lib/ingest/carrier-contract.ts';
import type { Kind } from '#lib/records/kinds.ts';

/** What came in and is in no list: attempts for records nobody has sent, and items that a call refused. */
export const INBOX_PARTS = ['unmatched', 'rejected'] as const;
export type InboxPart = (typeof INBOX_PARTS)[number];

/** By the tenant's days on which it was tried, or was last refused; an open side is null. */
export type InboxFilter = { from: Day | null; to: Day | null };

/** One try to write a record that nobody has sent yet. */
export type UnmatchedAttempt = Carrier & {
  id: string;
  kind: Kind;
  /** The record's own id in its source system, and the source that it was looked for in. */
  sourceId: string;
  source: string;
  externalId: string;
  outcome: 'complete' | 'failed';
  attemptedAt: string;
  receivedAt: string;
  referenceNumber: string | null;
  syncedAmount: Amount | null;
  syncedCurrency: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  raw: string | null;
};

/** One item that a call refused, as it was received. */
export type RejectedItem = Carrier & {
  id: string;
  call: 'records' | 'attempts';
  source: string;
  item: string;
  errors: FieldError[];
  firstAt: string;
  lastAt: string;
  times: number;
  requestId: string;
};

export type InboxPage<Item> = {
  items: Item[];
  nextCursor: string | null;
  /** How many come before this page's first one. */
  position: number;
};
