/** Whose matter it is: the company's in the ledger, Tieout's own link to it, or the sync job's own link to it. */
export const CHECK_MATTERS = ['company', 'own_link', 'job_link'] as const;
export type CheckMatter = (typeof CHECK_MATTERS)[number];

/** `not_checked`: it could not run; `not_known`: it ran and nothing tells. Neither is ever shown as fine. */
export const CHECK_STATES = ['ok', 'warning', 'broken', 'not_checked', 'not_known'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** Every check there is, in the order in which people read them. */
export const CHECK_NAMES = [
  'authorised',
  'expiry',
  'right_company',
  'permissions',
  'plan',
  'closed_periods',
  'quota',
  'job_link',
  'proof_of_life',
  'reference_data',
  'contacts',
  'sync_schedule',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** What a check answers. */
export type CheckAnswer = {
  check: CheckName;
  /** A source's slug where it is about one; empty otherwise. */
  subject: string;
  matter: CheckMatter;
  state: CheckState;
  /** One sentence for an accountant: what is so. */
  sentence: string;
  /** What to do and who does it; null where nothing is to be done. */
  remedy: string | null;
  /** What it was seen by: which call, when, which figures. Never a token. */
  evidence: Record<string, unknown>;
};

/** An answer as it is kept; instants are ISO texts. */
export type CheckResult = CheckAnswer & { runId: string; at: string };

export const CHECK_RUN_KINDS = ['light', 'full', 'by_hand', 'guided', 'review'] as const;
export type CheckRunKind = (typeof CHECK_RUN_KINDS)[number];

/** A run as screens follow it. */
export type CheckRun = {
  id: string;
  connectionId: string | null;
  kind: CheckRunKind;
  state: 'waiting' | 'running' | 'finished' | 'broken';
  requestedBy: string;
  requestedAt: string;
  endedAt: string | null;
  results: CheckResult[];
};
