import type { CheckMatter, CheckName, CheckResult } from '#lib/checks/check-contract.ts';
import type { Amount } from '#lib/core/money.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { ConnectionEventType, ConnectionSummary } from './connection-contract.ts';

/** One connection with all that its page begins with. */
export type ConnectionDetail = ConnectionSummary & {
  /** What the company said of itself when it was last read; empty before. */
  company: Partial<CompanyFacts>;
  /** There is no other one, so that records which name none are taken for its own. */
  isOnly: boolean;
  /** When the company last answered a call of ours; null if it never did. */
  answeredAt: string | null;
  /** The latest answer of each check, about each of its subjects, in the order of the checks. */
  results: CheckResult[];
  /** Checks that are under way, or wait for a worker. */
  openRunId: string | null;
  nextLightAt: string | null;
  nextFullAt: string | null;
};

/** One entry of the time line. */
export type ConnectionEvent = {
  id: string;
  at: string;
  type: ConnectionEventType;
  byName: string;
  facts: Record<string, unknown>;
};

export type ConnectionEventPage = { events: ConnectionEvent[]; nextCursor: string | null };

/** A stretch of time in which something did not work. */
export type Outage = {
  id: string;
  matter: CheckMatter;
  check: CheckName;
  sentence: string;
  beganAt: string;
  /** Null while it lasts. */
  endedAt: string | null;
};

/** Records of one outage that go together: how many, and how much per currency. */
export type OutagePart = {
  kind: Kind;
  count: number;
  amounts: { currency: string | null; count: number; amount: Amount }[];
};

/** What an outage did to records, as far as it can be told. */
export type OutageRecords = {
  /** Refused within it for what it is about, and failed still. */
  failed: OutagePart[];
  /** Pending since before its end, and not tried since. */
  waiting: OutagePart[];
};
