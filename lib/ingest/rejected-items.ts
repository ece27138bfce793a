import { hash } from 'node:crypto';
import type { FieldError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Reporter } from './batch.ts';

/** One item that a call refused, as it was received, and why. */
export type RejectedItem = { text: string; errors: readonly FieldError[] };

const REJECTED_COLUMNS: readonly Column<[hash: string, item: RejectedItem]>[] = [
  ['id', 'uuid', newId],
  ['item_hash', 'bytea', ([hash]) => hash],
  ['item', 'text', ([, item]) => item.text],
  ['errors', 'json', ([, item]) => item.errors],
];

/** Keeps what a call refused, so that nothing that a job reported is lost; the same item again only counts up. */
export async function storeRejectedItems(
  tx: TenantTx,
  reporter: Reporter,
  call: 'records' | 'attempts',
  items: readonly RejectedItem[],
): Promise<void> {
  if (items.length === 0) return;
  const byHash = new Map(items.map((item) => [hash('sha256', item.text), item]));
  await tx.$executeRaw`
    INSERT INTO rejected_item (tenant_id, id, source_id, api_key_id, hook_id, import_id, call, item_hash, item, errors, request_id)
    SELECT ${reporter.tenantId}::uuid, s.id, ${reporter.sourceId}::uuid, ${reporter.apiKeyId}::uuid,
           ${reporter.hookId}::uuid, ${reporter.importId}::uuid, ${call}, s.item_hash, s.item, s.errors, ${reporter.requestId}
      FROM ${recordset('s', [...byHash], REJECTED_COLUMNS)}
     ORDER BY s.item_hash
    ON CONFLICT (tenant_id, source_id, call, item_hash) DO UPDATE
       SET times = rejected_item.times + 1, last_at = now(), errors = excluded.errors, request_id = excluded.request_id`;
}
