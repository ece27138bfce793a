/** Where a call goes. */
export type Place = 'authorize' | 'token' | 'revoke' | 'api';

/**
 * What goes wrong on the way: the call never arrives; it is done and its answer gets lost; too many calls; a proxy
 * without a server behind it; a body that comes late; or an answer of the provider, by its name.
 */
export type Fault =
  | { kind: 'lost_before' | 'lost_after' | 'throttled' | 'bad_gateway' | 'unavailable' | 'gateway_timeout' }
  | { kind: 'slow'; delayMs: number }
  | { kind: 'answer'; name: string };

/** A fault that waits for its calls. */
export type WaitingFault = Fault & {
  place: Place;
  /** How many calls meet it. */
  times: number;
  /** Only calls whose path has this in it. */
  pathPart?: string;
};

/** The faults that the next calls meet, in the order in which they were asked for. */
export class Faults {
  #waiting: WaitingFault[] = [];

  /** The next call to a place, or the next `times` of them, meet a fault. */
  next(place: Place, fault: Fault, { times = 1, pathPart }: { times?: number; pathPart?: string } = {}): void {
    this.#waiting.push({ ...fault, place, times, pathPart });
  }

  /** Every call to a place meets it until `clear`. */
  always(place: Place, fault: Fault, pathPart?: string): void {
    this.next(place, fault, { times: Number.MAX_SAFE_INTEGER, pathPart });
  }

  clear(): void {
    this.#waiting = [];
  }

  get waiting(): readonly WaitingFault[] {
    return this.#waiting;
  }

  /** The fault of this call, which has then one call less to meet. */
  take(place: Place, path: string): Fault | null {
    const found = this.#waiting.find((one) => one.place === place && path.includes(one.pathPart ?? ''));
    if (found === undefined) return null;
    found.times -= 1;
    if (found.times <= 0) this.#waiting = this.#waiting.filter((one) => one !== found);
    return found;
  }
}
