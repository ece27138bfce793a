import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { openFor, SealError, type Sealed, sealFor } from '#lib/secrets/key-ring.ts';

/** What of a pair is secret. */
export type Tokens = { access: string; refresh: string };

type GrantOwner = { tenantId: string; grantId: string };

/** Encrypts the tokens of a grant. */
export function sealTokens({ tenantId, grantId }: GrantOwner, { access, refresh }: Tokens): Sealed {
  return sealFor({ purpose: 'ledger_grant', tenantId, id: grantId }, JSON.stringify({ access, refresh }));
}

/** Gives the tokens of a grant. Throws `LedgerError` (`misconfigured`) if their key was taken out of the ring. */
export function openTokens({ tenantId, grantId }: GrantOwner, sealed: Uint8Array, keyId: string): Tokens {
  try {
    const owner = { purpose: 'ledger_grant' as const, tenantId, id: grantId };
    return JSON.parse(openFor(owner, sealed, keyId)) as Tokens;
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new LedgerError(`The tokens can’t be read. ${error.message}`, { trouble: 'misconfigured' });
  }
}
