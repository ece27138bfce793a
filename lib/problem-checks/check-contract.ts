import type { Cause } from '#lib/causes/causes.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';

/** What is told of a failed record after the fix; as a forecast says it. */
export type Verdict = 'will_pass' | 'will_fail' | 'may_fail' | 'not_known';

/** What is read of the ledger to tell whether a cause is gone. */
export type Needed = { lists: readonly ListType[]; company: boolean };

const CONTACTS = ['customer', 'vendor'] as const;

/** The causes of which the ledger's lists, the company or the records themselves can tell whether they are gone. */
export const CHECKABLE: Partial<Record<Cause, Needed>> = {
  closed_period: { lists: [], company: true },
  currency: { lists: ['currency'], company: true },
  plan_tier: { lists: [], company: true },
  subscription_lapsed: { lists: [], company: true },
  missing_account_mapping: { lists: ['account', ...CONTACTS], company: false },
  missing_item_mapping: { lists: ['item'], company: false },
  missing_tax_mapping: { lists: ['tax_code'], company: false },
  missing_tracking_mapping: { lists: ['tracking'], company: false },
  missing_contact_mapping: { lists: CONTACTS, company: false },
  contact_mismatch: { lists: CONTACTS, company: false },
  duplicate_name: { lists: CONTACTS, company: false },
  inactive_reference: { lists: ['account', 'item', 'tax_code', 'tracking', ...CONTACTS], company: false },
  duplicate_document: { lists: [], company: false },
  unsynced_dependency: { lists: [], company: false },
  source_not_syncable: { lists: [], company: false },
};

/** So many records of a problem are looked at, and put back at once. */
export const CHECKED_MAX = 10_000;

/** Records of one verdict that have the same reason. */
export type VerdictGroup = { verdict: Verdict; cause: Cause | null; words: string | null; records: number };

/** What became of the records that were put back: those that were not are none of them. */
export type PutBackProgress = {
  operationId: string;
  total: number;
  completed: number;
  failedSame: number;
  failedOther: number;
  /** Pending still. */
  waiting: number;
  /** Failed again by a person, such as by an undo, or excluded. */
  returned: number;
  undoableUntil: string | null;
};

/** A check as screens follow it; instants are ISO texts. */
export type ProblemCheck = {
  id: string;
  problemId: string;
  state: 'waiting' | 'ready';
  requestedBy: string;
  requestedAt: string;
  endedAt: string | null;
  lists: ListType[];
  /** What could not be read, in words; null where all was. */
  unread: string | null;
  counts: Record<Verdict, number>;
  /** Why the others won't pass, or are not known: the most frequent first. */
  groups: VerdictGroup[];
  /** Records beyond those that were looked at. */
  further: number;
  putBack: PutBackProgress | null;
};

/** What a problem's page shows: whether anything can tell, the last check, and what failed at this moment. */
export type ProblemCheckState = { canTell: boolean; failed: number; check: ProblemCheck | null };
