import { CAUSES, type Cause } from '../causes.ts';
import { LEARNED } from './weights.ts';
import { readFeatures } from './word-features.ts';

/** Learned weights as they are stored: small numbers in base64, one row of causes for each kept feature. */
export type StoredWeights = { hashes: string; weights: string; step: number; bias: string };
/** Learned weights as they are used: a hash is looked for from its own last bits on, until a free place. */
export type Weights = {
  table: Int32Array;
  rows: Int16Array;
  weights: Int8Array;
  step: number;
  bias: readonly number[];
  /** In which message a row was last seen, so that it counts once. */
  seenIn: Int32Array;
};
/** What learned weights say of a message: for each cause, in the order of CAUSES, its log-odds but for a constant. */
export type Likeness = Float64Array;

const COUNT = CAUSES.length;
const TABLE_SIZE = 32_768;
const FREE = -1;
/** With fewer known features than this a message is like nothing that was learned. */
const KNOWN_MIN = 3;
let message = 0;

/** Reads stored weights. */
export function readWeights({ hashes, weights, step, bias }: StoredWeights): Weights {
  const kept = new Int32Array(bytesOf(hashes).buffer);
  const table = new Int32Array(TABLE_SIZE);
  const rows = new Int16Array(TABLE_SIZE).fill(FREE);
  for (const [row, hash] of kept.entries()) {
    let at = hash & (TABLE_SIZE - 1);
    while (rows[at] !== FREE) at = (at + 1) & (TABLE_SIZE - 1);
    table[at] = hash;
    rows[at] = row;
  }
  return {
    table,
    rows,
    weights: new Int8Array(bytesOf(weights).buffer),
    step,
    bias: bias.split(' ').map(Number),
    seenIn: new Int32Array(kept.length),
  };
}

/** The weights that `npm run causes:train` learned from the labelled messages. */
export const LEARNED_WEIGHTS: Weights = readWeights(LEARNED);

/** Compares a normalised message with what was learned from labelled ones; null where it shares too little with any. */
export function likelyCauses(text: string, learned: Weights): Likeness | null {
  const { weights, step, bias, seenIn } = learned;
  const { count, hashes } = readFeatures(text);
  const sums = new Int32Array(COUNT);
  let known = 0;
  message = (message + 1) | 0;
  for (let feature = 0; feature < count; feature += 1) {
    const row = rowOf(hashes[feature] ?? 0, learned);
    if (row === FREE || seenIn[row] === message) continue;
    seenIn[row] = message;
    known += 1;
    const from = row * COUNT;
    for (let cause = 0; cause < COUNT; cause += 1) sums[cause] = (sums[cause] ?? 0) + (weights[from + cause] ?? 0);
  }
  if (known < KNOWN_MIN) return null;
  const factor = step / Math.sqrt(known);
  const scores = new Float64Array(COUNT);
  for (let cause = 0; cause < COUNT; cause += 1) scores[cause] = (bias[cause] ?? 0) + (sums[cause] ?? 0) * factor;
  return scores;
}

/** Gives the words of a normalised message that spoke most for a cause, in the order in which they stand in it. */
export function tellingWords(text: string, cause: Cause, learned: Weights): string[] {
  const index = CAUSES.indexOf(cause);
  const { count, hashes, places, words } = readFeatures(text);
  const spoke = words.map(() => 0);
  for (let feature = 0; feature < count; feature += 1) {
    const row = rowOf(hashes[feature] ?? 0, learned);
    const place = places[feature] ?? 0;
    if (row !== FREE) spoke[place] = (spoke[place] ?? 0) + (learned.weights[row * COUNT + index] ?? 0);
  }
  const best = [...spoke.entries()].filter(([, sum]) => sum > 0).sort(([, a], [, b]) => b - a);
  return best
    .slice(0, 3)
    .sort(([a], [b]) => a - b)
    .map(([place]) => words[place] ?? '');
}

function rowOf(hash: number, { table, rows }: Weights): number {
  let at = hash & (TABLE_SIZE - 1);
  while (rows[at] !== FREE) {
    if (table[at] === hash) return rows[at] ?? FREE;
    at = (at + 1) & (TABLE_SIZE - 1);
  }
  return FREE;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
