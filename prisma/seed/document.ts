import type { Day } from '#lib/core/dates.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { Cents } from './minor-units.ts';
import type { Failure, Party } from './plan.ts';

export type Line = {
  description: string;
  quantity: number;
  unitCents: Cents;
  cents: Cents;
  accountCode: string;
  itemCode: string | null;
  taxCode: string | null;
  taxCents: Cents | null;
};

export type Application = { document: SourceDocument; cents: Cents };

/** A document of the source system as it was first told; later changes are events. */
export type SourceDocument = {
  id: string;
  kind: Kind;
  source: string;
  /** The source whose job reports the attempts. */
  carrier: string;
  externalKey: string;
  number: string;
  currency: string;
  party: Party;
  ownOrg: string;
  jobNumber: string | null;
  documentDate: Day;
  dueDate: Day | null;
  createdAtMs: number;
  lines: Line[];
  applications: Application[];
  cents: Cents;
  isCredit: boolean;
  sourceStatus: string;
  /** When a sync job first wrote it to the ledger; null if that has not happened. */
  inLedgerAtMs: number | null;
  events: RecordEvent[];
};

export type Attempt = {
  externalId: string;
  source: string;
  isComplete: boolean;
  attemptedAtMs: number;
  /** Later than the next attempt's for a late report. */
  receivedAtMs: number;
  sentCents: Cents;
  currency: string;
  reference: string | null;
  syncedCents: Cents | null;
  syncedCurrency: string | null;
  /** Per line, in order; null when the job does not say. */
  syncedLineCents: Cents[] | null;
  failure: Failure | null;
  raw: string | null;
};

/** What happens to a record after it was first told, at the instant it becomes known here. */
export type RecordEvent =
  | { type: 'attempt'; attempt: Attempt }
  | { type: 'change'; atMs: number; lines: Line[] | null; dueDate: Day | null; isVoid: boolean }
  | { type: 'move'; atMs: number; to: 0 | 1 | 2; person: string; reason: string | null; reference: string | null }
  | { type: 'exclude'; atMs: number; person: string; reason: string };

/** Gives the instant at which an event became known. */
export function knownAtMs(event: RecordEvent): number {
  return event.type === 'attempt' ? event.attempt.receivedAtMs : event.atMs;
}
