import type { AuditAction } from '#lib/audit/actions.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { tenantTransaction } from '#lib/db/tenant-transaction.ts';
import type { Actor } from './context.ts';
import { listMemberships } from './list-memberships.ts';

/** What is known of a request before any tenant is chosen. */
export type RequestOrigin = { requestId: string; address: string | null };

type PersonEvent = { action: AuditAction; note?: string | null };

/** Writes something a person did with the own account into the audit log of each tenant the person belongs to. */
export async function recordPersonEvent(
  person: { id: string; name: string },
  { requestId, address }: RequestOrigin,
  event: PersonEvent,
): Promise<void> {
  const actor = { type: 'person', id: person.id, name: person.name } as const;
  for (const { tenantId } of await listMemberships(person.id)) {
    await record({ requestId, address, tenantId, actor }, person.id, event);
  }
}

/**
 * Writes what one tenant's act means for a person into the audit log of each other tenant the person belongs to.
 * Who acted, and from where, is that tenant's own affair.
 */
export async function recordOtherTenantsEvent(
  personId: string,
  act: { tenantId: string; requestId: string },
  event: PersonEvent,
): Promise<void> {
  const actor = { type: 'job', id: null, name: 'Tieout' } as const;
  for (const { tenantId } of await listMemberships(personId)) {
    if (tenantId === act.tenantId) continue;
    await record({ requestId: act.requestId, address: null, tenantId, actor }, personId, event);
  }
}

function record(
  source: RequestOrigin & { tenantId: string; actor: Actor },
  personId: string,
  event: PersonEvent,
): Promise<void> {
  return tenantTransaction(source.tenantId, (tx) =>
    recordAudit(source, tx, [{ ...event, subject: { type: 'person', id: personId } }]),
  );
}
