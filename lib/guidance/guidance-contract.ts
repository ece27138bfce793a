import {
  CHECK_NAMES,
  type CheckMatter,
  type CheckName,
  type CheckRun,
  type CheckState,
} from '#lib/checks/check-contract.ts';

/** The steps of a guided run that look into Tieout's own records, besides the checks of a connection. */
export const OWN_STEPS = [
  'failures',
  'connections',
  'preferences',
  'limits',
  'mapping',
  'contact_names',
  'document_periods',
  'source_status',
  'duplicates',
  'amounts',
] as const;
export type OwnStep = (typeof OWN_STEPS)[number];

export type GuidedStep = CheckName | OwnStep;

/** The whole checklist, in the order in which it is gone through where nothing speaks for another one. */
export const GUIDED_STEPS: readonly GuidedStep[] = [
  'failures',
  'connections',
  'authorised',
  'job_link',
  'right_company',
  'expiry',
  'proof_of_life',
  'permissions',
  'sync_schedule',
  'preferences',
  'plan',
  'quota',
  'limits',
  'mapping',
  'reference_data',
  'contact_names',
  'contacts',
  'document_periods',
  'closed_periods',
  'source_status',
  'duplicates',
  'amounts',
];

/** Says whether a step is one of Tieout's own, not a check of a connection. */
export function isOwnStep(step: string): step is OwnStep {
  return (OWN_STEPS as readonly string[]).includes(step);
}

/** Says whether a text names a check of a connection. */
export function isCheck(step: string): step is CheckName {
  return (CHECK_NAMES as readonly string[]).includes(step);
}

/** Who acts: in words that fit behind “To be done by”. */
export type StepActor = 'accountant' | 'clerk' | 'admin' | 'job_owner' | 'nobody';

/** A record that shows what a step found. */
export type StepExample = { id: string; kind: string; number: string };

/** What a step of Tieout's own is seen by. */
export type StepEvidence = {
  /** So many records were looked at, the newest first; of them this many show it. */
  lookedAt?: number;
  records?: number;
  money?: string[];
  examples?: StepExample[];
  who?: StepActor;
  [fact: string]: unknown;
};

export type StepAnswer = {
  matter: CheckMatter;
  state: CheckState;
  sentence: string;
  remedy: string | null;
  evidence: StepEvidence;
};

/** An answer of a guided run as it is kept. */
export type StepResult = StepAnswer & { step: GuidedStep; subject: string; at: string };

/** What a guided run is about. */
export type GuidedScope = { recordId: string | null };

/** A guided run as its page follows it. */
export type GuidedRun = Pick<CheckRun, 'id' | 'connectionId' | 'state' | 'requestedBy' | 'requestedAt' | 'endedAt'> & {
  connectionName: string | null;
  record: StepExample | null;
  /** All steps in their order, once a worker has begun; empty before. */
  steps: GuidedStep[];
  results: StepResult[];
};

/** A failed record that could be tried as the one. */
export type Candidate = StepExample & {
  amount: string | null;
  currency: string | null;
  message: string | null;
  failedAt: string;
};

/** What became of the one record that was put back to Pending. */
export type FollowedOne = {
  record: StepExample & { amount: string | null; currency: string | null };
  /** `waiting`: pending, and no try since; `left`: a person moved it on, so that no job will try it. */
  state: 'arrived' | 'failed' | 'unknown' | 'waiting' | 'held' | 'left';
  since: string;
  /** The first try since it was put back; null before. */
  attempt: {
    at: string;
    source: string;
    errorCode: string | null;
    errorMessage: string | null;
    referenceNumber: string | null;
    syncedAmount: string | null;
    syncedCurrency: string | null;
  } | null;
  /** Synced minus sent; null where the two can't be compared. */
  difference: string | null;
  comparison: string;
  /** Why sync jobs don't get it at this moment, in words; null if the next one may take it. */
  waits: string | null;
  /** When a job of its source last asked for work; null if none ever did by Tieout's claims. */
  lastClaimAt: string | null;
};
