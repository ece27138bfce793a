import type { Clock } from './clock.ts';

/** So many calls in so many seconds. */
export type Limit = { most: number; seconds: number };

/** Counts calls by a name, such as a company's, within a window that begins with the first of them. */
export class RateLimit {
  limit: Limit;
  readonly #clock: Clock;
  readonly #windows = new Map<string, { startMs: number; count: number }>();

  constructor(limit: Limit, clock: Clock) {
    this.limit = limit;
    this.#clock = clock;
  }

  /** How many calls are left; never less than none. */
  left(name: string): number {
    return Math.max(0, this.limit.most - this.#window(name).count);
  }

  /** Takes one call; false when there is none left. */
  take(name: string): boolean {
    const window = this.#window(name);
    if (window.count >= this.limit.most) return false;
    window.count += 1;
    return true;
  }

  /** Uses calls up, as another user of the same app does. */
  use(name: string, calls: number): void {
    this.#window(name).count += calls;
  }

  /** Until there are calls again. */
  secondsToWait(name: string): number {
    return Math.max(1, Math.ceil((this.#window(name).startMs - this.#clock.now()) / 1_000 + this.limit.seconds));
  }

  #window(name: string): { startMs: number; count: number } {
    const now = this.#clock.now();
    const known = this.#windows.get(name);
    if (known !== undefined && now < known.startMs + this.limit.seconds * 1_000) return known;
    const fresh = { startMs: now, count: 0 };
    this.#windows.set(name, fresh);
    return fresh;
  }
}
