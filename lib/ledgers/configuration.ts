import { env, publicUrl } from '#lib/env.ts';
import { LedgerError } from './ledger-error.ts';
import type { Ledger, LedgerEnvironment } from './ledger-names.ts';

/** What a screen says of a ledger's configuration; it holds no secret. */
export type LedgerConfiguration = {
  ledger: Ledger;
  environment: LedgerEnvironment;
  /** What has to be registered with the provider, exactly so. */
  redirectUri: string;
  /** The environment variables that have to be set before anybody can connect; empty when it is configured. */
  missing: string[];
};

/** What our app is known by at a provider. It never leaves lib/ledgers. */
export type LedgerCredentials = {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  environment: LedgerEnvironment;
  scopes: string[];
  /** The one origin of a demo ledger; null for the real ones. */
  baseUrl: string | null;
};

const QBO_SCOPES = ['com.intuit.quickbooks.accounting'];

const XERO_SCOPES = [
  'offline_access',
  'accounting.settings.read',
  'accounting.contacts.read',
  'accounting.invoices.read',
  'accounting.payments.read',
];

/** Says whether people can connect to a ledger, and what is missing if they can't. */
export function ledgerConfiguration(ledger: Ledger): LedgerConfiguration {
  const { environment, clientId, clientSecret } = settingsOf(ledger);
  const prefix = ledger.toUpperCase();
  const wanted = { [`${prefix}_CLIENT_ID`]: clientId, [`${prefix}_CLIENT_SECRET`]: clientSecret };
  const missing = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [name] : []));
  return { ledger, environment, redirectUri: redirectUriOf(ledger), missing };
}

/** Gives what our app is known by. Throws `LedgerError` (`misconfigured`) that names the variables to set. */
export function ledgerCredentials(ledger: Ledger): LedgerCredentials {
  const { environment, clientId, clientSecret, baseUrl, scopes } = settingsOf(ledger);
  if (clientId === undefined || clientSecret === undefined) {
    const { missing } = ledgerConfiguration(ledger);
    throw new LedgerError(`Not configured: set ${missing.join(' and ')}.`, { trouble: 'misconfigured' });
  }
  const redirectUri = redirectUriOf(ledger);
  return { clientId, clientSecret, redirectUri, environment, scopes, baseUrl: baseUrl ?? null };
}

/** Gives the origin of the demo ledger, or null where none is configured. */
export function demoOrigin(ledger: Ledger): string | null {
  return settingsOf(ledger).baseUrl ?? null;
}

function redirectUriOf(ledger: Ledger): string {
  return `${publicUrl()}/api/connections/${ledger}/callback`;
}

function settingsOf(ledger: Ledger) {
  const all = env();
  const origin = (url: string | undefined) => url?.replace(/\/+$/, '');
  switch (ledger) {
    case 'qbo':
      return {
        environment: all.QBO_ENVIRONMENT,
        clientId: all.QBO_CLIENT_ID,
        clientSecret: all.QBO_CLIENT_SECRET,
        baseUrl: origin(all.QBO_BASE_URL),
        scopes: QBO_SCOPES,
      };
    case 'xero':
      return {
        environment: all.XERO_ENVIRONMENT,
        clientId: all.XERO_CLIENT_ID,
        clientSecret: all.XERO_CLIENT_SECRET,
        baseUrl: origin(all.XERO_BASE_URL),
        scopes: all.XERO_SCOPES ?? XERO_SCOPES,
      };
    default:
      return ledger satisfies never;
  }
}
