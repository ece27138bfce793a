import { demoOrigin } from '../configuration.ts';
import { LedgerError } from '../ledger-error.ts';
import type { LedgerEnvironment } from '../ledger-names.ts';

/** Where QuickBooks Online is called. The library's own addresses are settings of the whole process, so they stay as they are. */
export type QboAddresses = { authorize: string; token: string; revoke: string; api: string };

const REAL = {
  authorize: 'https://appcenter.intuit.com/connect/oauth2',
  token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revoke: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
};

/** Gives the addresses of an environment. Throws `LedgerError` (`misconfigured`) for a demo that is not configured. */
export function qboAddresses(environment: LedgerEnvironment): QboAddresses {
  switch (environment) {
    case 'production':
      return { ...REAL, api: 'https://quickbooks.api.intuit.com/v3/company' };
    case 'sandbox':
      return { ...REAL, api: 'https://sandbox-quickbooks.api.intuit.com/v3/company' };
    case 'demo': {
      const origin = demoOrigin('qbo');
      if (origin === null) {
        throw new LedgerError('The demo ledger is not configured: set QBO_BASE_URL.', { trouble: 'misconfigured' });
      }
      return {
        authorize: `${origin}/connect/oauth2`,
        token: `${origin}/oauth2/v1/tokens/bearer`,
        revoke: `${origin}/v2/oauth2/tokens/revoke`,
        api: `${origin}/v3/company`,
      };
    }
    default:
      return environment satisfies never;
  }
}
