import type { AboutType, Cause } from '#lib/causes/causes.ts';
import { causeFacts } from '#lib/causes/causes.ts';
import type { About } from '#lib/causes/diagnose.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';

/** A screen of a ledger, by the name that it has there; `href` is null where no address of it is known. */
export type LedgerPlace = { label: string; href: string | null };

const QBO_HOST = { production: 'https://app.qbo.intuit.com', sandbox: 'https://app.sandbox.qbo.intuit.com' };
const XERO_HOST = 'https://go.xero.com';

/** What these say names something that is there; the id of what was not found leads nowhere. */
const NAMES_WHAT_EXISTS: ReadonlySet<Cause> = new Set<Cause>([
  'duplicate_name',
  'contact_mismatch',
  'inactive_reference',
  'missing_account_mapping',
]);

/** Gives the screens of a ledger at which a problem is fixed, the one of the very thing first. None of an unknown ledger. */
export function ledgerPlaces(
  { cause, about }: { cause: Cause; about: About | null },
  ledger: Ledger | null,
  environment: LedgerEnvironment | null,
): LedgerPlace[] {
  const type = about?.type ?? causeFacts(cause).about;
  if (ledger === null || type === null) return [];
  const id = about !== null && NAMES_WHAT_EXISTS.has(cause) ? about.id : null;
  const places =
    ledger === 'qbo' ? qboPlaces(type, id, about?.name ?? null) : xeroPlaces(type, id, about?.name ?? null);
  const host = hostOf(ledger, environment);
  return places.map(({ label, path }) => ({ label, href: host === null || path === null ? null : host + path }));
}

/** A demo company has no screens to go to. */
function hostOf(ledger: Ledger, environment: LedgerEnvironment | null): string | null {
  if (environment === null || environment === 'demo') return null;
  return ledger === 'qbo' ? QBO_HOST[environment] : XERO_HOST;
}

type Place = { label: string; path: string | null };

function qboPlaces(type: AboutType, id: string | null, name: string | null): Place[] {
  const customers = { label: 'Customers', path: '/app/customers' };
  const vendors = { label: 'Vendors', path: '/app/vendors' };
  const known = id !== null && /^\d{1,20}$/.test(id);
  switch (type) {
    case 'vendor':
      return known ? [{ label: `Vendor ${name ?? id}`, path: `/app/vendordetail?nameId=${id}` }, vendors] : [vendors];
    case 'customer':
      return known
        ? [{ label: `Customer ${name ?? id}`, path: `/app/customerdetail?nameId=${id}` }, customers]
        : [customers];
    case 'contact':
      return [customers, vendors];
    case 'account':
      return [{ label: 'Chart of accounts', path: '/app/chartofaccounts' }];
    case 'item':
      return [{ label: 'Products and services', path: '/app/items' }];
    case 'tax_code':
      return [{ label: 'Taxes', path: null }];
    case 'tracking':
      return [
        { label: 'Classes', path: '/app/class' },
        { label: 'Settings, All lists, Locations', path: null },
      ];
    case 'period':
    case 'currency':
      return [{ label: 'Account and settings, Advanced', path: '/app/accountsettings' }];
    case 'plan':
      return [{ label: 'Settings, Subscriptions and billing', path: null }];
    case 'user':
      return [{ label: 'Settings, Manage users', path: null }];
    case 'document':
      return [];
    default:
      return type satisfies never;
  }
}

function xeroPlaces(type: AboutType, id: string | null, name: string | null): Place[] {
  switch (type) {
    case 'vendor':
    case 'customer':
    case 'contact': {
      const all = { label: 'Contacts', path: '/app/contacts' };
      const isContact = id !== null && /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id);
      return isContact ? [{ label: `Contact ${name ?? id}`, path: `/app/contacts/contact/${id}` }, all] : [all];
    }
    case 'account':
      return [{ label: 'Chart of accounts', path: '/GeneralLedger/ChartOfAccounts.aspx' }];
    case 'item':
      return [{ label: 'Business, Products and services', path: null }];
    case 'tax_code':
      return [{ label: 'Tax rates', path: '/Setup/TaxRates.aspx' }];
    case 'tracking':
      return [{ label: 'Tracking categories', path: '/Setup/Tracking.aspx' }];
    case 'period':
      return [{ label: 'Financial settings', path: '/Setup/FinancialSettings.aspx' }];
    case 'currency':
      return [{ label: 'Currencies', path: '/Setup/CurrencyRates.aspx' }];
    case 'plan':
      return [{ label: 'Subscription and billing', path: null }];
    case 'user':
      return [{ label: 'Users', path: '/Setup/Users.aspx' }];
    case 'document':
      return [];
    default:
      return type satisfies never;
  }
}
