/** Documents of so many months are read, and kept: a year, and the month in which the one before is closed. */
const MONTHS = 13;

/** Gives the first day of the documents that are read at a moment, `2025-10-22`. */
export function windowStart(now: Date): string {
  const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS, now.getUTCDate()));
  return start.toISOString().slice(0, 10);
}
