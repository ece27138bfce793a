import type { Cause } from '#lib/causes/causes.ts';
import type { Wait } from '#lib/claims/claim-contract.ts';
import type { Day } from '#lib/core/dates.ts';
import type { Amount } from '#lib/core/money.ts';
import type { Forecast, ForecastOutcome } from '#lib/forecasts/forecast-contract.ts';
import { type Comparison, KINDS, type Kind, type SyncStatus } from './kinds.ts';

/** Named sets of records that a person should look at. */
export const FLAGS = [
  'differs',
  'changed_since_sync',
  'by_hand',
  'tried_after_closing',
  'two_references',
  'already_in_ledger',
  'void_in_ledger',
  'in_doubt',
  'held',
  'not_by_hand',
  'no_document_date',
] as const;
export type Flag = (typeof FLAGS)[number];

/**
 * How many whole days ago, in the tenant's zone, a record became pending or, if it is not, was last tried or set: the
 * date that lists order by.
 */
export const AGES = ['0-7', '8-30', 'over-30'] as const;
export type Age = (typeof AGES)[number];

/** The first and the last day of each age, in days ago; null where it is open. */
export const AGE_DAYS: Record<Age, { min: number; max: number | null }> = {
  '0-7': { min: 0, max: 7 },
  '8-30': { min: 8, max: 30 },
  'over-30': { min: 31, max: null },
};

/** Where a filter asks for records that lack what it goes by. */
export const NONE = 'none';

/**
 * Which records: one shape for the list, its counts and sums, bulk acts and exports.
 * Null, an empty list or an empty text means: no condition.
 */
export type RecordFilter = {
  kinds: readonly Kind[];
  syncStatus: SyncStatus | 'all';
  /** By sync date, in the tenant's days; never applied to pending records. */
  syncedFrom: Day | null;
  syncedTo: Day | null;
  documentFrom: Day | null;
  documentTo: Day | null;
  /** Part of a number, reference number, party, shipment or error message; under 3 characters the beginning of a number. */
  search: string;
  payer: string;
  billingOrg: string;
  /** Slugs. */
  sources: readonly string[];
  sourceStatuses: readonly string[];
  flags: readonly Flag[];
  age: Age | null;
  /** An ISO 4217 code, or `none` for records without one. */
  currency: string | null;
  /** The id of an error message, or `none` for records without one. */
  messageId: string | null;
  /** Why the last attempt failed, or `none` for records without a failure. */
  cause: Cause | typeof NONE | null;
  /** The id of the connection that they name, or `none` for records that name none. */
  connection: string | null;
  /** The id of an outage of a connection: what failed or waited because of it. */
  outageId: string | null;
  /** The id of a problem: what failed for it, and is failed or was put back since. */
  problemId: string | null;
  /** What is told of a pending record before it is tried; what is not pending is left out. */
  forecast: ForecastOutcome | null;
  /** `only` lists the excluded records instead, whatever their status and date. */
  excluded: 'no' | 'only';
};

/** No condition at all: every record of every kind that is not excluded. */
export const EVERY_RECORD: RecordFilter = {
  kinds: KINDS,
  syncStatus: 'all',
  syncedFrom: null,
  syncedTo: null,
  documentFrom: null,
  documentTo: null,
  search: '',
  payer: '',
  billingOrg: '',
  sources: [],
  sourceStatuses: [],
  flags: [],
  age: null,
  currency: null,
  messageId: null,
  cause: null,
  connection: null,
  outageId: null,
  problemId: null,
  forecast: null,
  excluded: 'no',
};

export const SORT_KEYS = ['date', 'number', 'payer', 'amount', 'difference'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type Sort = { key: SortKey; direction: 'asc' | 'desc' };

export const DEFAULT_SORT: Sort = { key: 'date', direction: 'desc' };
export const PAGE_SIZES = [50, 100, 200] as const;

export type PageRequest = {
  sort: Sort;
  limit: number;
  /** As a former page gave it; null for the first page. */
  cursor: string | null;
};

/** One row: the record's key fields and its sync details. Times are ISO 8601 in UTC, amounts exact decimal text. */
export type RecordRow = {
  id: string;
  kind: Kind;
  source: string;
  sourceId: string;
  number: string | null;
  amount: Amount | null;
  currency: string | null;
  payer: string | null;
  billingOrg: string | null;
  shipmentId: string | null;
  sourceStatus: string | null;
  documentDate: Day | null;
  dueDate: Day | null;
  syncStatus: SyncStatus;
  syncDate: string | null;
  /** Pending records count their age from here. */
  pendingSince: string;
  lastAttemptAt: string | null;
  attemptCount: number;
  errorCode: string | null;
  errorMessage: string | null;
  /** The text by which the failure is known, where that is not its message alone: what the ledger's answer says besides. */
  toldMessage: string | null;
  /** Why the last attempt failed; null where it did not, or nobody has diagnosed it yet. */
  cause: Cause | null;
  referenceNumber: string | null;
  syncedAmount: Amount | null;
  syncedCurrency: string | null;
  /** Synced minus total; null unless both are there in one currency. */
  difference: Amount | null;
  comparison: Comparison;
  isByHand: boolean;
  /** When a person, or a key, set the status, who it was and why; null if a sync job's report did. */
  statusSetAt: string | null;
  statusSetByName: string | null;
  statusReason: string | null;
  isChangedSinceSync: boolean;
  isChangedSinceFailed: boolean;
  isTriedAfterClosing: boolean;
  hasTwoReferences: boolean;
  isAlreadyInLedger: boolean;
  isVoidInLedger: boolean;
  /** A sync job took it and said nothing in time: it may be in the ledger. Only of pending records. */
  isInDoubt: boolean;
  /** Of a pending record: why sync jobs don't get it now; null if the next claim may take it. */
  waits: Wait | null;
  /** Of a pending record: whether it will be refused, and why; null where nobody has looked yet. */
  forecast: Forecast | null;
  excludedAt: string | null;
  excludedReason: string | null;
  version: number;
};

export type RecordPage = {
  records: RecordRow[];
  /** Cursors of the neighbouring pages; null where there is none. */
  nextCursor: string | null;
  previousCursor: string | null;
  /** How many records come before this page's first one. */
  position: number;
};

/** A count that is exact, or known only to be more than `count`. */
export type RecordCount = { count: number; isExact: boolean };

/** Sums of everything that matches, one a currency. `currency` is null for records without an amount. */
export type CurrencySum = {
  currency: string | null;
  count: number;
  amount: Amount;
  /** Sums over the records whose two sides could be compared. */
  synced: Amount;
  difference: Amount;
  comparedCount: number;
  /** Of all, those that a person completed by hand: nothing was written to the ledger for them. */
  byHandCount: number;
  byHandAmount: Amount;
};

/** What the list leaves out because it lies before the range. */
export type EarlierFailed = { count: number; amounts: { currency: string | null; amount: Amount }[] };
