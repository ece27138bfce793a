import { AppError } from '#lib/core/app-error.ts';

/** So many exports a web server writes at once; each takes a core and a connection. */
const AT_ONCE = 2;
const WAITING_MAX = 20;
/** So many of them, running or waiting, may be one person's. */
const OWN_MAX = 4;

/** Whose export it is. */
type Who = { tenantId: string; personId: string | null };
type Waiter = Who & { enter: () => void };
type Places = { running: Who[]; waiting: Waiter[] };

// Routes are bundled apart; what they share is the process.
const kept = globalThis as { tieoutExportPlaces?: Places };

/**
 * Waits for one of the few places to export in; gives the function that frees it. Businesses take turns, so that one
 * which exports much holds up nobody else. Throws `rate_limited` when too many wait already, of one person or of all,
 * and the signal's reason when it is aborted meanwhile.
 */
export async function takePlace(who: Who, signal: AbortSignal): Promise<() => void> {
  kept.tieoutExportPlaces ??= { running: [], waiting: [] };
  const places = kept.tieoutExportPlaces;
  signal.throwIfAborted();
  const own = [...places.running, ...places.waiting].filter(
    ({ tenantId, personId }) => tenantId === who.tenantId && personId === who.personId,
  );
  if (own.length >= OWN_MAX) throw tooMany('You have several exports under way already. Wait until one is done.');
  if (places.running.length < AT_ONCE) places.running.push(who);
  else {
    if (places.waiting.length >= WAITING_MAX) throw tooMany('Too many exports are waiting. Try again in a minute.');
    await new Promise<void>((resolve, reject) => {
      const waiter = { ...who, enter: resolve };
      places.waiting.push(waiter);
      signal.addEventListener('abort', () => {
        const at = places.waiting.indexOf(waiter);
        if (at === -1) return;
        places.waiting.splice(at, 1);
        reject(signal.reason);
      });
    });
  }
  let isFree = false;
  return () => {
    if (isFree) return;
    isFree = true;
    const at = places.running.findIndex(
      ({ tenantId, personId }) => tenantId === who.tenantId && personId === who.personId,
    );
    places.running.splice(at, 1);
    giveOn(places);
  };
}

/** The place goes to who waited longest, of a business that exports nothing at this moment if there is one. */
function giveOn(places: Places): void {
  const isIdle = ({ tenantId }: Waiter) => !places.running.some((running) => running.tenantId === tenantId);
  const at = Math.max(0, places.waiting.findIndex(isIdle));
  const [next] = places.waiting.splice(at, 1);
  if (next === undefined) return;
  places.running.push({ tenantId: next.tenantId, personId: next.personId });
  next.enter();
}

function tooMany(message: string): AppError {
  return new AppError('rate_limited', { message, retryAfterSeconds: 60 });
}
