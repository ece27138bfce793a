import { distance } from 'fastest-levenshtein';
import { OneMistakeIndex } from './one-mistake-index.ts';

/**
 * So many texts at most are looked at closely for one with several mistakes; those that share the rarest parts come first.
 * With one mistake, or two letters that changed places, it is found however many share its parts.
 */
const CANDIDATES_MAX = 120;
const MISTAKES_MAX = 3;

/** How many letters may be wrong, missing or too many in a text of a length, so that it still counts as the same. */
export function mistakesAllowed(length: number): number {
  if (length < 5) return 0;
  if (length < 9) return 1;
  return length < 18 ? 2 : MISTAKES_MAX;
}

/** The numbers of the texts that are nearest to one, in order, and how many letters of it they have otherwise. */
export type Nearest = { numbers: number[]; mistakes: number };

/**
 * Finds texts that differ by a few letters without comparing all with all. Two texts with at most k mistakes between them
 * share at least one of k + 1 parts of the one, letter by letter, at nearly the same place: each text is filed under its
 * parts, and only those are compared that share one.
 */
export class SimilarIndex {
  readonly #texts: string[] = [];
  readonly #oneMistake = new OneMistakeIndex();
  /** By length, part and the part's letters: the numbers of the texts. */
  readonly #files = new Map<number, Map<string, number[]>[]>();

  /** Files a text; gives its number. */
  add(text: string): number {
    const number = this.#texts.push(text) - 1;
    const parts = partsOf(text.length);
    if (parts.length < 2) return number;
    this.#oneMistake.add(text, number);
    let files = this.#files.get(text.length);
    if (files === undefined) {
      files = parts.map(() => new Map());
      this.#files.set(text.length, files);
    }
    parts.forEach(({ start, end }, index) => {
      const file = files[index];
      const letters = text.slice(start, end);
      const numbers = file?.get(letters);
      if (numbers === undefined) file?.set(letters, [number]);
      else numbers.push(number);
    });
    return number;
  }

  /** Gives the numbers of the texts that are nearest, with their mistakes; none if nothing is near enough. */
  nearest(text: string): Nearest | null {
    const near = this.#best(text, this.#oneMistake.candidates(text));
    if (near !== null && near.mistakes <= 1) return near;
    const further = this.#best(text, this.#candidates(text));
    if (near === null || further === null) return near ?? further;
    if (near.mistakes !== further.mistakes) return near.mistakes < further.mistakes ? near : further;
    const numbers = [...new Set([...near.numbers, ...further.numbers])];
    return { ...near, numbers: numbers.toSorted((a, b) => a - b) };
  }

  /**
   * Gives the numbers of the texts that are near to one that is filed, itself left out; two letters that changed places
   * may come with one mistake more.
   */
  others(number: number): number[] {
    const text = this.#texts[number] ?? '';
    const digits = digitsOf(text);
    const candidates = new Set([...this.#oneMistake.candidates(text), ...this.#candidates(text)]);
    return [...candidates].filter((other) => {
      const found = this.#texts[other] ?? '';
      const allowed = mistakesAllowed(Math.min(text.length, found.length));
      return (
        other !== number &&
        Math.abs(text.length - found.length) <= allowed &&
        distance(text, found) <= allowed + 1 &&
        digitsOf(found) === digits
      );
    });
  }

  #best(text: string, candidates: Iterable<number>): Nearest | null {
    let best = MISTAKES_MAX + 1;
    let numbers: number[] = [];
    const digits = digitsOf(text);
    for (const number of candidates) {
      const other = this.#texts[number] ?? '';
      const allowed = Math.min(best, mistakesAllowed(Math.min(text.length, other.length)));
      if (Math.abs(text.length - other.length) > allowed) continue;
      const mistakes = distance(text, other);
      if (mistakes > allowed || digitsOf(other) !== digits) continue;
      if (mistakes < best) numbers = [];
      best = mistakes;
      numbers.push(number);
    }
    return numbers.length === 0 ? null : { numbers: numbers.toSorted((a, b) => a - b), mistakes: best };
  }

  #candidates(text: string): Set<number> {
    const found: number[][] = [];
    for (let length = text.length - MISTAKES_MAX; length <= text.length + MISTAKES_MAX; length += 1) {
      const files = this.#files.get(length);
      if (files === undefined) continue;
      const mistakes = mistakesAllowed(length);
      const longer = text.length - length;
      if (Math.abs(longer) > mistakes) continue;
      partsOf(length).forEach(({ start, end }, index) => {
        // Further off, more mistakes would be needed before and after the part than there may be.
        const first = Math.max(0, start - Math.floor((mistakes - longer) / 2));
        const last = Math.min(text.length - (end - start), start + Math.floor((mistakes + longer) / 2));
        for (let at = first; at <= last; at += 1) {
          const numbers = files[index]?.get(text.slice(at, at + end - start));
          if (numbers !== undefined) found.push(numbers);
        }
      });
    }
    const candidates = new Set<number>();
    for (const numbers of found.toSorted((a, b) => a.length - b.length)) {
      for (const number of numbers) {
        if (candidates.size >= CANDIDATES_MAX) return candidates;
        candidates.add(number);
      }
    }
    return candidates;
  }
}

type Part = { start: number; end: number };

const PARTS = new Map<number, Part[]>();

/** Where the parts of a text of a length begin and end: one more than it may have mistakes, of nearly the same length. */
function partsOf(length: number): Part[] {
  let parts = PARTS.get(length);
  if (parts === undefined) {
    const count = mistakesAllowed(length) + 1;
    const at = (index: number) => Math.floor((length * index) / count);
    parts = Array.from({ length: count }, (_, index) => ({ start: at(index), end: at(index + 1) }));
    PARTS.set(length, parts);
  }
  return parts;
}

/** Store 101 is not Store 102, however near they are. */
function digitsOf(text: string): string {
  return /\p{N}/u.test(text) ? text.replaceAll(/\P{N}+/gu, ' ').trim() : '';
}
