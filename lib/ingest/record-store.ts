import { type CauseRules, diagnoseStored, NO_RULES } from '#lib/causes/cause-rules.ts';
import { knownBy } from '#lib/causes/told-message.ts';
import { Prisma as P, type Prisma } from '#lib/db/generated/client.ts';
import { type Column, type ColumnType, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { RecordState } from '#lib/records/record-state.ts';
import { errorMessageId } from './error-messages.ts';

/** The unique constraint that another transaction's record of the same key violates. */
export const RECORD_KEY = 'sync_record_tenant_id_source_id_kind_external_key_key';

/** What names a record within its tenant. */
export type RecordKey = { sourceId: string; kind: Kind; externalKey: string };

/** One list of state and column, from which load, insert and update are made, so that they can't drift. */
const COLUMNS: readonly (readonly [keyof RecordState, string, ColumnType])[] = [
  ['id', 'id', 'uuid'],
  ['sourceId', 'source_id', 'uuid'],
  ['kind', 'kind', 'text'],
  ['externalKey', 'external_key', 'text'],
  ['connectionId', 'connection_id', 'uuid'],
  ['number', 'number', 'text'],
  ['amount', 'amount', 'numeric'],
  ['currency', 'currency', 'text'],
  ['payer', 'payer', 'text'],
  ['payerEmail', 'payer_email', 'text'],
  ['billingOrg', 'billing_org', 'text'],
  ['billingOrgEmail', 'billing_org_email', 'text'],
  ['shipmentId', 'shipment_id', 'text'],
  ['sourceStatus', 'source_status', 'text'],
  ['documentDate', 'document_date', 'date'],
  ['dueDate', 'due_date', 'date'],
  ['isDeleted', 'is_deleted', 'boolean'],
  ['isVoid', 'is_void', 'boolean'],
  ['linesHash', 'lines_hash', 'bytea'],
  ['appliesHash', 'applies_hash', 'bytea'],
  ['contentVersion', 'content_version', 'integer'],
  ['sourceUpdatedAt', 'source_updated_at', 'timestamptz'],
  ['syncStatus', 'sync_status', 'integer'],
  ['syncDate', 'sync_date', 'timestamptz'],
  ['pendingSince', 'pending_since', 'timestamptz'],
  ['attemptCount', 'attempt_count', 'integer'],
  ['lastAttemptAt', 'last_attempt_at', 'timestamptz'],
  ['lastAttemptId', 'last_attempt_id', 'uuid'],
  ['lastAttemptKey', 'last_attempt_key', 'text'],
  ['lastAttemptContentVersion', 'last_attempt_content_version', 'integer'],
  ['errorCode', 'error_code', 'text'],
  ['errorMessage', 'error_message', 'text'],
  ['toldMessage', 'told_message', 'text'],
  ['referenceNumber', 'reference_number', 'text'],
  ['isReferenceByHand', 'is_reference_by_hand', 'boolean'],
  ['syncedAmount', 'synced_amount', 'numeric'],
  ['syncedCurrency', 'synced_currency', 'text'],
  ['syncedAt', 'synced_at', 'timestamptz'],
  ['syncedAttemptKey', 'synced_attempt_key', 'text'],
  ['syncedContentVersion', 'synced_content_version', 'integer'],
  ['statusSetBy', 'status_set_by', 'uuid'],
  ['statusSetAt', 'status_set_at', 'timestamptz'],
  ['statusReason', 'status_reason', 'text'],
  ['isByHand', 'is_by_hand', 'boolean'],
  ['excludedAt', 'excluded_at', 'timestamptz'],
  ['excludedReason', 'excluded_reason', 'text'],
  ['excludedBy', 'excluded_by', 'uuid'],
  ['hasTwoReferences', 'has_two_references', 'boolean'],
  ['isTriedAfterClosing', 'is_tried_after_closing', 'boolean'],
  ['isInDoubt', 'is_in_doubt', 'boolean'],
  ['version', 'version', 'integer'],
];

const IDENTITY = new Set(['id', 'source_id', 'kind', 'external_key']);

const KEY_COLUMNS: readonly Column<RecordKey>[] = [
  ['source_id', 'uuid', (key) => key.sourceId],
  ['kind', 'text', (key) => key.kind],
  ['external_key', 'text', (key) => key.externalKey],
];
const READ = P.raw(COLUMNS.map(([, column, type]) => readExpression(column, type)).join(', '));
const WRITTEN = [...COLUMNS.map(([, column]) => column), 'error_message_id', 'cause'];
const NAMES = P.raw(WRITTEN.join(', '));
const VALUES = P.raw(WRITTEN.map((column) => `s.${column}`).join(', '));
const ASSIGNMENTS = P.raw(
  WRITTEN.filter((column) => !IDENTITY.has(column))
    .map((column) => `${column} = s.${column}`)
    .join(', '),
);

/** Gives the text by which a record is known within a batch; no two keys share one, since the first two parts have no spaces. */
export function keyTextOf(key: RecordKey): string {
  return `${key.sourceId} ${key.kind} ${key.externalKey}`;
}

/** Loads and locks the records that exist, always in the order of their keys, so that two batches can't wait for each other. */
export function lockRecords(tx: TenantTx, tenantId: string, keys: readonly RecordKey[]): Promise<RecordState[]> {
  return selectRecords(tx, tenantId, keys, P.sql`FOR NO KEY UPDATE OF r`);
}

/** Loads the records that exist as they stand, for whoever only looks. */
export function readRecords(tx: TenantTx, tenantId: string, keys: readonly RecordKey[]): Promise<RecordState[]> {
  return selectRecords(tx, tenantId, keys, P.empty);
}

async function selectRecords(
  tx: TenantTx,
  tenantId: string,
  keys: readonly RecordKey[],
  lock: Prisma.Sql,
): Promise<RecordState[]> {
  const [row] = await tx.$queryRaw<[{ records: unknown[][] }]>`
    SELECT coalesce(json_agg(json_build_array(${READ})), '[]') AS records
      FROM (SELECT r.*
              FROM ${keySet('k', keys)}
              JOIN sync_record r ON r.tenant_id = ${tenantId}::uuid AND r.source_id = k.source_id
                                AND r.kind = k.kind AND r.external_key = k.external_key
             ORDER BY r.source_id, r.kind, r.external_key
               ${lock}) r`;
  return row.records.map(toState);
}

/**
 * Inserts new records; violates `RECORD_KEY` when another transaction was first with one. The caller has looked first,
 * so the database need not look again for each row, as ON CONFLICT would make it.
 */
export function insertRecords(
  tx: TenantTx,
  tenantId: string,
  states: readonly RecordState[],
  rules: CauseRules = NO_RULES,
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO sync_record (tenant_id, ${NAMES})
    SELECT ${tenantId}::uuid, ${VALUES}
      FROM ${stateSet(states, rules)}
     ORDER BY s.source_id, s.kind, s.external_key`;
}

/** Writes the state of records that `lockRecords` locked in this transaction. */
export function updateRecords(
  tx: TenantTx,
  tenantId: string,
  states: readonly RecordState[],
  rules: CauseRules = NO_RULES,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE sync_record r SET ${ASSIGNMENTS}, updated_at = now()
      FROM ${stateSet(states, rules)}
     WHERE r.tenant_id = ${tenantId}::uuid AND r.id = s.id`;
}

/** Gives keys as a table to select from. */
export function keySet(alias: string, keys: readonly RecordKey[]): Prisma.Sql {
  return recordset(alias, keys, KEY_COLUMNS);
}

function stateSet(states: readonly RecordState[], rules: CauseRules): Prisma.Sql {
  const messageIds = new Map<string | null, string | null>([[null, null]]);
  for (const state of states) {
    const message = knownBy(state);
    if (message !== null && !messageIds.has(message)) messageIds.set(message, errorMessageId(message));
  }
  return recordset('s', states, [
    ...COLUMNS.map(([property, column, type]): Column<RecordState> => [column, type, (state) => state[property]]),
    ['error_message_id', 'uuid', (state) => messageIds.get(knownBy(state))],
    ['cause', 'text', (state) => causeOf(knownBy(state), state.errorCode, rules)],
  ]);
}

function causeOf(message: string | null, code: string | null, rules: CauseRules): string | null {
  return message === null ? null : diagnoseStored(message, code, rules).cause;
}

function toState(values: unknown[]): RecordState {
  const state: Record<string, unknown> = {};
  COLUMNS.forEach(([property, , type], index) => {
    const value = values[index] ?? null;
    state[property] = type === 'timestamptz' && value !== null ? new Date(String(value)).toISOString() : value;
  });
  return state as RecordState;
}

function readExpression(column: string, type: ColumnType): string {
  if (type === 'numeric') return `r.${column}::text`;
  if (type === 'bytea') return `encode(r.${column}, 'hex')`;
  return `r.${column}`;
}
