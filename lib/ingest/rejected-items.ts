import { hash } from 'node:crypto';
import type { FieldError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Reporter } from './batch.ts';
import { subjectOf } from './rejected-subject.ts';

/** One item that a call refused, as it was received, and why. */
export type RejectedItem = { text: string; errors: readonly FieldError[] };

type Row = { hash: string; item: RejectedItem; subject: ReturnType<typeof subjectOf> };

const REJECTED_COLUMNS: readonly Column<Row>[] = [
  ['id', 'uuid', newId],
  ['item_hash', 'bytea', ({ hash }) => hash],
  ['item', 'text', ({ item }) => item.text],
  ['errors', 'json', ({ item }) => item.errors],
  ['subject_source', 'text', ({ subject }) => subject?.source],
  ['subject_kind', 'text', ({ subject }) => subject?.kind],
  ['subject_key', 'text', ({ subject }) => subject?.key],
];

/**
 * Keeps what a call refused, so that nothing that a job reported is lost; the same item again only counts up. One that
 * had come right waits again then; one that a person dismissed stays dismissed.
 */
export async function storeRejectedItems(
  tx: TenantTx,
  reporter: Reporter,
  call: 'records' | 'attempts',
  items: readonly RejectedItem[],
): Promise<void> {
  if (items.length === 0) return;
  const byHash = new Map(items.map((item) => [hash('sha256', item.text), item]));
  const rows = [...byHash].map(([hash, item]): Row => ({ hash, item, subject: subjectOf(call, item.text) }));
  await tx.$executeRaw`
    INSERT INTO rejected_item (tenant_id, id, source_id, api_key_id, hook_id, import_id, call, item_hash, item, errors, request_id,
                               subject_source_id, subject_kind, subject_key)
    SELECT ${reporter.tenantId}::uuid, s.id, ${reporter.sourceId}::uuid, ${reporter.apiKeyId}::uuid,
           ${reporter.hookId}::uuid, ${reporter.importId}::uuid, ${call}, s.item_hash, s.item, s.errors, ${reporter.requestId},
           CASE WHEN s.subject_source IS NULL THEN ${reporter.sourceId}::uuid
                ELSE (SELECT o.id FROM source o WHERE o.tenant_id = ${reporter.tenantId}::uuid AND o.slug = s.subject_source) END,
           s.subject_kind, s.subject_key
      FROM ${recordset('s', rows, REJECTED_COLUMNS)}
     ORDER BY s.item_hash
    ON CONFLICT (tenant_id, source_id, call, item_hash) DO UPDATE
       SET times = rejected_item.times + 1, last_at = now(), errors = excluded.errors, request_id = excluded.request_id,
           state = CASE rejected_item.state WHEN 'settled' THEN 'waiting' ELSE rejected_item.state END`;
}
