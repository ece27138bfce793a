import { diagnoseStored } from '#lib/causes/cause-rules.ts';
import { newId } from '#lib/core/ids.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { asAdministrator } from './administrator.ts';
import type { TestTenant } from './tenant.ts';

/** A record as a list sees it, written straight into the table, so that a test may have any state. */
export type ListedRecord = {
  id: string;
  kind: string;
  source_id: string;
  connection_id: string | null;
  external_key: string;
  number: string | null;
  amount: string | null;
  currency: string | null;
  payer: string | null;
  billing_org: string | null;
  shipment_id: string | null;
  source_status: string | null;
  document_date: string | null;
  content_version: number;
  sync_status: 0 | 1 | 2;
  sync_date: string | null;
  pending_since: string;
  error_message: string | null;
  told_message: string | null;
  reference_number: string | null;
  synced_amount: string | null;
  synced_currency: string | null;
  synced_at: string | null;
  synced_content_version: number | null;
  is_void: boolean;
  is_by_hand: boolean;
  is_tried_after_closing: boolean;
  has_two_references: boolean;
  is_in_doubt: boolean;
  excluded_at: string | null;
};

const TYPES: Record<keyof ListedRecord, string> = {
  id: 'uuid',
  kind: 'text',
  source_id: 'uuid',
  connection_id: 'uuid',
  external_key: 'text',
  number: 'text',
  amount: 'numeric',
  currency: 'text',
  payer: 'text',
  billing_org: 'text',
  shipment_id: 'text',
  source_status: 'text',
  document_date: 'date',
  content_version: 'integer',
  sync_status: 'smallint',
  sync_date: 'timestamptz',
  pending_since: 'timestamptz',
  error_message: 'text',
  told_message: 'text',
  reference_number: 'text',
  synced_amount: 'numeric',
  synced_currency: 'text',
  synced_at: 'timestamptz',
  synced_content_version: 'integer',
  is_void: 'boolean',
  is_by_hand: 'boolean',
  is_tried_after_closing: 'boolean',
  has_two_references: 'boolean',
  is_in_doubt: 'boolean',
  excluded_at: 'timestamptz',
};

/** A failed invoice over 100.00 USD, with what a test changes in it. */
export function listedRecord(tenant: TestTenant, changes: Partial<ListedRecord> = {}): ListedRecord {
  const id = newId();
  return {
    id,
    kind: 'invoice',
    source_id: tenant.sourceId,
    connection_id: null,
    external_key: id,
    number: 'INV-1',
    amount: '100.0000',
    currency: 'USD',
    payer: 'Acme Retail',
    billing_org: null,
    shipment_id: null,
    source_status: null,
    document_date: null,
    content_version: 1,
    sync_status: 2,
    sync_date: '2026-10-01T12:00:00.000Z',
    pending_since: '2026-09-01T12:00:00.000Z',
    error_message: null,
    told_message: null,
    reference_number: null,
    synced_amount: null,
    synced_currency: null,
    synced_at: null,
    synced_content_version: null,
    is_void: false,
    is_by_hand: false,
    is_tried_after_closing: false,
    has_two_references: false,
    is_in_doubt: false,
    excluded_at: null,
    ...changes,
  };
}

/** What a stored record's message means. */
export function causeOf({ error_message }: ListedRecord): string | null {
  return error_message === null ? null : diagnoseStored(error_message, null).cause;
}

/** Writes records and their messages into a tenant. */
export async function storeRecords(tenant: TestTenant, records: readonly ListedRecord[]): Promise<void> {
  const names = Object.keys(TYPES).join(', ');
  const declared = Object.entries(TYPES)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
  const rows = records.map((record) => ({
    ...record,
    message_id: record.error_message === null ? null : errorMessageId(record.error_message),
    cause: causeOf(record),
  }));
  await asAdministrator(
    `WITH r AS (SELECT * FROM json_to_recordset($2::json) AS r(${declared}, message_id uuid, cause text)),
          messages AS (INSERT INTO error_message (tenant_id, id, message)
            SELECT DISTINCT $1::uuid, message_id, error_message FROM r WHERE message_id IS NOT NULL ON CONFLICT DO NOTHING)
     INSERT INTO sync_record (tenant_id, error_message_id, cause, ${names}) SELECT $1::uuid, message_id, cause, ${names} FROM r`,
    [tenant.info.id, JSON.stringify(rows)],
  );
}
