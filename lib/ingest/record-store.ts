import { Prisma as P, type Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { RecordState } from '#lib/records/record-state.ts';
import { errorMessageId } from './error-messages.ts';

/** What names a record within its tenant. */
export type RecordKey = { sourceId: string; kind: Kind; externalKey: string };

type ColumnType = 'uuid' | 'text' | 'numeric' | 'date' | 'timestamptz' | 'boolean' | 'integer' | 'hash';

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
  ['linesHash', 'lines_hash', 'hash'],
  ['appliesHash', 'applies_hash', 'hash'],
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
  ['version', 'version', 'integer'],
];

const IDENTITY = new Set(['id', 'source_id', 'kind', 'external_key']);

const READ = P.raw(COLUMNS.map(([, column, type]) => readExpression(column, type)).join(', '));
const DECLARED = P.raw(
  [...COLUMNS.map(([, column, type]) => `${column} ${type === 'hash' ? 'text' : type}`), 'error_message_id uuid'].join(
    ', ',
  ),
);
const WRITTEN_NAMES = P.raw([...COLUMNS.map(([, column]) => column), 'error_message_id'].join(', '));
const WRITTEN_VALUES = P.raw(
  [...COLUMNS.map(([, column, type]) => writeExpression(column, type)), 's.error_message_id'].join(', '),
);
const SET_LIST = P.raw(
  [
    ...COLUMNS.filter(([, column]) => !IDENTITY.has(column)).map(
      ([, column, type]) => `${column} = ${writeExpression(column, type)}`,
    ),
    'error_message_id = s.error_message_id',
  ].join(', '),
);

/** Loads and locks the records that exist, always in the order of their keys, so that two batches can't wait for each other. */
export async function lockRecords(tx: TenantTx, tenantId: string, keys: readonly RecordKey[]): Promise<RecordState[]> {
  const [row] = await tx.$queryRaw<[{ records: unknown[][] }]>`
    SELECT coalesce(json_agg(json_build_array(${READ})), '[]') AS records
      FROM (SELECT r.*
              FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k("sourceId" uuid, kind text, "externalKey" text)
              JOIN sync_record r ON r.tenant_id = ${tenantId}::uuid AND r.source_id = k."sourceId"
                                AND r.kind = k.kind AND r.external_key = k."externalKey"
             ORDER BY r.source_id, r.kind, r.external_key
               FOR NO KEY UPDATE OF r) r`;
  return row.records.map(toState);
}

/** Inserts new records. Gives how many went in: fewer than given when another transaction was first with a key. */
export function insertRecords(tx: TenantTx, tenantId: string, states: readonly RecordState[]): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO sync_record (tenant_id, ${WRITTEN_NAMES})
    SELECT ${tenantId}::uuid, ${WRITTEN_VALUES}
      FROM ${recordset(states)}
     ORDER BY s.source_id, s.kind, s.external_key
    ON CONFLICT (tenant_id, source_id, kind, external_key) DO NOTHING`;
}

/** Writes the state of records that `lockRecords` locked in this transaction. */
export function updateRecords(tx: TenantTx, tenantId: string, states: readonly RecordState[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE sync_record r SET ${SET_LIST}, updated_at = now()
      FROM ${recordset(states)}
     WHERE r.tenant_id = ${tenantId}::uuid AND r.id = s.id`;
}

function recordset(states: readonly RecordState[]): Prisma.Sql {
  const messageIds = new Map<string, string>();
  const messageIdOf = (message: string) => {
    const id = messageIds.get(message) ?? errorMessageId(message);
    messageIds.set(message, id);
    return id;
  };
  const rows = states.map((state) => {
    const row: Record<string, unknown> = {};
    // What is null or false is left out, and read as that: most of a new record is, and JSON costs by the field.
    for (const [property, column] of COLUMNS) {
      const value = state[property];
      if (value !== null && value !== false) row[column] = value;
    }
    if (state.errorMessage !== null) row.error_message_id = messageIdOf(state.errorMessage);
    return row;
  });
  return P.sql`json_to_recordset(${JSON.stringify(rows)}::json) AS s(${DECLARED})`;
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
  if (type === 'hash') return `encode(r.${column}, 'hex')`;
  return `r.${column}`;
}

function writeExpression(column: string, type: ColumnType): string {
  if (type === 'boolean') return `coalesce(s.${column}, false)`;
  return type === 'hash' ? `decode(s.${column}, 'hex')` : `s.${column}`;
}
