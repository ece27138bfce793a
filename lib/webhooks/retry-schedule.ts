import { RETRY_DAYS } from './webhook-contract.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const RETRY_MS = RETRY_DAYS * 24 * HOUR;
/** After the first try, the second, and so on; the last one holds for all that follow. */
const WAITS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
];
/** A target may ask for more time, but not for more than this. */
const ASKED_MAX = 12 * HOUR;
/** Failures in a row from which on a target is spared: one call at a time, after each failure a pause. */
export const SPARED_FROM = 5;
const HOLDS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR];

/** One delivery that has just failed once more. */
export type Failed = {
  /** Its failures since it was last sent anew, this one too, and when the first of those tries was. */
  tries: number;
  beganAt: Date;
  now: Date;
  /** What the answer asked for, in milliseconds; null if it did not. */
  askedMs: number | null;
};

/**
 * Gives when a delivery is tried again: exponentially later, a fifth more or less so that many do not come at once, and
 * a last time after exactly three days. Null when that was it.
 */
export function nextTryAt({ tries, beganAt, now, askedMs }: Failed, random = Math.random): Date | null {
  const end = beganAt.getTime() + RETRY_MS;
  if (now.getTime() >= end) return null;
  const wait = (WAITS[tries - 1] ?? WAITS.at(-1) ?? 0) * (0.8 + 0.4 * random());
  const asked = Math.min(askedMs ?? 0, ASKED_MAX);
  return new Date(Math.min(now.getTime() + Math.max(wait, asked), end));
}

/** Gives for how long a target that failed so often in a row is left alone, in milliseconds; 0 while it is not spared. */
export function holdMs(failures: number): number {
  if (failures < SPARED_FROM) return 0;
  return HOLDS[failures - SPARED_FROM] ?? HOLDS.at(-1) ?? 0;
}

/** Takes a `Retry-After` header, in seconds or as a date; gives milliseconds from now, or null. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const time = /^\d{1,9}$/.test(header.trim()) ? Number(header) * SECOND : Date.parse(header) - now.getTime();
  return Number.isFinite(time) && time > 0 ? time : null;
}
