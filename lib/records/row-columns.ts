import { isCause } from '#lib/causes/causes.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Comparison, kindOf, statusOfNumber } from './kinds.ts';
import type { RecordRow } from './list-contract.ts';

/** Gives an instant column as the ISO 8601 text that rows carry: cheaper than a Date that is turned into it. */
export function isoText(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

// Few records were set by hand: of the others nobody's name is looked for.
const STATUS_SET_BY = Prisma.sql`
  CASE WHEN r.status_set_by IS NOT NULL THEN coalesce(
    (SELECT u.name FROM app_user u WHERE u.id = r.status_set_by),
    (SELECT k.name FROM api_key k WHERE k.tenant_id = r.tenant_id AND k.id = r.status_set_by)) END`;

/** The columns of a row, from `sync_record r` joined with `source s`. */
export const ROW_COLUMNS = Prisma.sql`
  r.id, r.kind, s.slug AS source, r.external_key AS "sourceId", r.number, r.amount::text AS amount, r.currency, r.payer,
  r.billing_org AS "billingOrg", r.shipment_id AS "shipmentId", r.source_status AS "sourceStatus",
  r.document_date::text AS "documentDate", r.due_date::text AS "dueDate", r.sync_status AS "syncStatus",
  ${isoText(Prisma.sql`r.sync_date`)} AS "syncDate", ${isoText(Prisma.sql`r.pending_since`)} AS "pendingSince",
  ${isoText(Prisma.sql`r.last_attempt_at`)} AS "lastAttemptAt",
  r.attempt_count AS "attemptCount", r.error_code AS "errorCode", r.error_message AS "errorMessage",
  r.told_message AS "toldMessage", r.cause,
  r.reference_number AS "referenceNumber", r.synced_amount::text AS "syncedAmount", r.synced_currency AS "syncedCurrency",
  r.difference::text AS difference, r.is_by_hand AS "isByHand",
  ${isoText(Prisma.sql`r.status_set_at`)} AS "statusSetAt", ${STATUS_SET_BY} AS "statusSetByName", r.status_reason AS "statusReason",
  r.is_changed_since_sync AS "isChangedSinceSync", r.is_changed_since_failed AS "isChangedSinceFailed",
  r.is_tried_after_closing AS "isTriedAfterClosing", r.has_two_references AS "hasTwoReferences",
  r.is_already_in_ledger AS "isAlreadyInLedger", r.is_void_in_ledger AS "isVoidInLedger",
  r.is_in_doubt AS "isInDoubt",  ${isoText(Prisma.sql`r.excluded_at`)} AS "excludedAt", r.excluded_reason AS "excludedReason", r.version`;

/** A row as the database gives it. */
export type StoredRow = Omit<
  RecordRow,
  'comparison' | 'waits' | 'forecast' | 'cause' | 'kind' | 'syncStatus' | 'amount' | 'syncedAmount' | 'difference'
> & {
  kind: string;
  cause: string | null;
  syncStatus: number;
  amount: string | null;
  syncedAmount: string | null;
  difference: string | null;
};

/** Takes a stored row; gives the row that screens and the API know, but for what it waits for and what is told of it, which `withWaits` and `withForecasts` add. */
export function toRecordRow(row: StoredRow): Omit<RecordRow, 'waits' | 'forecast'> {
  return {
    id: row.id,
    kind: kindOf(row.kind),
    source: row.source,
    sourceId: row.sourceId,
    number: row.number,
    amount: amountOrNull(row.amount),
    currency: row.currency,
    payer: row.payer,
    billingOrg: row.billingOrg,
    shipmentId: row.shipmentId,
    sourceStatus: row.sourceStatus,
    documentDate: row.documentDate,
    dueDate: row.dueDate,
    syncStatus: statusOfNumber(row.syncStatus),
    syncDate: row.syncDate,
    pendingSince: row.pendingSince,
    lastAttemptAt: row.lastAttemptAt,
    attemptCount: row.attemptCount,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    toldMessage: row.toldMessage,
    cause: row.cause !== null && isCause(row.cause) ? row.cause : null,
    referenceNumber: row.referenceNumber,
    syncedAmount: amountOrNull(row.syncedAmount),
    syncedCurrency: row.syncedCurrency,
    difference: amountOrNull(row.difference),
    comparison: comparisonOf(row),
    isByHand: row.isByHand,
    statusSetAt: row.statusSetAt,
    statusSetByName: row.statusSetByName,
    statusReason: row.statusReason,
    isChangedSinceSync: row.isChangedSinceSync,
    isChangedSinceFailed: row.isChangedSinceFailed,
    isTriedAfterClosing: row.isTriedAfterClosing,
    hasTwoReferences: row.hasTwoReferences,
    isAlreadyInLedger: row.isAlreadyInLedger,
    isVoidInLedger: row.isVoidInLedger,
    isInDoubt: row.isInDoubt,
    excludedAt: row.excludedAt,
    excludedReason: row.excludedReason,
    version: row.version,
  };
}

/** Total vs Synced. A side that is missing is never equal; nothing in the ledger yet is "not synced". */
function comparisonOf(row: StoredRow): Comparison {
  if (row.difference !== null) return /^-?0\.0+$/.test(row.difference) ? 'equal' : 'differs';
  const isInLedger =
    statusOfNumber(row.syncStatus) === 'complete' || row.syncedAmount !== null || row.referenceNumber !== null;
  return isInLedger ? 'not_compared' : 'not_synced';
}

function amountOrNull(text: string | null) {
  return text === null ? null : storedAmount(text);
}
