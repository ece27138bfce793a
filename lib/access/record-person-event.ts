import type { AuditAction } from '#lib/audit/actions.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { listMemberships } from './list-memberships.ts';

/** What is known of a request before any tenant is chosen. */
export type RequestOrigin = { requestId: string; address: string | null };

type PersonEvent = { action: AuditAction; note?: string | null };

/** Writes something a person did with the own account into the audit log of each tenant the person belongs to. */
export async function recordPersonEvent(
  person: { id: string; name: string },
  origin: RequestOrigin,
  event: PersonEvent,
): Promise<void> {
  for (const { tenantId } of await listMemberships(person.id)) {
    const source = { ...origin, tenantId, actor: { type: 'person', id: person.id, name: person.name } } as const;
    await tenantTransaction(tenantId, (tx) =>
      recordAudit(source, tx, [{ ...event, subject: { type: 'person', id: person.id } }]),
    );
  }
}
