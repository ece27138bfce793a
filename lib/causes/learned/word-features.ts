/** So many words of a message are read: what failed is told at its head, and the rest is advice. */
const WORDS_MAX = 70;
const FEATURES_MAX = WORDS_MAX * 42;
const PRIME = 0x01000193;

/** A name between quotes is a few words; what is longer is a sentence that somebody passes on. */
const QUOTED_NAME = /"[^"\s]{0,40}(?: [^"\s]{0,30}){0,3}"|'[^'\s]{0,40}(?: [^'\s]{0,30}){0,3}'(?![a-z])/g;

/** What a message is made of, for the learned weights: hashes of words, of pairs of words, and of pieces of words. */
export type Features = {
  readonly count: number;
  /** The hashes, not each but once. Valid until the next message is read. */
  readonly hashes: Int32Array;
  /** For each hash the place of its word. */
  readonly places: Uint8Array;
  readonly words: readonly string[];
};

// One message after another is read into the same memory: making it anew costs more than all the rest.
const hashes = new Int32Array(FEATURES_MAX);
const places = new Uint8Array(FEATURES_MAX);

/**
 * Takes a normalised message apart. What is between quotes is a name, whatever it is, and what has a digit is a number:
 * neither says why something failed.
 */
export function readFeatures(text: string): Features {
  const plain = text.replace(QUOTED_NAME, ' quoted ').replace(/[^\s"']{0,40}\d[^\s"']{0,40}/g, ' number ');
  const words: string[] = plain.match(/[a-z]{1,40}/g)?.slice(0, WORDS_MAX) ?? [];
  let count = 0;
  let before = 0;
  for (let place = 0; place < words.length; place += 1) {
    const bounded = `<${words[place]}>`;
    const whole = hash(bounded, 1, 1 + stemLength(bounded), 1);
    const first = count;
    hashes[count++] = whole;
    if (place > 0) hashes[count++] = Math.imul(before ^ 0x9e3779b9, PRIME) ^ whole;
    for (let from = 0; from + 4 <= bounded.length; from += 1) {
      hashes[count++] = hash(bounded, from, from + 4, 4);
      if (from + 5 <= bounded.length) hashes[count++] = hash(bounded, from, from + 5, 5);
    }
    places.fill(place, first, count);
    before = whole;
  }
  return { count, hashes, places, words };
}

/** FNV-1a, from a start of its own for every kind of feature. */
function hash(text: string, from: number, to: number, kind: number): number {
  let value = 0x811c9dc5 + kind;
  for (let index = from; index < to; index += 1) value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  return value ^ (value >>> 15);
}

/** How much of a word between brackets is left without its ending. */
function stemLength(bounded: string): number {
  const length = bounded.length - 2;
  if (length <= 4) return length;
  const ending = /(?:ing|ed|es|s|ly)>$/.exec(bounded);
  return ending === null ? length : length - ending[0].length + 1;
}
