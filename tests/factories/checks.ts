import type { CallSeen, CheckedConnection, Moment } from '#lib/checks/facts.ts';
import { newId } from '#lib/core/ids.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { LedgerError, type LedgerTrouble } from '#lib/ledgers/ledger-error.ts';
import { asAdministrator } from './administrator.ts';
import type { TestTenant } from './tenant.ts';

/** Noon of a Sunday in UTC, at which checks are answered in tests. */
export const NOON: Moment = { now: new Date('2026-11-22T12:00:00Z'), timeZone: 'UTC' };

/** What a company says of itself, with changes. */
export function companyFacts(changes: Partial<CompanyFacts> = {}): CompanyFacts {
  return {
    companyId: 'realm-1',
    name: 'Acme Inc',
    legalName: 'Acme Incorporated',
    country: 'US',
    homeCurrency: 'USD',
    plan: 'QuickBooks Online Plus',
    subscription: 'PAID',
    isDemo: false,
    closedThrough: null,
    yearClosedThrough: null,
    hasMultiCurrency: true,
    hasClasses: true,
    hasLocations: true,
    actions: null,
    ...changes,
  };
}

/** A connection to Acme Inc that was authorised two days before, with changes. */
export function checkedConnection(changes: Partial<CheckedConnection> = {}): CheckedConnection {
  return {
    id: '019a9d4e-0000-7000-8000-000000000001',
    ledger: 'qbo',
    environment: 'demo',
    companyId: 'realm-1',
    companyName: 'Acme Inc',
    status: 'connected',
    statusReason: null,
    company: null,
    grant: {
      scopes: ['com.intuit.quickbooks.accounting'],
      issuedAt: new Date('2026-11-20T12:00:00Z'),
      refreshEndsAt: new Date('2027-02-28T12:00:00Z'),
      hardEndsAt: new Date('2031-11-20T12:00:00Z'),
      deadAt: null,
      deadReason: null,
      grantedByName: 'Robin',
    },
    ...changes,
  };
}

/** A call that was answered at the moment. */
export function answered<Value>(value: Value): CallSeen<Value> {
  return { state: 'answered', call: 'Company information', at: NOON.now, value };
}

/** A call that was refused at the moment. */
export function refused(
  trouble: LedgerTrouble,
  facts: { httpStatus?: number; code?: string; message?: string } = {},
): CallSeen<never> {
  const error = new LedgerError(facts.message ?? 'The ledger said no', { trouble, ...facts });
  return { state: 'refused', call: 'Company information', at: NOON.now, error };
}

/** Has a tenant's connection authorised, as of a moment, for 100 days; gives the grant's id. */
export async function authorise(tenant: TestTenant, now: Date): Promise<string> {
  const grantId = newId();
  await asAdministrator(
    `INSERT INTO ledger_grant (tenant_id, id, ledger, environment, tokens, key_id, scopes, issued_at, access_ends_at,
                               refresh_ends_at, granted_by_name)
     VALUES ($1, $2, 'qbo', 'demo', 'x', 'k1', '{com.intuit.quickbooks.accounting}', $3::timestamptz,
             $3::timestamptz + interval '1 hour', $3::timestamptz + interval '100 days', 'Robin')`,
    [tenant.info.id, grantId, now],
  );
  await asAdministrator(
    `UPDATE connection SET grant_id = $3, status = 'connected', environment = 'demo' WHERE tenant_id = $1 AND id = $2`,
    [tenant.info.id, tenant.connectionId, grantId],
  );
  return grantId;
}
