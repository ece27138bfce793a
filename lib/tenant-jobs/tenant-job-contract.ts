/** What the worker does for each business again and again, by name. */
export const TENANT_JOBS = ['disconnected', 'failures', 'new_kinds', 'inbox', 'reviews', 'digests'] as const;
export type TenantJobName = (typeof TENANT_JOBS)[number];

/** How people call each. */
export const TENANT_JOB_WORDS: Record<TenantJobName, string> = {
  disconnected: 'Closing what was open of ended connections',
  failures: 'Counting failures',
  new_kinds: 'Looking for new kinds of error',
  inbox: 'Looking into the inbox',
  reviews: 'Opening health checks that are due',
  digests: 'Sending digests',
};

/** It is tried so often, then it is left alone until somebody has it run again. */
export const TRIES_MAX = 5;

/** A job of one business as screens see it; instants are ISO texts. */
export type TenantJob = {
  name: TenantJobName;
  lastDoneAt: string | null;
  lastFailedAt: string | null;
  tries: number;
  problem: string | null;
  /** Null unless it failed for good. */
  poisonedAt: string | null;
};
