import type { LedgerReader, LedgerSignIn, ReaderInput } from './ledger.ts';
import type { Ledger } from './ledger-names.ts';
import type { ReadOptions } from './read-only-request.ts';

/** Gives the way to a ledger's consent and tokens. Its library is loaded now, since one of them is large. Throws `LedgerError`. */
export async function ledgerSignIn(ledger: Ledger): Promise<LedgerSignIn> {
  switch (ledger) {
    case 'qbo':
      return (await import('./qbo/sign-in.ts')).qboSignIn();
    case 'xero':
      return (await import('./xero/sign-in.ts')).xeroSignIn();
    default:
      return ledger satisfies never;
  }
}

/** Gives a reader of one company with a token that is good now. Throws `LedgerError` for a demo that is not configured. */
export async function ledgerReader(ledger: Ledger, input: ReaderInput, options?: ReadOptions): Promise<LedgerReader> {
  switch (ledger) {
    case 'qbo':
      return (await import('./qbo/reader.ts')).qboReader(input, options);
    case 'xero':
      return (await import('./xero/reader.ts')).xeroReader(input, options);
    default:
      return ledger satisfies never;
  }
}
