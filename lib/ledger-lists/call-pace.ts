import { setTimeout as delay } from 'node:timers/promises';

/** QuickBooks refuses more than 10 calls a second to a company; some are left to others. */
const CALLS = 7;
const WITHIN_MS = 1_000;

/** Gives the step that whoever calls one company takes before each call, so that not too many come at once. */
export function callPace(): () => Promise<void> {
  const made: number[] = [];
  return async () => {
    const first = made.length < CALLS ? undefined : made.shift();
    if (first !== undefined) await delay(Math.max(0, first + WITHIN_MS - performance.now()));
    made.push(performance.now());
  };
}
