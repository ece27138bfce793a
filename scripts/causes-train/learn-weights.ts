import { CAUSES, type Cause } from '#lib/causes/causes.ts';

/** A message as its features, with the cause that a person gave it. */
export type Lesson = { features: readonly number[]; cause: Cause };

/** What was learned, before it is made small: a weight for each kept feature and cause. */
export type Learned = { hashes: Int32Array; weights: Float64Array; bias: Float64Array };

const COUNT = CAUSES.length;
const ROUNDS = 12;
const RATE = 0.3;
const DECAY = 1e-4;
/** A feature of one message alone tells of that message, not of its cause. */
const SEEN_MIN = 2;

/**
 * Learns a multinomial logistic regression by AdaGrad in a fixed order: the same lessons give the same weights. It learns
 * twice, the second time with the features alone that weighed most in the first.
 */
export function learnWeights(lessons: readonly Lesson[], keep: number): Learned {
  const seen = new Map<number, number>();
  for (const { features } of lessons) for (const feature of features) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  const all = [...seen].filter(([, times]) => times >= SEEN_MIN).map(([feature]) => feature);
  if (all.length <= keep) return learnWith(lessons, all);
  const first = learnWith(lessons, all);
  const weight = all.map((feature, row) => {
    let sum = 0;
    for (let cause = 0; cause < COUNT; cause += 1) sum += (first.weights[row * COUNT + cause] ?? 0) ** 2;
    return { feature, weight: sum * Math.sqrt(seen.get(feature) ?? 0) };
  });
  const kept = weight.sort((a, b) => b.weight - a.weight || a.feature - b.feature).slice(0, keep);
  return learnWith(
    lessons,
    kept.map(({ feature }) => feature),
  );
}

function learnWith(lessons: readonly Lesson[], kept: readonly number[]): Learned {
  const hashes = Int32Array.from(kept).sort();
  const rows = new Map(Array.from(hashes, (hash, row) => [hash, row]));
  const known = lessons.map(({ features }) =>
    features.map((feature) => rows.get(feature)).filter((row) => row !== undefined),
  );
  const causes = lessons.map(({ cause }) => CAUSES.indexOf(cause));
  const weights = new Float64Array(hashes.length * COUNT);
  const steps = new Float64Array(hashes.length * COUNT).fill(1e-8);
  const bias = new Float64Array(COUNT);
  const biasSteps = new Float64Array(COUNT).fill(1e-8);
  const order = lessons.map((_, index) => index);
  const random = randomFrom(7);
  const scores = new Float64Array(COUNT);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, random);
    for (const index of order) {
      const found = known[index] ?? [];
      const value = found.length === 0 ? 0 : 1 / Math.sqrt(found.length);
      probabilities(found, value, weights, bias, scores);
      for (let cause = 0; cause < COUNT; cause += 1) {
        const slope = (scores[cause] ?? 0) - (causes[index] === cause ? 1 : 0);
        biasSteps[cause] = (biasSteps[cause] ?? 0) + slope * slope;
        bias[cause] = (bias[cause] ?? 0) - (RATE * slope) / Math.sqrt(biasSteps[cause] ?? 1);
        if (Math.abs(slope * value) < 1e-3) continue;
        for (const row of found) {
          const at = row * COUNT + cause;
          const part = slope * value + DECAY * (weights[at] ?? 0);
          steps[at] = (steps[at] ?? 0) + part * part;
          weights[at] = (weights[at] ?? 0) - (RATE * part) / Math.sqrt(steps[at] ?? 1);
        }
      }
    }
  }
  return { hashes, weights, bias };
}

function probabilities(
  found: readonly number[],
  value: number,
  weights: Float64Array,
  bias: Float64Array,
  scores: Float64Array,
): void {
  scores.set(bias);
  for (const row of found) {
    for (let cause = 0; cause < COUNT; cause += 1) {
      scores[cause] = (scores[cause] ?? 0) + (weights[row * COUNT + cause] ?? 0) * value;
    }
  }
  const most = Math.max(...scores);
  let sum = 0;
  for (let cause = 0; cause < COUNT; cause += 1) {
    scores[cause] = Math.exp((scores[cause] ?? 0) - most);
    sum += scores[cause] ?? 0;
  }
  for (let cause = 0; cause < COUNT; cause += 1) scores[cause] = (scores[cause] ?? 0) / sum;
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
