import type { Amount } from '#lib/core/money.ts';
import type { Kind, SyncStatus } from '#lib/records/kinds.ts';
import type { RecordFilter } from '#lib/records/list-contract.ts';

/** Above this many records a person types the number before it is done. */
export const TYPED_COUNT_ABOVE = 1_000;
/** For so long an operation can be undone. */
export const UNDO_DAYS = 30;

/** Which records an operation is about; frozen on the server when its preview opens. */
export type BulkSelection =
  | { by: 'ids'; ids: readonly string[] }
  | { by: 'filter'; filter: RecordFilter; exceptIds: readonly string[] };

/** What an operation does: puts records into a status, or restores what another operation changed. */
export type BulkAct = { act: 'status'; target: SyncStatus } | { act: 'undo'; undoes: string };

/**
 * `freezing` → `previewed` → `running` → `finished`. One that is asked to stop is `stopping` until its batch ends, then
 * `stopped`: what it did stays done. One whose selection could not be frozen, or that broke, is `broken`.
 */
export const BULK_STATES = ['freezing', 'previewed', 'running', 'stopping', 'stopped', 'finished', 'broken'] as const;
export type BulkState = (typeof BULK_STATES)[number];

/** Why an item was not changed. */
export const SKIP_REASONS = [
  /** A sync job or a colleague changed the record after the selection was frozen. */
  'changed_meanwhile',
  /** The actor may not make this move, such as Complete by a job → Pending without being an admin. */
  'not_allowed',
  /** The record is excluded. */
  'excluded',
  /** A sync job holds the record at this moment. */
  'held',
  /** The operation was stopped before it came to this one. */
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
  count: number;
  amounts: { currency: string | null; count: number; amount: Amount }[];
};

export type BulkCounts = { updated: number; unchanged: number; skipped: number; notFound: number };

/** One operation as screens and the API see it. */
export type BulkOperation = BulkAct & {
  id: string;
  state: BulkState;
  kinds: readonly Kind[];
  /** How many records the frozen selection holds; null while it is being frozen. */
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
  createdBy: { type: 'person' | 'api_key' | 'job'; id: string | null; name: string };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Until when it can be undone; null if it can't be (never ran, is an undo, is undone already, or is too old). */
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
  isReasonRequired: boolean;
  /** A single record moved to Complete may be given its reference number. */
  isReferenceAllowed: boolean;
  /** Moves of records that the ledger holds already: a job that cannot update writes them twice. */
  alreadyInLedger: number;
};

/** One item of an operation, for its result page and its download. */
export type BulkItem = {
  recordId: string;
  kind: Kind;
  number: string | null;
  sourceId: string;
  amount: Amount | null;
  currency: string | null;
  before: SyncStatus;
  result: BulkResult | null;
};
