import { CAUSES, type Cause } from './causes.ts';
import type { Finding } from './find-states.ts';
import type { Likeness } from './learned/likely-causes.ts';

/** Something that speaks for a cause, and where in the payload it stands. */
export type Candidate = Finding & { line: number; sentence: number };
/** A cause with how likely it is, from 0 to 1. */
export type Weighed = { cause: Cause; probability: number };

const RANK = new Map(CAUSES.map((cause, rank) => [cause, rank]));
/** What stops the whole connection wins over what stops one document, in whatever order a payload lists them. */
const STOPS_ALL_RANK = RANK.get('closed_period') ?? 0;
const UNKNOWN_AT = CAUSES.indexOf('unknown');

/**
 * What a rule adds to the log-odds of its cause, by its strength: measured on messages that no rule had been written for.
 */
const ADDS: readonly (readonly [strength: number, adds: number])[] = [
  [5, 8],
  [4, 5],
  [3, 3],
  [2, 2],
  [1.5, 0.5],
  [1, 1.5],
  [0, 0.8],
];
/** A code or a status adds this beside, since the learned weights know words alone. */
const OUTSIDE_ADDS = 3;
/** A thing that is said to be missing or wrong adds this beside: such sentences are told alike by everybody. */
const STATE_ADDS = 1.8;
/** Of what is found beside the first finding so much counts. */
const BESIDE = 0.6;
/** Where a rule speaks, the cause is less likely unknown by this. */
const KNOWN_FROM = 1.5;
const KNOWN_TAKES = 0.8;
/** What the learned weights say counts a little less than they believe themselves. */
const LEARNED_COUNTS = 0.9;
/** So many causes are given: the likeliest and its alternatives. */
const GIVEN = 4;

/** Puts findings into the order in which they win. */
export function rankCandidates(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort(compare);
}

/** Weighs what rules found, first the one that wins, against what the learned weights say; gives the likeliest first. */
export function weigh(ranked: readonly Candidate[], likeness: Likeness): Weighed[] {
  const scores = likeness.map((score) => score * LEARNED_COUNTS);
  const counted = new Set<Cause>();
  for (const { cause, strength, rule } of ranked) {
    if (counted.has(cause)) continue;
    const at = RANK.get(cause) ?? 0;
    const adds = addsOf(strength);
    scores[at] = (scores[at] ?? 0) + (counted.size === 0 ? adds + moreOf(rule) : adds * BESIDE);
    counted.add(cause);
  }
  if ((ranked[0]?.strength ?? 0) >= KNOWN_FROM) scores[UNKNOWN_AT] = (scores[UNKNOWN_AT] ?? 0) - KNOWN_TAKES;
  const best = likeliest(scores);
  const most = scores[best[0] ?? 0] ?? 0;
  let total = 0;
  for (const score of scores) total += Math.exp(score - most);
  return best.map((at) => ({
    cause: CAUSES[at] ?? 'unknown',
    probability: Math.exp((scores[at] ?? 0) - most) / total,
  }));
}

/** The places of the highest scores, the highest first. */
function likeliest(scores: Float64Array): number[] {
  const best: number[] = [];
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at] ?? 0;
    let before = best.length;
    while (before > 0 && score > (scores[best[before - 1] ?? 0] ?? 0)) before -= 1;
    if (before === GIVEN) continue;
    best.splice(before, 0, at);
    if (best.length > GIVEN) best.pop();
  }
  return best;
}

function addsOf(strength: number): number {
  return ADDS.find(([from]) => strength >= from)?.[1] ?? 0;
}

function moreOf(rule: string): number {
  if (rule === 'outside') return OUTSIDE_ADDS;
  return rule.startsWith('state') ? STATE_ADDS : 0;
}

function compare(a: Candidate, b: Candidate): number {
  if (a.strength !== b.strength) return b.strength - a.strength;
  const [rankA, rankB] = [RANK.get(a.cause) ?? 99, RANK.get(b.cause) ?? 99];
  if (rankA < STOPS_ALL_RANK !== rankB < STOPS_ALL_RANK) return rankA < STOPS_ALL_RANK ? -1 : 1;
  if (a.line !== b.line) return a.line - b.line;
  if (a.sentence !== b.sentence) return a.sentence - b.sentence;
  return a.rule.startsWith('state') && b.rule.startsWith('state') ? a.at - b.at : rankA - rankB;
}
