import { demoOrigin } from '../configuration.ts';
import { LedgerError } from '../ledger-error.ts';
import type { LedgerEnvironment } from '../ledger-names.ts';

/** Where Xero is called. It has no sandbox: people try it with the demo company of their own account. */
export type XeroAddresses = {
  issuer: string;
  authorize: string;
  token: string;
  revoke: string;
  jwks: string;
  connections: string;
  api: string;
};

/** Gives the addresses of an environment. Throws `LedgerError` (`misconfigured`) for a demo that is not configured. */
export function xeroAddresses(environment: LedgerEnvironment): XeroAddresses {
  if (environment !== 'demo') {
    return {
      issuer: 'https://identity.xero.com',
      authorize: 'https://login.xero.com/identity/connect/authorize',
      token: 'https://identity.xero.com/connect/token',
      revoke: 'https://identity.xero.com/connect/revocation',
      jwks: 'https://identity.xero.com/.well-known/openid-configuration/jwks',
      connections: 'https://api.xero.com/connections',
      api: 'https://api.xero.com/api.xro/2.0',
    };
  }
  const origin = demoOrigin('xero');
  if (origin === null) {
    throw new LedgerError('The demo ledger is not configured: set XERO_BASE_URL.', { trouble: 'misconfigured' });
  }
  return {
    issuer: origin,
    authorize: `${origin}/identity/connect/authorize`,
    token: `${origin}/connect/token`,
    revoke: `${origin}/connect/revocation`,
    jwks: `${origin}/jwks`,
    connections: `${origin}/connections`,
    api: `${origin}/api.xro/2.0`,
  };
}
