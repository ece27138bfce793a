import { CAUSES, type Cause } from '../causes.ts';
import { LEARNED } from './weights.ts';
import { type Features, readFeatures } from './word-features.ts';

/** Learned weights as they are stored: small numbers in base64, one row of causes for each kept feature. */
export type StoredWeights = { hashes: string; weights: string; step: number; bias: readonly number[] };
/** Learned weights as they are used. */
export type Weights = { rows: ReadonlyMap<number, number>; weights: Int8Array; step: number; bias: readonly number[] };
/** What learned weights say of a message: for each cause, in the order of CAUSES, the logarithm of its probability. */
export type Likeness = { logs: readonly number[]; features: Features };

const COUNT = CAUSES.length;
/** With fewer known features than this a message is like nothing that was learned. */
const KNOWN_MIN = 3;

/** Reads stored weights. */
export function readWeights({ hashes, weights, step, bias }: StoredWeights): Weights {
  const rows = new Uint32Array(bytesOf(hashes).buffer);
  return {
    rows: new Map(Array.from(rows, (hash, row) => [hash, row])),
    weights: new Int8Array(bytesOf(weights).buffer),
    step,
    bias,
  };
}

/** The weights that `npm run causes:train` learned from the labelled messages. */
export const LEARNED_WEIGHTS: Weights = readWeights(LEARNED);

/** Compares a normalised message with what was learned from labelled ones; null where it shares too little with any. */
export function likelyCauses(text: string, { rows, weights, step, bias }: Weights): Likeness | null {
  const features = readFeatures(text);
  const sums = new Int32Array(COUNT);
  let known = 0;
  for (const hash of features.at.keys()) {
    const row = rows.get(hash);
    if (row === undefined) continue;
    known += 1;
    const from = row * COUNT;
    for (let cause = 0; cause < COUNT; cause += 1) sums[cause] = (sums[cause] ?? 0) + (weights[from + cause] ?? 0);
  }
  if (known < KNOWN_MIN) return null;
  const factor = step / Math.sqrt(known);
  const scores = bias.map((start, cause) => start + (sums[cause] ?? 0) * factor);
  const most = Math.max(...scores);
  const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0)) + most;
  return { logs: scores.map((score) => score - total), features };
}

/** Gives the words of a message that spoke most for a cause, in the order in which they stand in it. */
export function tellingWords({ features }: Likeness, cause: Cause, { rows, weights }: Weights): string[] {
  const index = CAUSES.indexOf(cause);
  const spoke = new Map<number, number>();
  for (const [hash, place] of features.at) {
    const row = rows.get(hash);
    if (row !== undefined) spoke.set(place, (spoke.get(place) ?? 0) + (weights[row * COUNT + index] ?? 0));
  }
  const best = [...spoke].filter(([, sum]) => sum > 0).sort(([, a], [, b]) => b - a);
  return best
    .slice(0, 3)
    .sort(([a], [b]) => a - b)
    .map(([place]) => features.words[place] ?? '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
