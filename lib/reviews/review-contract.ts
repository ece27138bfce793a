import type { StandingFigures } from '#lib/notices/digest-figures.ts';

/** How often a business wants its health reviewed. */
export const REVIEW_PERIODS = ['month', 'quarter', 'half_year', 'off'] as const;
export type ReviewPeriod = (typeof REVIEW_PERIODS)[number];

export const PERIOD_WORDS: Record<ReviewPeriod, string> = {
  month: 'Every month',
  quarter: 'Every quarter',
  half_year: 'Every half year',
  off: 'Not by itself',
};

/** The latest answer of one check, as a review shows it; the instant is ISO text. */
export type ReviewCheck = {
  check: string;
  subject: string;
  state: 'ok' | 'warning' | 'broken' | 'not_checked' | 'not_known';
  sentence: string;
  remedy: string | null;
  at: string;
};

export type ReviewConnection = {
  /** Null: checks of the business itself. */
  id: string | null;
  ledger: string | null;
  companyName: string | null;
  status: string | null;
  checks: ReviewCheck[];
};

/** What a review shows, and keeps as it was when it was signed. */
export type ReviewResult = { at: string; figures: StandingFigures; connections: ReviewConnection[] };

/** A review in the list; days are ISO days, instants ISO texts. */
export type Review = {
  id: string;
  dueOn: string;
  period: 'month' | 'quarter' | 'half_year' | 'by_hand';
  openedAt: string;
  openedByName: string;
  signedByName: string | null;
  signedAt: string | null;
  note: string | null;
};

/** One review whole. `isChecking`: checks that were asked for with it have not ended yet. */
export type ReviewDetail = Review & { result: ReviewResult; isChecking: boolean };

/** So long a note may be. */
export const NOTE_MAX = 4_000;
