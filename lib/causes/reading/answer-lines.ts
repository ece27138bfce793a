import { storable } from '#lib/core/storable-text.ts';
import { typeMeaning } from '../rules/statuses.ts';
import { answerLines, MARK, PAGE } from './answer-words.ts';
import { type ErrorPart, errorPart, type ReadError } from './error-part.ts';

/** Between an error and its detail. */
const DETAIL = ' — ';
const FACTS = /^(?:HTTP \d{3}|code \S{1,40}|type \S{1,40})(?: · (?:HTTP \d{3}|code \S{1,40}|type \S{1,40}))*$/;

const LINES_MAX = 6;
const LINE_LENGTH = 1_000;
const LENGTH = 2_000;
const FACTS_MAX = 3;
/** JSON without an error that is this short is shown as it is. */
const SHORT = 200;

/**
 * Gives what an answer says beyond the words that are known already, a line an error in the ledger's words, and its status,
 * codes and type on a last one. `readAnswerLines` reads the same errors from it. Null where it adds nothing.
 */
export function writeAnswerLines(reading: ReadError, known: string): string | null {
  const said = [foldWords(known)];
  const lines: string[] = [];
  let length = 0;
  for (const part of reading.parts) {
    const line = lineOf(part, reading.isPage, said.join('\n'));
    if (line === null) continue;
    length += line.length;
    if (lines.length === LINES_MAX || (length > LENGTH && lines.length > 0)) break;
    lines.push(line);
    said.push(foldWords(line));
  }
  const facts = factsOf(reading, `${known}\n${lines.join('\n')}`);
  if (facts !== '') lines.push(facts);
  return lines.length === 0 ? null : lines.map((line) => `${MARK}${line}`).join('\n');
}

/** Says whether a sender's words are but the beginning of a payload, of which the answer has the whole. */
export function isCutPayload(words: string): boolean {
  return /^\s{0,20}[[{<]/.test(words) && !/[\]}>]\s{0,20}$/.test(words);
}

/** Adds what the lines of an answer say. */
export function readAnswerLines(text: string, reading: ReadError): void {
  for (const line of answerLines(text)) {
    if (FACTS.test(line)) addFacts(line, reading);
    else if (line.startsWith(PAGE)) {
      reading.isPage = true;
      reading.parts.push(errorPart(line.slice(PAGE.length)));
    } else reading.parts.push(partOf(line));
  }
}

function lineOf({ message, detail, element }: ErrorPart, isPage: boolean, said: string): string | null {
  const [words, further] = [oneLine(message), detail === null ? '' : oneLine(detail)].map((text) =>
    text === '' || isStructure(text) || said.includes(foldWords(text)) ? '' : text,
  );
  const told = [words, further].filter(Boolean).join(DETAIL);
  if (told === '') return null;
  const field = element !== null && /^[A-Z][A-Za-z.[\]]{2,40}$/.test(element) ? ` (${element})` : '';
  return `${isPage ? PAGE : ''}${storable(told, LINE_LENGTH)}${field}`;
}

function partOf(line: string): ErrorPart {
  const at = line.indexOf(DETAIL);
  return at === -1 ? errorPart(line) : errorPart(line.slice(0, at), { detail: line.slice(at + DETAIL.length) });
}

/** An answer that was read whole and names no error is no words, but for one of a word or two. */
function isStructure(text: string): boolean {
  if (!/[\p{L}\d]/u.test(text) || /^(?:null|true|false)$/.test(text)) return true;
  if (!/^[[{]/.test(text) || (text.length <= SHORT && /[a-z]{3}/i.test(text))) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function factsOf({ statuses, codes, types }: ReadError, words: string): string {
  const isNew = (fact: string) => fact.length <= 40 && /^[\w.-]+$/.test(fact) && !words.includes(fact);
  return [
    ...statuses.filter((status) => status >= 400 && status < 600 && isNew(String(status))).map((one) => `HTTP ${one}`),
    ...codes.filter((code) => isNew(code) && !statuses.includes(Number(code))).map((code) => `code ${code}`),
    ...types.filter((type) => isNew(type) && typeMeaning(type) !== null).map((type) => `type ${type}`),
  ]
    .slice(0, FACTS_MAX)
    .join(' · ');
}

function addFacts(line: string, reading: ReadError): void {
  for (const fact of line.split(' · ')) {
    const [name, value = ''] = fact.split(' ');
    if (name === 'HTTP') reading.statuses.push(Number(value));
    else if (name === 'code') reading.codes.push(value);
    else reading.types.push(value);
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function foldWords(text: string): string {
  return oneLine(text).toLowerCase();
}
