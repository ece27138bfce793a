import { type AboutType, type Actor, CAUSES, type Cause, causeFacts, type Retry } from './causes.ts';
import { findAbout } from './find-about.ts';
import { type Finding, findStates, findTopic } from './find-states.ts';
import type { ErrorPart, ReadError } from './reading/error-part.ts';
import { decodeText, normalise } from './reading/plain-text.ts';
import { readError } from './reading/read-error.ts';
import { BILL_CODES, QBO_CODES } from './rules/codes.ts';
import { CONNECTION } from './rules/connection.ts';
import { DATA } from './rules/data.ts';
import { DOCUMENTS } from './rules/documents.ts';
import { REFERENCES } from './rules/references.ts';
import type { RuleFamily } from './rules/rule.ts';
import { SERVICE } from './rules/service.ts';
import { statusMeaning, typeMeaning } from './rules/statuses.ts';

/** Every family of word rules. */
export const FAMILIES: readonly RuleFamily[] = [CONNECTION, SERVICE, DOCUMENTS, REFERENCES, DATA];

/** From here on a diagnosis is given as such; below it is a guess, and shown as one. */
export const CONFIDENT = 0.7;

/** So many errors of one payload are looked at: what blocks is among the first. */
const PARTS_MAX = 12;

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

type Candidate = Finding & { line: number; sentence: number };

const RANK = new Map(CAUSES.map((cause, rank) => [cause, rank]));
/** What stops the whole connection wins over what stops one document, in whatever order a payload lists them. */
const STOPS_ALL_RANK = RANK.get('closed_period') ?? 0;

/** Diagnoses one failure: reads its errors, weighs words, codes and status together, and says why it failed. */
export function diagnose(failure: Failure): Diagnosis {
  const provider = (failure.provider ?? '').toLowerCase();
  const reading = readFailure(failure);
  const lines = reading.parts.slice(0, PARTS_MAX).map(lineOf);
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
  return conclude(candidates, reading, failure);
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
  for (const family of FAMILIES) {
    for (const { cause, words, unless, strength } of family.rules) {
      const match = words.exec(line);
      if (match === null || unless?.test(line)) continue;
      found.push({
        cause,
        strength,
        words: match[0],
        at: match.index,
        rule: family.name,
        line: at,
        sentence: sentenceOf(match.index),
      });
    }
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

function conclude(candidates: Candidate[], reading: ReadError, failure: Failure): Diagnosis {
  const sorted = candidates.sort(compare);
  const best = sorted[0];
  const cause = best?.cause ?? 'unknown';
  const { retry, who } = causeFacts(cause);
  const others = new Map<Cause, number>();
  for (const { cause: other, strength } of sorted) {
    if (other !== cause) others.set(other, Math.max(others.get(other) ?? 0, strength));
  }
  return {
    cause,
    confidence: best === undefined ? 0 : confidenceOf(best, sorted),
    retry,
    who,
    about: findAbout(cause, reading, failure),
    evidence: [...new Set(sorted.filter((one) => one.cause === cause).map(({ words }) => words))].slice(0, 3),
    alternatives: [...others]
      .slice(0, 3)
      .map(([other, strength]) => ({ cause: other, confidence: baseConfidence(strength) })),
  };
}

function compare(a: Candidate, b: Candidate): number {
  if (a.strength !== b.strength) return b.strength - a.strength;
  const [rankA, rankB] = [RANK.get(a.cause) ?? 99, RANK.get(b.cause) ?? 99];
  if (rankA < STOPS_ALL_RANK !== rankB < STOPS_ALL_RANK) return rankA < STOPS_ALL_RANK ? -1 : 1;
  if (a.line !== b.line) return a.line - b.line;
  if (a.sentence !== b.sentence) return a.sentence - b.sentence;
  return a.rule.startsWith('state') && b.rule.startsWith('state') ? a.at - b.at : rankA - rankB;
}

function baseConfidence(strength: number): number {
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
