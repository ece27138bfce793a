import type { Amount } from '#lib/core/money.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { ConnectionStatus } from './connection-contract.ts';

/** Why a way to a provider ended without a connection, or with one. */
export const ATTEMPT_ENDS = [
  'confirmed',
  'cancelled',
  'denied',
  'scope',
  'expired',
  'code_refused',
  'provider_down',
  'provider_error',
  'misconfigured',
  'not_permitted',
  'wrong_company',
  'no_company',
] as const;
export type AttemptEnd = (typeof ATTEMPT_ENDS)[number];

/** A company that the consent reaches, as it was read back, and what is here of it already. */
export type OfferedCompany = {
  companyId: string;
  name: string;
  country: string | null;
  homeCurrency: string | null;
  /** The provider's own word; null where it said nothing, or could not be asked. */
  plan: string | null;
  isDemo: boolean;
  /** The connection of this company, of whatever status; null if nobody has named it yet. */
  connection: { id: string; status: ConnectionStatus } | null;
};

/** One press of Connect or Reconnect, as its page shows it. */
export type ConnectAttempt = {
  id: string;
  ledger: Ledger;
  environment: LedgerEnvironment;
  /** `away`: at the provider; `unread`: back, and the companies could not be read yet. */
  state: 'away' | 'unread' | 'choosing' | 'ended';
  end: { reason: AttemptEnd; detail: string | null } | null;
  /** What is reconnected; null for a new connection. */
  connection: { id: string; companyId: string; companyName: string } | null;
  companies: OfferedCompany[];
};

/** So many records, and their money in one currency; null where they have none. */
export type ClearanceSum = { kind: Kind; currency: string | null; count: number; amount: Amount };

/** What of a connection's records is under way; what is held and what is in doubt is among what is pending. */
export type Clearance = {
  pending: ClearanceSum[];
  held: ClearanceSum[];
  inDoubt: ClearanceSum[];
  /** Pending records that name no connection at all, which may be meant for this one. */
  unnamed: number;
};

/** What became of the consent at the provider when a connection ended. */
export const PROVIDER_ENDS = ['revoked', 'company_removed', 'gone', 'unreachable', 'left'] as const;
export type ProviderEnd = (typeof PROVIDER_ENDS)[number];
