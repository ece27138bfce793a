import { z } from 'zod';
import type { AboutType, Cause } from '#lib/causes/causes.ts';
import { CAUSES } from '#lib/causes/causes.ts';
import { type Day, isDay } from '#lib/core/dates.ts';
import { isId } from '#lib/core/ids.ts';
import type { Amount } from '#lib/core/money.ts';
import { amountText, currencyCode, requiredText } from '#lib/core/schemas.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { NONE, type RecordRow } from '#lib/records/list-contract.ts';

/**
 * `open`: nobody has looked at it; `acknowledged`: somebody has; `waiting`: all its records were put back to Pending and
 * wait for their next attempt; `muted`: until a day, or until more money is blocked; `solved`.
 */
export const PROBLEM_STATES = ['open', 'acknowledged', 'waiting', 'muted', 'solved'] as const;
export type ProblemState = (typeof PROBLEM_STATES)[number];

/** `records`: no record of it is failed or put back any more; `person`: somebody said so; `regrouped`: the rules tell it otherwise now. */
export const SOLVED_HOW = ['records', 'person', 'regrouped'] as const;
export type SolvedHow = (typeof SOLVED_HOW)[number];

/**
 * `money`: by what is blocked in the tenant's currency, then by the largest amount in another one, then without money;
 * currencies are never added up. `age`: open the longest first. `records`: the most records first. `recent`: the latest
 * failure first.
 */
export const PROBLEM_SORTS = ['money', 'age', 'records', 'recent'] as const;
export type ProblemSort = (typeof PROBLEM_SORTS)[number];

/** `unsolved`: neither solved nor muted. */
export const STATE_FILTERS = ['unsolved', ...PROBLEM_STATES, 'all'] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

export const PROBLEM_PAGE_SIZES = [25, 50, 100] as const;
export const PROBLEM_LIMIT_MAX = 100;
export const PROBLEM_NOTE_MAX = 4_000;
/** Days that the trend tells of. */
export const TREND_DAYS = 14;

/** Which problems, and in which order. Null means: no condition. */
export type ProblemFilter = {
  state: StateFilter;
  cause: Cause | null;
  /** A person's id, or `none` for problems of nobody. */
  assignee: string | null;
  /** A connection's id, or `none` for records that name none. */
  connection: string | null;
  /** Problems that have records of this kind. */
  kind: Kind | null;
  sort: ProblemSort;
};

export const DEFAULT_PROBLEM_FILTER: ProblemFilter = {
  state: 'unsolved',
  cause: null,
  assignee: null,
  connection: null,
  kind: null,
  sort: 'money',
};

const id = z.string('must be text').refine(isId, 'must be an id');
const idOrNone = z.union([id, z.literal(NONE)], 'must be an id, or none');

/** What a list asks for, as screens and the API parse it. */
export const listProblemsInput = z.strictObject({
  state: z.enum(STATE_FILTERS, `must be one of ${STATE_FILTERS.join(', ')}`).default('unsolved'),
  cause: z.enum(CAUSES as [Cause, ...Cause[]], 'must be a cause of the catalogue').nullish(),
  assignee: idOrNone.nullish(),
  connection: idOrNone.nullish(),
  kind: z.enum(KINDS, `must be one of ${KINDS.join(', ')}`).nullish(),
  sort: z.enum(PROBLEM_SORTS, `must be one of ${PROBLEM_SORTS.join(', ')}`).default('money'),
  limit: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(PROBLEM_LIMIT_MAX, `must be at most ${PROBLEM_LIMIT_MAX}`)
    .default(50),
  cursor: z.string().max(600, 'must be at most 600 characters').nullish(),
});
export type ListProblemsInput = z.input<typeof listProblemsInput>;

/** One currency of what is blocked; `currency` is null for records without an amount. */
export type BlockedMoney = { currency: string | null; amount: Amount; records: number };

/** Records of one kind: failed now, and put back to Pending since they failed. */
export type KindFigures = { kind: Kind; failed: number; waiting: number };

export type ProblemFigures = {
  failed: number;
  /** Put back to Pending since they failed, and not tried again yet. */
  waiting: number;
  kinds: KindFigures[];
  /** The tenant's currency first, then the largest amounts. Failed and waiting records together. */
  money: BlockedMoney[];
  /** The earliest document date; null if no record has one. */
  oldestOn: Day | null;
  /** When the record that has waited longest was last tried. */
  oldestFailedAt: string | null;
};

/** What a problem is about, as far as its messages tell: the pieces that titles are made of (`problemTitle`). */
export type ProblemAbout = { type: AboutType; name: string | null; id: string | null };

export type ProblemConnection = { id: string; ledger: Ledger; companyId: string; companyName: string };

/** A person who looks after a problem. */
export type ProblemPerson = { id: string; name: string };

/** A problem as lists show it. Instants are ISO texts, days ISO days. */
export type ProblemRow = {
  id: string;
  cause: Cause;
  /** No diagnosis of its messages is sure: shown as a guess. */
  isGuess: boolean;
  about: ProblemAbout | null;
  /** The words that it was told by, and the message of most of its records, verbatim: `problemTitle` goes by them too. */
  evidence: string[];
  message: string | null;
  /** Null: its records name no connection. */
  connection: ProblemConnection | null;
  state: ProblemState;
  assignedTo: ProblemPerson | null;
  dueOn: Day | null;
  /** Null unless it is muted. */
  muted: { until: Day | null; above: { amount: Amount; currency: string } | null; byName: string } | null;
  figures: ProblemFigures;
  /** Failed attempts of each of the last 14 days, the oldest first. */
  trend: { day: Day; failures: number }[];
  firstSeenAt: string;
  lastSeenAt: string;
  /** Since when it is open without a break. */
  openedAt: string;
  solvedAt: string | null;
  solvedHow: SolvedHow | null;
  reopenedCount: number;
  /** Rises with each decision, not with figures; the verbs ask for it. */
  version: number;
};

/** A page of problems. `position`: problems before it. */
export type ProblemList = {
  problems: ProblemRow[];
  position: number;
  nextCursor: string | null;
  previousCursor: string | null;
  /** Problems of each state that match the filter but for its state. */
  states: Record<ProblemState, number>;
  /** Failed records of no problem: their attempts told no reason. */
  unexplained: { records: number; money: BlockedMoney[] };
  /** When the figures were gathered last; null before the first time. */
  gatheredAt: string | null;
};

/** One exact message behind a problem, and its records now. */
export type ProblemMessage = {
  messageId: string;
  errorCode: string | null;
  /** Verbatim. */
  message: string;
  /** 0 to 1 of the diagnosis, and the words it was told by. */
  confidence: number;
  evidence: string[];
  isAssigned: boolean;
  failed: number;
  waiting: number;
};

/** What happened to a problem, the newest first: decisions of people and the worker, and notes. */
export type ProblemEvent = {
  id: string;
  at: string;
  actor: { type: 'person' | 'api_key' | 'hook' | 'job'; name: string };
  /** An action of the audit log, such as `problem.noted`. */
  action: string;
  before: unknown;
  after: unknown;
  note: string | null;
};

/** A record that proves that a problem is over. */
export type ProofRecord = {
  id: string;
  kind: Kind;
  number: string | null;
  amount: Amount | null;
  currency: string | null;
  referenceNumber: string | null;
  /** When the attempt that went through was made. */
  syncedAt: string;
};

/** What became of the records of a problem, as it was when it was solved. Only `completed` proves that the ledger took them. */
export type ProblemProof = {
  /** Completed by a sync job, with money by currency. */
  completed: { records: number; money: BlockedMoney[] };
  /** The latest of the attempts that went through. */
  lastAttemptAt: string | null;
  /** Up to 50 of the completed ones, the latest first. */
  sample: ProofRecord[];
  /** Set to Complete by a person: nothing was seen to be written to the ledger. */
  byHand: { records: number; money: BlockedMoney[] };
  excluded: { records: number; money: BlockedMoney[] };
  /** They fail, or wait, for another reason now. */
  elsewhere: { records: number; money: BlockedMoney[] };
  /** Still failed or put back when a person said that it is solved. */
  left: { records: number; money: BlockedMoney[] };
};

/** What was done between opening and solution. */
export type ProblemDone = {
  notes: { at: string; byName: string; text: string }[];
  /** Changes of what the problem is about in the ledger's lists. */
  ledgerChanges: { at: string; type: string; name: string; what: string; before: unknown; after: unknown }[];
  /** Records of it that were put back to Pending, by whom. */
  putBacks: { at: string; byName: string; records: number }[];
};

/** One time that a problem was solved. */
export type ProblemSolution = {
  id: string;
  /** The problem that it was; another one of the same cause, perhaps. */
  problemId: string;
  about: ProblemAbout | null;
  /** Whether it was this very problem, or one of the same cause alone. */
  isSame: boolean;
  openedAt: string;
  solvedAt: string;
  how: SolvedHow;
  solvedByName: string;
  note: string | null;
  proof: ProblemProof;
  done: ProblemDone;
};

/** A problem whole. The figures are of this moment. */
export type ProblemPage = ProblemRow & {
  messages: ProblemMessage[];
  /** Messages beyond those given. */
  furtherMessages: number;
  /** Null for whoever may not see records. */
  records: { records: RecordRow[]; nextCursor: string | null; previousCursor: string | null; position: number } | null;
  events: ProblemEvent[];
  /** Of a solved one: its proof. */
  solution: ProblemSolution | null;
  /** Earlier solutions: of this very problem first, then of the same cause. */
  workedBefore: ProblemSolution[];
};

const problemId = id;
/** The version that the person saw: what was decided in between is not overwritten. */
const version = z.int('must be a whole number').min(1);

export const noteText = z
  .string('must be text')
  .transform((text) => text.replaceAll(/\r\n?/g, '\n').trim())
  // Line breaks and tabs are kept; the database's text can't hold other control characters such as NUL.
  .refine(
    (text) => text !== '' && text.length <= PROBLEM_NOTE_MAX && !/[^\P{Cc}\n\t]/u.test(text) && text.isWellFormed(),
    `must be a note of at most ${PROBLEM_NOTE_MAX.toLocaleString('en')} characters`,
  );
const day = z.string('must be a day').refine(isDay, 'must be a day that exists, such as "2026-10-31"');

/** Each verb's input. All but the note ask for the version, and give the problem's row back. */
export const acknowledgeInput = z.strictObject({ id: problemId, version, isAcknowledged: z.boolean() });
export const assignInput = z.strictObject({ id: problemId, version, personId: id.nullable() });
export const dueInput = z.strictObject({ id: problemId, version, dueOn: day.nullable() });
export const muteInput = z
  .strictObject({
    id: problemId,
    version,
    until: day.nullable(),
    above: z.strictObject({ amount: amountText, currency: currencyCode }).nullable(),
  })
  .refine(({ until, above }) => until !== null || above !== null, {
    path: ['until'],
    message: 'must be a day, unless an amount is given',
  });
export const unmuteInput = z.strictObject({ id: problemId, version });
export const noteInput = z.strictObject({ id: problemId, text: noteText });
export const solveInput = z.strictObject({ id: problemId, version, note: noteText.nullable() });
export const reopenInput = z.strictObject({ id: problemId, version });

export const getProblemInput = z.strictObject({
  id: problemId,
  recordsCursor: requiredText(600).nullish(),
  recordsLimit: z.int().min(1).max(200).default(50),
});
export type GetProblemInput = z.input<typeof getProblemInput>;

/** Somebody whom a problem can be given to. */
export type Assignable = ProblemPerson & { email: string };

/*
 * The verbs, one a file of this folder:
 *   listProblems(ctx, ListProblemsInput): ProblemList                 problem:read
 *   getProblem(ctx, GetProblemInput): ProblemPage                     problem:read   throws not_found
 *   listAssignable(ctx): Assignable[]                                 problem:read
 *   acknowledgeProblem, assignProblem, setProblemDue, muteProblem, unmuteProblem,
 *   solveProblem, reopenProblem (ctx, input): ProblemRow              problem:work   throw not_found, conflict, invalid_input
 *   noteProblem(ctx, input): void                                     problem:work   throws not_found, invalid_input
 * Its title: problemTitle(row, row.connection?.ledger ?? null). The records of a problem: the list with `problem=<id>`.
 */
