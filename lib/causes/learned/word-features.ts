/** So many words of a message are read: what failed is told at its head, and the rest is advice. */
const WORDS_MAX = 70;
const PRIME = 0x01000193;

/** What a message is made of, for the learned weights: hashes of words, of pairs of words, and of pieces of words. */
export type Features = {
  /** Each hash once, with the place of the word it was first seen in. */
  readonly at: ReadonlyMap<number, number>;
  readonly words: readonly string[];
};

/**
 * Takes a normalised message apart. What is between quotes is a name, whatever it is, and what has a digit is a number:
 * neither says why something failed.
 */
export function readFeatures(text: string): Features {
  const plain = text
    .replace(/"[^"\n]{0,80}"|'[^'\n]{0,80}'(?![a-z])/g, ' quoted ')
    .replace(/[^\s"']{0,40}\d[^\s"']{0,40}/g, ' number ');
  const words = (plain.match(/[a-z]{1,40}/g) ?? []).slice(0, WORDS_MAX);
  const at = new Map<number, number>();
  let before = 0;
  for (const [place, word] of words.entries()) {
    const whole = hash(stemOf(word), 0, word.length, 1);
    note(at, whole, place);
    if (place > 0) note(at, Math.imul(before ^ 0x9e3779b9, PRIME) ^ whole, place);
    before = whole;
    const bounded = `<${word}>`;
    for (const size of [4, 5]) {
      for (let from = 0; from + size <= bounded.length; from += 1)
        note(at, hash(bounded, from, from + size, size), place);
    }
  }
  return { at, words };
}

function note(at: Map<number, number>, feature: number, place: number): void {
  const key = feature >>> 0;
  if (!at.has(key)) at.set(key, place);
}

/** FNV-1a, from a start of its own for every kind of feature. */
function hash(text: string, from: number, to: number, kind: number): number {
  let value = 0x811c9dc5 + kind;
  for (let index = from; index < Math.min(to, text.length); index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  }
  return value ^ (value >>> 15);
}

function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s|ly)$/, '') : word;
}
