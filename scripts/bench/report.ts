import type { Measured, VerbMeasured } from './measure.ts';

/** The one table of ratios, printed as it grows. */
export class Report {
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Heads the lines of things that are asked for or written. */
  lines(): void {
    this.#print(
      `${'what'.padEnd(34)}${'at once'.padStart(8)}${'floor p50'.padStart(12)}${'p50'.padStart(10)}${'p95'.padStart(10)}${'above'.padStart(10)}${'ratio'.padStart(8)}${'floor/s'.padStart(10)}${'per s'.padStart(9)}`,
    );
  }

  /** Heads the lines of verbs. */
  verbs(): void {
    this.#print(
      `${'what'.padEnd(34)}${'floor p50'.padStart(12)}${'database'.padStart(12)}${'p95'.padStart(12)}${'ratio'.padStart(8)}${'whole verb'.padStart(12)}`,
    );
  }

  /** A verb: the ratio is of its median database time to that of the same statements without row security. */
  verb(name: string, { floor, database, verb }: VerbMeasured): void {
    this.#print(
      `${name.padEnd(34)}${ms(floor.p50)}${ms(database.p50)}${ms(database.p95)}${`${(database.p50 / floor.p50).toFixed(1)}×`.padStart(8)}${ms(verb.p50)}`,
    );
  }

  /** A thing that is asked for: the ratio is of its median times. */
  line(name: string, atOnce: number, floor: Measured, ours: Measured): void {
    this.#print(
      `${name.padEnd(34)}${String(atOnce).padStart(8)}${ms(floor.p50)}${ms(ours.p50, 10)}${ms(ours.p95, 10)}${ms(ours.p50 - floor.p50, 10)}${`${(ours.p50 / floor.p50).toFixed(1)}×`.padStart(8)}${floor.perSecond.toFixed(0).padStart(10)}${ours.perSecond.toFixed(0).padStart(9)}`,
    );
  }

  /** A thing that is written in batches: the ratio is of rows a second. */
  rows(name: string, atOnce: number, batch: number, floor: Measured, ours: Measured): void {
    this.#print(
      `${name.padEnd(34)}${String(atOnce).padStart(8)}${ms(floor.p50)}${ms(ours.p50, 10)}${ms(ours.p95, 10)}${''.padStart(10)}${`${(ours.perSecond / floor.perSecond).toFixed(2)}×`.padStart(8)}${(floor.perSecond * batch).toFixed(0).padStart(10)}${(ours.perSecond * batch).toFixed(0).padStart(9)}`,
    );
  }

  note(text: string): void {
    this.#print(`  ${text}`);
  }
}

function ms(value: number, width = 12): string {
  return `${value.toFixed(2)} ms`.padStart(width);
}
