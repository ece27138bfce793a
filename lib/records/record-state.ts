import type { Day } from '#lib/core/dates.ts';
import type { Amount } from '#lib/core/money.ts';
import type { Kind } from './kinds.ts';

/** An instant as ISO 8601 in UTC with milliseconds, so that later instants are greater strings. */
export type Instant = string;

/** The stored state of one record that the rules of state read and change; generated columns are not in it. */
export type RecordState = {
  id: string;
  sourceId: string;
  kind: Kind;
  externalKey: string;
  connectionId: string | null;
  number: string | null;
  amount: Amount | null;
  currency: string | null;
  payer: string | null;
  payerEmail: string | null;
  billingOrg: string | null;
  billingOrgEmail: string | null;
  shipmentId: string | null;
  sourceStatus: string | null;
  documentDate: Day | null;
  dueDate: Day | null;
  isDeleted: boolean;
  isVoid: boolean;
  linesHash: string | null;
  appliesHash: string | null;
  contentVersion: number;
  sourceUpdatedAt: Instant | null;
  syncStatus: number;
  syncDate: Instant | null;
  pendingSince: Instant;
  attemptCount: number;
  lastAttemptAt: Instant | null;
  lastAttemptId: string | null;
  lastAttemptKey: string | null;
  lastAttemptContentVersion: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** The text by which the failure is known, where that is not its message alone. */
  toldMessage: string | null;
  referenceNumber: string | null;
  isReferenceByHand: boolean;
  syncedAmount: Amount | null;
  syncedCurrency: string | null;
  syncedAt: Instant | null;
  syncedAttemptKey: string | null;
  syncedContentVersion: number | null;
  statusSetBy: string | null;
  statusSetAt: Instant | null;
  statusReason: string | null;
  isByHand: boolean;
  excludedAt: Instant | null;
  excludedReason: string | null;
  excludedBy: string | null;
  hasTwoReferences: boolean;
  isTriedAfterClosing: boolean;
  /** A job took the record and said nothing in time: it may be in the ledger. Only of pending records. */
  isInDoubt: boolean;
  version: number;
};

export const PENDING = 0;
export const COMPLETE = 1;
export const FAILED = 2;

/** Gives the state of a record that nobody has told anything about yet: pending, without a document. */
export function newRecordState(identity: {
  id: string;
  sourceId: string;
  kind: Kind;
  externalKey: string;
  now: Instant;
}): RecordState {
  return {
    id: identity.id,
    sourceId: identity.sourceId,
    kind: identity.kind,
    externalKey: identity.externalKey,
    connectionId: null,
    number: null,
    amount: null,
    currency: null,
    payer: null,
    payerEmail: null,
    billingOrg: null,
    billingOrgEmail: null,
    shipmentId: null,
    sourceStatus: null,
    documentDate: null,
    dueDate: null,
    isDeleted: false,
    isVoid: false,
    linesHash: null,
    appliesHash: null,
    contentVersion: 1,
    sourceUpdatedAt: null,
    syncStatus: PENDING,
    syncDate: null,
    pendingSince: identity.now,
    attemptCount: 0,
    lastAttemptAt: null,
    lastAttemptId: null,
    lastAttemptKey: null,
    lastAttemptContentVersion: null,
    errorCode: null,
    errorMessage: null,
    toldMessage: null,
    referenceNumber: null,
    isReferenceByHand: false,
    syncedAmount: null,
    syncedCurrency: null,
    syncedAt: null,
    syncedAttemptKey: null,
    syncedContentVersion: null,
    statusSetBy: null,
    statusSetAt: null,
    statusReason: null,
    isByHand: false,
    excludedAt: null,
    excludedReason: null,
    excludedBy: null,
    hasTwoReferences: false,
    isTriedAfterClosing: false,
    isInDoubt: false,
    version: 1,
  };
}

/** Says whether the ledger holds the document, as far as a job or a person told us. */
export function isInLedger(state: Pick<RecordState, 'syncedAt' | 'referenceNumber' | 'syncStatus'>): boolean {
  return state.syncedAt !== null || state.referenceNumber !== null || state.syncStatus === COMPLETE;
}
