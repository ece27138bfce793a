import type { Day } from '#lib/core/dates.ts';
import type { Amount } from '#lib/core/money.ts';
import type { InboxPart } from '#lib/inbox/inbox-contract.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { Age, RecordCount } from '#lib/records/list-contract.ts';

/** The days whose documents are looked at, both included. */
export type Period = { from: Day; to: Day };

/** A longer period is not looked at: two years are counted in well under a second, and a longer one says less. */
export const PERIOD_DAYS_MAX = 731;

/** How many records and how much money in one currency; null: records that name none. */
export type MoneyFigure = { currency: string | null; count: number; amount: Amount };

/** How many records, and their money by currency, the tenant's own first. */
export type Figure = { count: number; money: MoneyFigure[] };

export type OldestRecord = { id: string; label: string; since: string };

/** Records that wait for somebody: how long, and which has waited longest. */
export type OpenFigure = Figure & { ages: Record<Age, Figure>; oldest: OldestRecord | null };

/** Records that somebody should look at before a month is closed, whatever their status. */
export const FLAGGED = ['inDoubt', 'twoReferences', 'triedAfterClosing', 'voidInLedger'] as const;
export type Flagged = (typeof FLAGGED)[number];
export type FlaggedFigures = Record<Flagged, Figure>;

/** One kind's month. No two of pending, failed, byJob, byHand and excluded share a record. */
export type KindFigures = FlaggedFigures & {
  kind: Kind;
  pending: OpenFigure;
  failed: OpenFigure;
  byJob: Figure;
  byHand: Figure;
  /** Total vs Synced; the money is synced minus total, so that what is above and what is below make up for one another. */
  differs: Figure;
  /** The same records; the money adds the differences up without their signs. */
  differsGross: Figure;
  changedSinceSync: Figure;
  excluded: Figure;
  /** Outside of every period, since they have no document date. */
  undated: RecordCount;
  /** Open still from before the period. */
  pendingBefore: RecordCount;
  failedBefore: RecordCount;
};

/** What waits in one part of the inbox: in the period by the tenant's days, and before it. */
export type InboxFigure = { inPeriod: RecordCount; before: RecordCount };

/** Failed records of one day, or one month of a long period. */
export type FailureStep = { from: Day; to: Day; kinds: Record<Kind, Figure> };

/** One message of the ledger, and the failed records that have it. `id` is null where no message was reported. */
export type MessageFigure = { id: string | null; message: string | null; total: Figure; kinds: Record<Kind, Figure> };

export type Overview = {
  period: Period;
  kinds: KindFigures[];
  /** A period is not clean while anything waits: nobody knows which month it belongs to. */
  inbox: Record<InboxPart, InboxFigure> & { waiting: RecordCount };
  failures: FailureStep[];
  messages: MessageFigure[];
  /** Distinct messages in the period, of which `messages` are the most frequent. */
  messageCount: number;
};
