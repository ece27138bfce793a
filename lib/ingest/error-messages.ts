import { createHash } from 'node:crypto';
import { stringify } from 'uuid';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** Gives the id of a message: a UUIDv8 made from its hash, so that it is known without asking the database. */
export function errorMessageId(message: string): string {
  const bytes = createHash('sha256').update(message).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return stringify(bytes);
}

/** Stores each message that the tenant has not had yet, for the search over messages. */
export async function storeErrorMessages(tx: TenantTx, tenantId: string, messages: Iterable<string>): Promise<void> {
  const rows = [...new Set(messages)].map((message) => ({ id: errorMessageId(message), message }));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO error_message (tenant_id, id, message)
    SELECT ${tenantId}::uuid, m.id, m.message
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS m(id uuid, message text)
     ORDER BY m.id
    ON CONFLICT DO NOTHING`;
}
