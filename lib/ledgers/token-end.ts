const TEN_YEARS_SECONDS = 10 * 366 * 86_400;

/** Gives when a token ends that lasts so many seconds: a date that can be kept, whatever number a provider gives. */
export function endOf(issuedAt: Date, seconds: number): Date {
  return new Date(issuedAt.getTime() + Math.min(seconds, TEN_YEARS_SECONDS) * 1000);
}
