/** The time of a simulator: this machine's, moved by as much as a test wants. */
export class Clock {
  #offsetMs: number;

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** How far it is ahead of this machine's. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Lets so much time pass at once; a negative number goes back. */
  moveBy(seconds: number): void {
    this.#offsetMs += seconds * 1_000;
  }

  /** Goes on from an instant. */
  moveTo(instant: Date): void {
    this.#offsetMs = instant.getTime() - Date.now();
  }
}
