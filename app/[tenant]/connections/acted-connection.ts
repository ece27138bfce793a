import type { ConnectionSummary } from '#lib/connections/connection-contract.ts';

/** What of a connection goes to the browser with its acts: no more than they need. */
export type ActedConnection = Pick<ConnectionSummary, 'id' | 'ledger' | 'companyName' | 'status' | 'endsWhenClearAt'>;

/** Takes a connection; gives what its acts need of it. */
export function actedOf({ id, ledger, companyName, status, endsWhenClearAt }: ActedConnection): ActedConnection {
  return { id, ledger, companyName, status, endsWhenClearAt };
}
