import { newId } from '#lib/core/ids.ts';
import { asAdministrator } from './administrator.ts';
import type { TestTenant } from './tenant.ts';

export type StoredOutage = {
  id: string;
  connectionId: string;
  matter: 'company' | 'own_link' | 'job_link';
  check: string;
  beganAt: string;
  endedAt: string | null;
};

/** Writes an outage of a tenant's connection: the sync job's link on 2 October from 8 to 12, but for what a test says. */
export async function storeOutage(tenant: TestTenant, changes: Partial<StoredOutage> = {}): Promise<StoredOutage> {
  const outage: StoredOutage = {
    id: newId(),
    connectionId: tenant.connectionId,
    matter: 'job_link',
    check: 'job_link',
    beganAt: '2026-10-02T08:00:00.000Z',
    endedAt: '2026-10-02T12:00:00.000Z',
    ...changes,
  };
  await asAdministrator(
    `INSERT INTO connection_outage (tenant_id, id, connection_id, matter, check_name, sentence, began_at, ended_at)
     VALUES ($1, $2, $3, $4, $5, 'The sync job’s authorisation was refused.', $6, $7)`,
    [tenant.info.id, outage.id, outage.connectionId, outage.matter, outage.check, outage.beganAt, outage.endedAt],
  );
  return outage;
}
