import { createHash } from 'node:crypto';
import { stringify } from 'uuid';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** Gives the id of a message: a UUIDv8 made from its hash, so that it is known without asking the database. */
export function errorMessageId(message: string): string {
  const bytes = createHash('sha256').update(message).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return stringify(bytes);
}

const MESSAGE_COLUMNS: readonly Column<string>[] = [
  ['id', 'uuid', errorMessageId],
  ['message', 'text', (message) => message],
];

/** Stores each message that the tenant has not had yet, for the search over messages. */
export async function storeErrorMessages(tx: TenantTx, tenantId: string, messages: Iterable<string>): Promise<void> {
  const distinct = [...new Set(messages)];
  if (distinct.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO error_message (tenant_id, id, message)
    SELECT ${tenantId}::uuid, m.id, m.message
      FROM ${recordset('m', distinct, MESSAGE_COLUMNS)}
     ORDER BY m.id
    ON CONFLICT DO NOTHING`;
}
