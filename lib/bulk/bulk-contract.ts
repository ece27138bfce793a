import type { Amount } from '#lib/core/money.ts';
import type { Kind, SyncStatus } from '#lib/records/kinds.ts';
import type { RecordFilter } from '#lib/records/list-contract.ts';

/** Above this many records a person types the number before it is done. */
export const TYPED_COUNT_ABOVE = 1_000;
/** For so long an operation can be undone. */
export const UNDO_DAYS = 30;
/** The longest reason, in characters. */
export const REASON_MAX = 2_000;
/** At most so many ids can be named, to be changed or to be left out; more are named by a filter. */
export const NAMED_MAX = 10_000;
/** A selection above this is frozen by a job, with the operation in the state `freezing` meanwhile. */
export const FROZEN_AT_ONCE_MAX = 10_000;
/** An operation of at most so many records is done by the call that starts it, and answered when it is finished. */
export const RUN_AT_ONCE_MAX = 1_000;

/** Which records an operation is about; frozen on the server when its preview opens. */
export type BulkSelection =
  | { by: 'ids'; ids: readonly string[] }
  | { by: 'filter'; filter: RecordFilter; exceptIds: readonly string[] };

/**
 * What an operation does: puts records into a status, leaves them out of the lists or takes them in again, or restores
 * what another operation changed.
 */
export type BulkAct =
  | { act: 'status'; target: SyncStatus }
  | { act: 'exclude' }
  | { act: 'include' }
  | { act: 'undo'; undoes: string };

/** What `openBulkOperation` takes: an undo is opened by `openUndo`. */
export type OpenedAct = Exclude<BulkAct, { act: 'undo' }>;

/**
 * `freezing` → `previewed` → `running` → `finished`. One that is asked to stop is `stopping` until its batch ends, then
 * `stopped`: what it did stays done. One whose selection could not be frozen, or whose actor may no longer do it, is `broken`.
 */
export const BULK_STATES = ['freezing', 'previewed', 'running', 'stopping', 'stopped', 'finished', 'broken'] as const;
export type BulkState = (typeof BULK_STATES)[number];

/** Why an item was not changed. */
export const SKIP_REASONS = [
  /** A sync job or a colleague changed the record after the selection was frozen. */
  'changed_meanwhile',
  /** The actor may not make this move, such as Complete by a job → Pending without being an admin. */
  'not_allowed',
  /** The record is excluded, and an excluded record has no status to change. */
  'excluded',
  /** The ledger holds the document, so it can't be excluded. */
  'in_ledger',
  /** The document is void or deleted in its source system, so it can't be included. */
  'void',
  /** A sync job holds the record at this moment. */
  'held',
  /** The operation was stopped, or broke, before it came to this one. */
  'stopped',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What happened to one item; null while it waits. */
export type BulkResult = 'updated' | 'unchanged' | 'not_found' | SkipReason;

/** A part of the selection that goes together: how many, and how much per currency. */
export type BulkPart = {
  syncStatus: SyncStatus;
  isByHand: boolean;
  /** The ledger holds the document already, as far as a job or a person told us. */
  isInLedger: boolean;
  isExcluded: boolean;
  count: number;
  amounts: { currency: string | null; count: number; amount: Amount }[];
};

export type BulkOperationPage = {
  operations: BulkOperation[];
  nextCursor: string | null;
  previousCursor: string | null;
};
export type BulkItemPage = { items: BulkItem[]; nextCursor: string | null; previousCursor: string | null };

export type BulkCounts = { updated: number; unchanged: number; skipped: number; notFound: number };

/** One operation as screens and the API see it. */
export type BulkOperation = BulkAct & {
  id: string;
  state: BulkState;
  kinds: readonly Kind[];
  /** How many records were named or found; null while the selection is being frozen. */
  total: number | null;
  /** How many items have been decided. */
  done: number;
  counts: BulkCounts;
  /** Of `counts.skipped`, by reason. */
  skippedBy: Partial<Record<SkipReason, number>>;
  /** What was selected, by present status when it was frozen. Empty while it is being frozen. */
  parts: BulkPart[];
  reason: string | null;
  referenceNumber: string | null;
  /** Why it is `broken`, for people; null otherwise. */
  brokenReason: string | null;
  createdBy: { type: 'person' | 'api_key' | 'job'; id: string | null; name: string };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Until when it can be undone; null if it can't be (changed nothing, is an undo, is undone already, or is too old). */
  undoableUntil: string | null;
  /** The operation that undid this one, or is about to. */
  undoneBy: string | null;
};

/** What would happen if the previewed operation were run now by this actor, for the words of the preview. */
export type BulkForecast = {
  /** Records that would change. */
  changes: number;
  /** Records already in the target status by the same means: nothing to do. */
  unchanged: number;
  /** Records that would be refused, and why. */
  refused: { reason: SkipReason; count: number }[];
  /** Named records that are not there. */
  notFound: number;
  isReasonRequired: boolean;
  /** A single record moved to Complete may be given its reference number. */
  isReferenceAllowed: boolean;
  /** Of `changes`, records that the ledger holds already: a job that cannot update writes them twice. */
  alreadyInLedger: number;
  /** The tenant lets only admins complete more than one record at once, and the actor is none. */
  isForAdminsOnly: boolean;
};

/** One item of an operation, for its result page and its download. What was not found has an id alone. */
export type BulkItem = {
  position: number;
  recordId: string;
  kind: Kind | null;
  number: string | null;
  sourceId: string | null;
  amount: Amount | null;
  currency: string | null;
  before: SyncStatus | null;
  result: BulkResult | null;
  /** Of `held`: the source whose sync job held it, and until when. */
  heldBy: string | null;
  heldUntil: string | null;
};
