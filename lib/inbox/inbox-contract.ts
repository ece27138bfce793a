import type { FieldError } from '#lib/core/app-error.ts';
import type { Day } from '#lib/core/dates.ts';
import type { Amount } from '#lib/core/money.ts';
import type { PayloadState } from '#lib/hooks/hook-contract.ts';
import type { Carrier } from '#lib/ingest/carrier-contract.ts';
import type { Kind, SyncStatus } from '#lib/records/kinds.ts';

/**
 * What came in and is in no list: attempts for records nobody has sent, items that a call refused, and what hooks
 * received that could not be mapped or matched.
 */
export const INBOX_PARTS = ['unmatched', 'rejected', 'payloads'] as const;
export type InboxPart = (typeof INBOX_PARTS)[number];

/** What has become of it. `settled`: a refused item that was accepted since, or that a person put right. */
export const INBOX_STATES = ['waiting', 'dismissed', 'settled'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** By the tenant's days on which it was tried, last refused or received; an open side is null. A source by its slug. */
export type InboxFilter = { from: Day | null; to: Day | null; state: InboxState; source: string | null };

/** Everything that waits. */
export const ALL_WAITING: InboxFilter = { from: null, to: null, state: 'waiting', source: null };

/** How many may be dismissed or taken back at once, and how long a reason may be. */
export const ITEMS_MAX = 500;
export const REASON_MAX = 2000;

/** Who decided about it, when and why; null while nobody did. A settled item that simply came right has no name. */
export type Decision = { at: string; byName: string | null; reason: string | null };

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
  decision: Decision | null;
};

/** One item that a call refused, as it was received. */
export type RejectedItem = Carrier & {
  id: string;
  call: 'records' | 'attempts';
  source: string;
  item: string;
  /** The item is larger than a list shows: this is its beginning. */
  isCut: boolean;
  errors: FieldError[];
  firstAt: string;
  lastAt: string;
  times: number;
  requestId: string;
  decision: Decision | null;
};

export type InboxPage<Item> = {
  items: Item[];
  nextCursor: string | null;
  /** How many come before this page's first one. */
  position: number;
};

/** Why a record could be the one that is meant. */
export const MATCH_REASONS = ['id', 'number', 'reference', 'amount', 'party', 'shipment'] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

/** A record that something could belong to, with what speaks for it; no reasons if somebody searched for it. */
export type MatchCandidate = {
  id: string;
  kind: Kind;
  source: string;
  sourceId: string;
  number: string | null;
  party: string | null;
  amount: Amount | null;
  currency: string | null;
  documentDate: Day | null;
  syncStatus: SyncStatus;
  referenceNumber: string | null;
  reasons: MatchReason[];
};

/** One payload that a hook received and nobody could place, or that somebody dismissed. */
export type WaitingPayload = {
  id: string;
  hookId: string;
  hookName: string;
  source: string;
  receivedAt: string;
  state: PayloadState;
  /** Why it waits, by target field or as a whole (`field` is empty). */
  reasons: FieldError[];
  /** What the mapping read of it, target field to value. */
  values: Record<string, string>;
  /** Bytes that were sent; what is kept is cut where `isCut`. */
  size: number;
  isCut: boolean;
  /** What was sent, as text; null if it is no text. */
  text: string | null;
  decision: Decision | null;
};
