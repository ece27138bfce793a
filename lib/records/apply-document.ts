import { hash } from 'node:crypto';
import type { FieldError } from '#lib/core/app-error.ts';
import { type SourceSettings, syncabilityOf } from '#lib/sources/source-settings.ts';
import { COMPLETE, type Instant, isInLedger, PENDING, type RecordState } from './record-state.ts';
import type { RecordInput } from './schemas.ts';

export type DocumentChange = {
  state: RecordState;
  result: 'created' | 'updated' | 'unchanged';
  /** The source sent something older than what is known; nothing was taken from it. */
  isStale: boolean;
  /** What changed, for the audit log; empty for a new record. */
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  hasNewLines: boolean;
  hasNewApplications: boolean;
};

type DocumentContext = { now: Instant; settings: SourceSettings; connectionId: string | null | undefined };

/** The fields of a document that raise its content version when they change. */
const CONTENT_FIELDS = [
  'number',
  'amount',
  'currency',
  'payer',
  'payerEmail',
  'billingOrg',
  'billingOrgEmail',
  'documentDate',
  'dueDate',
  'linesHash',
  'appliesHash',
  'isVoid',
] as const satisfies readonly (keyof RecordState)[];

/** What may change without making another document of it. */
const OTHER_FIELDS = [
  'connectionId',
  'shipmentId',
  'sourceStatus',
  'isDeleted',
] as const satisfies readonly (keyof RecordState)[];

/**
 * The rules of state for a document that a source sends: takes the record before it (new or stored), gives the
 * record after it. Pure. A field left out keeps its value, null clears it.
 */
export function applyDocument(
  before: RecordState,
  isNew: boolean,
  input: RecordInput,
  context: DocumentContext,
): DocumentChange {
  if (isStale(before, input)) return unchanged(before, true);
  const told = withDocument(before, input, context);
  const contentChanged = CONTENT_FIELDS.filter((field) => told[field] !== before[field]);
  const otherChanged = OTHER_FIELDS.filter((field) => told[field] !== before[field]);
  if (isNew) return changeOf(before, withVoid(told, context), 'created', []);
  if (contentChanged.length + otherChanged.length === 0) {
    return told.sourceUpdatedAt === before.sourceUpdatedAt
      ? unchanged(before, false)
      : { ...unchanged(before, false), state: told };
  }
  const isContent = contentChanged.length > 0;
  const versioned = isContent ? { ...told, contentVersion: before.contentVersion + 1 } : told;
  const settled = isContent ? withResync(withVoid(versioned, context), context) : versioned;
  return changeOf(before, settled, 'updated', [...contentChanged, ...otherChanged]);
}

/** Says what is wrong with a document that would leave its record without sense. */
export function documentErrors(state: RecordState): FieldError[] {
  if (state.amount !== null && state.currency === null) {
    return [{ field: 'currency', message: 'is required with an amount; give its ISO 4217 code, such as "USD"' }];
  }
  return [];
}

/** Gives the hash by which a changed list of lines or applications is recognised; null for none. */
export function listHash(list: readonly object[] | undefined): string | null {
  if (list === undefined || list.length === 0) return null;
  return hash('sha256', JSON.stringify(list));
}

function isStale(before: RecordState, input: RecordInput): boolean {
  return (
    input.sourceUpdatedAt != null && before.sourceUpdatedAt !== null && input.sourceUpdatedAt < before.sourceUpdatedAt
  );
}

function withDocument(before: RecordState, input: RecordInput, context: DocumentContext): RecordState {
  const isDeleted = input.deleted ?? before.isDeleted;
  const sourceStatus = kept(input.sourceStatus, before.sourceStatus);
  return {
    ...before,
    connectionId: kept(context.connectionId, before.connectionId),
    number: kept(input.number, before.number),
    amount: kept(input.amount, before.amount),
    currency: kept(input.currency, before.currency),
    payer: kept(input.payer, before.payer),
    payerEmail: kept(input.payerEmail, before.payerEmail),
    billingOrg: kept(input.billingOrg, before.billingOrg),
    billingOrgEmail: kept(input.billingOrgEmail, before.billingOrgEmail),
    shipmentId: kept(input.shipmentId, before.shipmentId),
    sourceStatus,
    documentDate: kept(input.documentDate, before.documentDate),
    dueDate: kept(input.dueDate, before.dueDate),
    isDeleted,
    isVoid: isDeleted || syncabilityOf(before.kind, sourceStatus, context.settings) === 'void',
    linesHash: input.lines === undefined ? before.linesHash : listHash(input.lines),
    appliesHash: input.applies === undefined ? before.appliesHash : listHash(input.applies),
    sourceUpdatedAt: kept(input.sourceUpdatedAt, before.sourceUpdatedAt),
  };
}

/** Void and never synced: out of the lists. Void and in the ledger: stays, and shows it. Void no more: back again. */
function withVoid(state: RecordState, context: DocumentContext): RecordState {
  if (state.isVoid && !isInLedger(state) && state.excludedAt === null) {
    const excludedReason = state.isDeleted ? 'Deleted in the source system' : 'Void in the source system';
    return { ...state, excludedAt: context.now, excludedReason, excludedBy: null };
  }
  if (!state.isVoid && state.excludedAt !== null && state.excludedBy === null) {
    return { ...state, excludedAt: null, excludedReason: null };
  }
  return state;
}

function withResync(state: RecordState, context: DocumentContext): RecordState {
  if (!context.settings.pendingWhenChanged || state.syncStatus !== COMPLETE || state.isVoid) return state;
  return { ...state, syncStatus: PENDING, pendingSince: context.now, isByHand: false };
}

function changeOf(
  before: RecordState,
  state: RecordState,
  result: 'created' | 'updated',
  fields: readonly (keyof RecordState)[],
): DocumentChange {
  return {
    state,
    result,
    isStale: false,
    before: pick(before, fields),
    after: pick(state, fields),
    hasNewLines: state.linesHash !== before.linesHash,
    hasNewApplications: state.appliesHash !== before.appliesHash,
  };
}

function unchanged(state: RecordState, isStale: boolean): DocumentChange {
  return { state, result: 'unchanged', isStale, before: {}, after: {}, hasNewLines: false, hasNewApplications: false };
}

function pick(state: RecordState, fields: readonly (keyof RecordState)[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, state[field]]));
}

function kept<T>(told: T | null | undefined, before: T | null): T | null {
  return told === undefined ? before : told;
}
