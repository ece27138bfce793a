import { type AboutType, type Actor, type Cause, causeFacts, type Retry } from './causes.ts';
import { findAbout } from './find-about.ts';
import { findStates, findTopic } from './find-states.ts';
import { LEARNED_WEIGHTS, likelyCauses, tellingWords, type Weights } from './learned/likely-causes.ts';
import type { ErrorPart, ReadError } from './reading/error-part.ts';
import { decodeText, normalise } from './reading/plain-text.ts';
import { readError } from './reading/read-error.ts';
import { BILL_CODES, QBO_CODES } from './rules/codes.ts';
import { CONNECTION } from './rules/connection.ts';
import { DATA } from './rules/data.ts';
import { DOCUMENTS } from './rules/documents.ts';
import { areMet, noteLetters, readNeeds } from './rules/needed-letters.ts';
import { REFERENCES } from './rules/references.ts';
import type { RuleFamily } from './rules/rule.ts';
import { SERVICE } from './rules/service.ts';
import { statusMeaning, typeMeaning } from './rules/statuses.ts';
import { type Candidate, rankCandidates, type Weighed, weigh } from './weigh.ts';

/** Every family of word rules. */
export const FAMILIES: readonly RuleFamily[] = [CONNECTION, SERVICE, DOCUMENTS, REFERENCES, DATA];

const RULES = FAMILIES.flatMap(({ name, rules }) =>
  rules.map((rule) => ({ name, needs: readNeeds(rule.words), rule })),
);

/** From here on a diagnosis is given as such; below it is a guess, and shown as one. */
export const CONFIDENT = 0.7;

/** So many errors of one payload are looked at: what blocks is among the first. */
const PARTS_MAX = 12;
const LEARNED_PARTS_MAX = 4;
/** So likely a cause must be, by rules and learned weights together, to be said surely; measured on messages new to both. */
const SURE = 0.95;
const SUREST = 0.98;
/** Where no rule speaks, the cause is said to be unknown unless one is likelier than this, by so many words. */
const GUESS_MIN = 0.42;
const GUESS_WORDS_MIN = 3;
/** So sure at most where a word or two name a thing. */
const DOUBTED = 0.6;
const UNKNOWN: Weighed = { cause: 'unknown', probability: 0 };
/** What is less likely than this is no alternative. */
const ALTERNATIVE_MIN = 0.05;

/** A failure as it was reported. The words alone are enough; the rest helps. */
export type Failure = {
  provider?: string | null;
  kind?: string | null;
  errorCode?: string | null;
  errorMessage?: string | null;
  raw?: unknown;
  httpStatus?: number | null;
};

export type About = { type: AboutType; name: string | null; id: string | null };

export type Diagnosis = {
  cause: Cause;
  /** From 0 to 1; from CONFIDENT on it is more than a guess. */
  confidence: number;
  retry: Retry;
  who: Actor;
  about: About | null;
  /** The words it was told by, as rules see them. */
  evidence: string[];
  alternatives: { cause: Cause; confidence: number }[];
};

/**
 * Diagnoses one failure: reads its errors, weighs words, codes and status together, and says why it failed. Weights that
 * were learned from labelled messages speak where no rule does, and doubt a rule where they know better.
 */
export function diagnose(failure: Failure, learned: Weights | null = LEARNED_WEIGHTS): Diagnosis {
  const reading = readFailure(failure);
  const { text, ranked } = weighable(failure, reading);
  const likeness = learned === null ? null : likelyCauses(text, learned);
  if (learned === null || likeness === null) return conclude(ranked, byRules(ranked), [], reading, failure);
  const weighed = weigh(ranked, likeness);
  const isGuess = ranked.length === 0 && ((weighed[0]?.probability ?? 0) < GUESS_MIN || isTooShort(text));
  const isName = ranked.every(({ rule }) => rule === 'topic') && isTooShort(text);
  const told = (isGuess ? [UNKNOWN, ...weighed] : weighed).map(honest).map((one) => (isName ? doubt(one) : one));
  const cause = told[0]?.cause ?? 'unknown';
  const telling = ranked.some((one) => one.cause === cause) ? [] : tellingWords(text, cause, learned);
  return conclude(ranked, told, telling, reading, failure);
}

/** A word or two may stand anywhere: without a rule they say nothing. */
function isTooShort(text: string): boolean {
  return new Set(text.match(/[a-z]{3,40}/g)).size < GUESS_WORDS_MIN;
}

/** Gives what weights are learned from: the words of a failure, and what rules find in them. */
export function lessonOf(failure: Failure): { text: string; ranked: Candidate[] } {
  return weighable(failure, readFailure(failure));
}

function weighable(failure: Failure, reading: ReadError): { text: string; ranked: Candidate[] } {
  const lines = reading.parts.slice(0, PARTS_MAX).map(lineOf);
  const ranked = rankCandidates(findCandidates(failure, reading, lines));
  // Where the sender's words say nothing to any rule, the answer is weighed by itself.
  const isVague = lines.length > reading.ahead && ranked.every(({ line }) => line >= reading.ahead);
  return { text: learnedText(isVague ? lines.slice(reading.ahead) : lines), ranked };
}

function learnedText(lines: readonly string[]): string {
  return lines.slice(0, LEARNED_PARTS_MAX).join(' \n ');
}

function findCandidates(failure: Failure, reading: ReadError, lines: readonly string[]): Candidate[] {
  const provider = (failure.provider ?? '').toLowerCase();
  const candidates = lines.flatMap((line, at) => findInLine(line, at));
  addCodes(candidates, reading.codes, provider);
  const words = lines.join('\n');
  for (const status of [...reading.statuses, ...(failure.httpStatus ? [failure.httpStatus] : [])]) {
    const meaning = statusMeaning(status, provider, words);
    if (meaning !== null) candidates.push(outside(meaning[0], meaning[1], `HTTP ${status}`));
  }
  for (const type of reading.types) {
    const meaning = typeMeaning(type);
    if (meaning !== null) candidates.push(outside(meaning[0], meaning[1], type));
  }
  if (candidates.length === 0) {
    candidates.push(
      ...lines.flatMap((line) => findTopic(line) ?? []).map((finding) => ({ ...finding, line: 0, sentence: 0 })),
    );
  }
  if (reading.isPage && candidates.length === 0) candidates.push(outside('provider_outage', 1.6, 'an HTML page'));
  return candidates;
}

/** Gives what a failure of a known cause is about. */
export function aboutOf(cause: Cause, failure: Failure): About | null {
  return findAbout(cause, readFailure(failure), failure);
}

function readFailure({ errorCode, errorMessage, raw, httpStatus }: Failure): ReadError {
  const reading = readError(errorMessage ?? raw ?? '');
  // The message is what the sender thought worth telling; the raw answer is asked where it says nothing.
  if (errorMessage !== null && errorMessage !== undefined && raw !== null && raw !== undefined) {
    const further = readError(raw);
    reading.ahead = reading.parts.length;
    reading.parts.push(...further.parts);
    reading.codes.push(...further.codes);
    reading.statuses.push(...further.statuses);
    reading.types.push(...further.types);
  }
  if (errorCode) {
    reading.codes.push(errorCode);
    if (/[a-z]{3}/i.test(errorCode)) reading.parts.push({ ...PART, message: errorCode });
  }
  if (httpStatus === 429) reading.statuses.push(429);
  return reading;
}

const PART: ErrorPart = { message: '', detail: null, code: null, status: null, element: null, type: null };

function lineOf({ message, detail, element }: ErrorPart): string {
  const field = element !== null && /^[A-Z][A-Za-z.[\]]{2,40}$/.test(element) ? ` (${element})` : '';
  return normalise(decodeText(detail === null ? `${message}${field}` : `${message} : ${detail}${field}`));
}

function findInLine(line: string, at: number): Candidate[] {
  const sentenceOf = sentenceCounter(line);
  const found: Candidate[] = findStates(line).map((finding) => ({
    ...finding,
    line: at,
    sentence: sentenceOf(finding.at),
  }));
  noteLetters(line);
  for (const { name, needs, rule } of RULES) {
    if (!areMet(needs)) continue;
    const { cause, words, unless, strength } = rule;
    const match = words.exec(line);
    if (match === null || unless?.test(line)) continue;
    const sentence = sentenceOf(match.index);
    found.push({ cause, strength, words: match[0], at: match.index, rule: name, line: at, sentence });
  }
  return found;
}

/** Which sentence of a line a place is in: several errors are often told in one text, and the first of them blocks. */
function sentenceCounter(line: string): (at: number) => number {
  const ends = [...line.matchAll(/[.;!](?=\s)|\s#?\d{1,2}[:.)](?=\s)/g)].map(({ index }) => index);
  return (at) => ends.filter((end) => end < at).length;
}

function addCodes(candidates: Candidate[], codes: readonly string[], provider: string): void {
  for (const code of codes) {
    const meaning = BILL_CODES[code] ?? (provider === 'xero' ? undefined : QBO_CODES[code]);
    if (meaning !== undefined) candidates.push(outside(meaning[0], meaning[1], `code ${code}`));
  }
}

/** What stands outside the words comes after them where both are as sure. */
function outside(cause: Cause, strength: number, words: string): Candidate {
  return { cause, strength, words, at: Number.MAX_SAFE_INTEGER, rule: 'outside', line: PARTS_MAX, sentence: 0 };
}

type Told = { cause: Cause; confidence: number };

function conclude(
  ranked: readonly Candidate[],
  told: readonly Told[],
  telling: readonly string[],
  reading: ReadError,
  failure: Failure,
): Diagnosis {
  const { cause, confidence } = told[0] ?? { cause: 'unknown', confidence: 0 };
  const { retry, who } = causeFacts(cause);
  const isKnown = cause !== 'unknown';
  const words = ranked.filter((one) => one.cause === cause).map((one) => one.words);
  return {
    cause,
    confidence: isKnown ? confidence : 0,
    retry,
    who,
    about: findAbout(cause, reading, failure),
    evidence: isKnown ? [...new Set(words.length > 0 ? words : telling)].slice(0, 3) : [],
    alternatives: told.slice(1, 4).filter((one) => one.cause !== 'unknown' && one.confidence >= ALTERNATIVE_MIN),
  };
}

/** Without learned weights: each cause once, as sure as the strongest rule that speaks for it. */
function byRules(ranked: readonly Candidate[]): Told[] {
  const told = new Map<Cause, number>();
  for (const one of ranked) {
    if (!told.has(one.cause))
      told.set(one.cause, told.size === 0 ? confidenceOf(one, ranked) : baseConfidence(one.strength));
  }
  return [...told].map(([cause, confidence]) => ({ cause, confidence }));
}

/** Brings a probability to the scale of CONFIDENT: of what is said surely 97 in 100 shall be right. */
function honest({ cause, probability }: Weighed): Told {
  const confidence =
    probability < SURE
      ? (probability * CONFIDENT) / SURE
      : CONFIDENT + ((probability - SURE) / (1 - SURE)) * (SUREST - CONFIDENT);
  return { cause, confidence: Math.round(confidence * 100) / 100 };
}

/** A thing that is named and nothing said of it, as where a message was cut off: good to group by, and no more. */
function doubt({ cause, confidence }: Told): Told {
  return { cause, confidence: Math.min(confidence, DOUBTED) };
}

function baseConfidence(strength: number): number {
  if (strength >= 5) return 0.98;
  if (strength >= 4) return 0.95;
  if (strength >= 3) return 0.88;
  if (strength >= 2) return 0.78;
  if (strength >= 1.5) return 0.6;
  return strength >= 1 ? 0.45 : 0.3;
}

/** What agrees makes surer, what is as strong and says another thing makes unsure. */
function confidenceOf(best: Candidate, all: readonly Candidate[]): number {
  let confidence = baseConfidence(best.strength);
  const rivals = all.filter(
    (one) => one.cause !== best.cause && one.strength >= best.strength && one.line === best.line,
  );
  if (rivals.length > 0) confidence -= 0.2;
  if (all.some((one) => one.cause === best.cause && one.rule !== best.rule)) confidence += 0.05;
  return Math.round(Math.min(confidence, 0.98) * 100) / 100;
}
