import { setTimeout as delay } from 'node:timers/promises';

/** QuickBooks refuses more than 10 calls a second to a company; some are left to others. */
const CALLS = 7;
/** A second, and what a call may begin later than its place where the machine is busy: the next ones would come too soon after it. */
const WITHIN_MS = 1_100;

/** Gives the step that whoever calls one company takes before each call, so that not too many come at once. */
export function callPace(): () => Promise<void> {
  const made: number[] = [];
  return async () => {
    const now = performance.now();
    const first = made.length < CALLS ? undefined : made.shift();
    const at = first === undefined ? now : Math.max(now, first + WITHIN_MS);
    // Its place is taken before it waits: others come meanwhile.
    made.push(at);
    if (at > now) await delay(at - now);
  };
}

const paces = new Map<string, () => Promise<void>>();

/** Gives the one step before each call to a company, for all that this process does there: its lists, its checks, its records. */
export function paceOf(connectionId: string): () => Promise<void> {
  const pace = paces.get(connectionId) ?? callPace();
  paces.set(connectionId, pace);
  return pace;
}
