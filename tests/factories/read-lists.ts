import { makeContext } from '#lib/access/context.ts';
import { LIST_TYPES } from '#lib/ledger-lists/list-contract.ts';
import { readLedgerList } from '#lib/ledger-lists/read-ledger-list.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { asAdministrator } from './administrator.ts';
import type { ListedCompany } from './listed-company.ts';
import { keyContext, type TestTenant } from './tenant.ts';

/** What a company says of itself, with what a test changes in it: books closed through September 2026. */
export function companyFacts(changes: Partial<CompanyFacts> = {}): CompanyFacts {
  return {
    companyId: 'realm-1',
    name: 'Acme Inc',
    legalName: null,
    country: 'US',
    homeCurrency: 'USD',
    plan: 'QuickBooks Online Plus',
    subscription: 'PAID',
    isDemo: false,
    closedThrough: '2026-09-30',
    yearClosedThrough: null,
    hasMultiCurrency: false,
    hasClasses: true,
    hasLocations: true,
    actions: null,
    ...changes,
  };
}

/** Has the tenant's connection know its company, as a check does. */
export async function keepFacts(tenant: TestTenant, facts: CompanyFacts): Promise<void> {
  await asAdministrator('UPDATE connection SET company = $3 WHERE tenant_id = $1 AND id = $2', [
    tenant.info.id,
    tenant.connectionId,
    JSON.stringify(facts),
  ]);
}

/** Reads every list of the tenant's connection at once, as the worker does when it is asked to. */
export async function readAllLists(tenant: TestTenant, company: ListedCompany): Promise<void> {
  await asAdministrator(
    "UPDATE ledger_reading SET due_at = now() - interval '1 second' WHERE tenant_id = $1 AND connection_id = $2",
    [tenant.info.id, tenant.connectionId],
  );
  const ctx = makeContext({ ...keyContext(tenant), permissions: new Set(['connection:check'] as const) });
  for (const type of LIST_TYPES) {
    const outcome = await readLedgerList(ctx, { connectionId: tenant.connectionId, type }, { door: company.door });
    if (outcome !== 'read') throw new Error(`The list ${type} was ${outcome}`);
  }
}
