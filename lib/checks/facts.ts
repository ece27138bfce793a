import type { ConnectionStatus } from '#lib/connections/connection-contract.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import type { LedgerError } from '#lib/ledgers/ledger-error.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';

/** When a check is answered, and the zone in which its sentences tell days and times. */
export type Moment = { now: Date; timeZone: string };

/** One call to a ledger as it went, or why it was not made. `call` is its name in words, such as `Company information`. */
export type CallSeen<Value> =
  | { state: 'answered'; call: string; at: Date; value: Value }
  | { state: 'refused'; call: string; at: Date; error: LedgerError }
  | { state: 'not_made'; call: string; why: NotMade };

/** Why a ledger was not called. */
export type NotMade =
  /** There is no authorisation: never connected, or disconnected. */
  | { reason: 'not_connected'; status: ConnectionStatus }
  /** The ledger asked us to wait. */
  | { reason: 'held'; until: Date }
  /** The day's calls that are left are kept for other work. */
  | { reason: 'budget'; dayLeft: number; needed: number };

/** The connection as it is stored, with what is known of its authorisation; never a token. */
export type CheckedConnection = {
  id: string;
  ledger: Ledger;
  environment: LedgerEnvironment;
  companyId: string;
  companyName: string;
  status: ConnectionStatus;
  statusReason: string | null;
  /** What the company said of itself when it was last read; null if never. */
  company: CompanyFacts | null;
  grant: {
    scopes: string[];
    issuedAt: Date;
    refreshEndsAt: Date;
    hardEndsAt: Date | null;
    deadAt: Date | null;
    deadReason: string | null;
    grantedByName: string;
  } | null;
};

/** Our calls to the company on this day of the provider's. */
export type CallDay = {
  made: number;
  refused: number;
  dayLeft: number | null;
  minuteLeft: number | null;
  heldUntil: Date | null;
  seenAt: Date;
};

/** Who a company says it is. */
export type Named = { companyId: string; name: string };
