import { AppError } from '#lib/core/app-error.ts';

/** So many exports a web server writes at once; each takes a core and a connection. */
const AT_ONCE = 2;
const WAITING_MAX = 20;

type Waiter = { enter: () => void; leave: (error: Error) => void };

// Routes are bundled apart; what they share is the process.
const kept = globalThis as { tieoutExportPlaces?: { taken: number; waiting: Waiter[] } };

/**
 * Waits for one of the few places to export in; gives the function that frees it. Throws `rate_limited` when too many
 * wait already, and the signal's reason when it is aborted meanwhile.
 */
export async function takePlace(signal: AbortSignal): Promise<() => void> {
  kept.tieoutExportPlaces ??= { taken: 0, waiting: [] };
  const places = kept.tieoutExportPlaces;
  signal.throwIfAborted();
  if (places.taken >= AT_ONCE) {
    if (places.waiting.length >= WAITING_MAX) {
      throw new AppError('rate_limited', {
        message: 'Too many exports are waiting. Try again in a minute.',
        retryAfterSeconds: 60,
      });
    }
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = { enter: resolve, leave: reject };
      places.waiting.push(waiter);
      signal.addEventListener('abort', () => {
        const at = places.waiting.indexOf(waiter);
        if (at === -1) return;
        places.waiting.splice(at, 1);
        reject(signal.reason);
      });
    });
  } else places.taken += 1;
  let isFree = false;
  return () => {
    if (isFree) return;
    isFree = true;
    const next = places.waiting.shift();
    // The place goes on to who waited longest.
    if (next === undefined) places.taken -= 1;
    else next.enter();
  };
}
