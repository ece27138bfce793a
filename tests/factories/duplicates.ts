import type { Ctx } from '#lib/access/context.ts';
import { makeContext } from '#lib/access/context.ts';
import type { Subject } from '#lib/duplicates/duplicate-contract.ts';
import { findDuplicates, type SearchOutcome } from '#lib/duplicates/find-duplicates.ts';
import { asAdministrator } from './administrator.ts';
import { connectTestTenant } from './listed-company.ts';
import type { TestTenant } from './tenant.ts';

type Contact = {
  key: string;
  type?: 'customer' | 'vendor';
  name: string;
  email?: string;
  details?: object;
  isActive?: boolean;
};

/** Puts contacts into what was read of the tenant's company, as if its lists had been read from beginning to end. */
export async function readContactsOf(tenant: TestTenant, contacts: readonly Contact[]): Promise<void> {
  await connectTestTenant(tenant);
  await asAdministrator(
    `INSERT INTO ledger_reading (tenant_id, connection_id, type, state, ended_at, whole_at)
     SELECT $1, $2, t, 'read', now(), now() FROM unnest(ARRAY['customer', 'vendor']) t
     ON CONFLICT (tenant_id, connection_id, type) DO UPDATE SET ended_at = now()`,
    [tenant.info.id, tenant.connectionId],
  );
  for (const { key, type = 'customer', name, email = null, details = {}, isActive = true } of contacts) {
    await asAdministrator(
      `INSERT INTO ledger_item (tenant_id, connection_id, type, external_key, name, name_key, email, currency, details, is_active)
       VALUES ($1, $2, $3, $4, $5::text, lower($5::text), $6, 'USD', $7, $8)
       ON CONFLICT (tenant_id, connection_id, type, external_key) DO UPDATE
          SET name = excluded.name, email = excluded.email, details = excluded.details, is_active = excluded.is_active`,
      [tenant.info.id, tenant.connectionId, type, key, name, email, details, isActive],
    );
  }
}

/** Looks for duplicates as the worker does. */
export function search(tenant: TestTenant, subject: Subject): Promise<SearchOutcome> {
  return findDuplicates(searcherOf(tenant), subject);
}

export function searcherOf({ info }: TestTenant): Ctx {
  return makeContext({
    tenant: info,
    actor: { type: 'job', id: null, name: 'Duplicates' },
    permissions: new Set(['duplicate:find']),
    requestId: 'search',
    address: null,
  });
}
