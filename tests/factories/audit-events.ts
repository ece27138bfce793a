import { asOwner } from './as-owner.ts';

export type ReadAuditEvent = { action: string; actor_id: string | null; note: string | null; address: string | null };

/** Reads a tenant's audit log, oldest first. */
export function readAuditEvents(tenantId: string): Promise<ReadAuditEvent[]> {
  return asOwner(tenantId, async (client) => {
    const { rows } = await client.query<ReadAuditEvent>(
      'SELECT action, actor_id, note, address FROM audit_event WHERE tenant_id = $1 ORDER BY id',
      [tenantId],
    );
    return rows;
  });
}
