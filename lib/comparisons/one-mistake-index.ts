const BASE = 0x01000193;
/** Numbers of texts lie below it, so that a hash and a number are one exact number together. */
const NUMBERS = 2 ** 21;

/**
 * Finds texts that differ by one letter, or by two that changed places, however common their parts are: two such texts are
 * the same once each has lost a letter, or one of them has. What is filed are hashes, so that some found are none.
 */
export class OneMistakeIndex {
  #filed: number[] = [];
  #sorted: Float64Array | null = null;

  add(text: string, number: number): void {
    for (const hash of hashesOf(text)) this.#filed.push(hash * NUMBERS + number);
    this.#sorted = null;
  }

  /** Gives the numbers of the texts that may be so near; the caller looks at them. */
  candidates(text: string): Set<number> {
    this.#sorted ??= Float64Array.from(this.#filed).sort();
    const sorted = this.#sorted;
    const found = new Set<number>();
    for (const hash of hashesOf(text)) {
      const first = hash * NUMBERS;
      for (let at = firstFrom(sorted, first); (sorted[at] ?? Infinity) < first + NUMBERS; at += 1) {
        found.add((sorted[at] ?? 0) - first);
      }
    }
    return found;
  }
}

/** The hashes of a text, and of it without each of its letters. */
function hashesOf(text: string): number[] {
  const { length } = text;
  const upTo = new Int32Array(length + 1);
  for (let at = 0; at < length; at += 1) upTo[at + 1] = Math.imul(upTo[at] ?? 0, BASE) + text.charCodeAt(at) + 1;
  const whole = upTo[length] ?? 0;
  const hashes = [whole >>> 0];
  // From the end: what a letter gave to the whole is what came before it, instead of what came with it, carried on.
  let power = 1;
  for (let at = length - 1; at >= 0; at -= 1) {
    const given = (upTo[at] ?? 0) - (upTo[at + 1] ?? 0);
    hashes.push((whole + Math.imul(given, power)) >>> 0);
    power = Math.imul(power, BASE);
  }
  return hashes;
}

function firstFrom(sorted: Float64Array, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
