import { distance } from 'fastest-levenshtein';
import type { DocumentReason } from './duplicate-contract.ts';

/** How two documents' numbers go together; `other`: they are two numbers. */
export type NumberRelation = 'same' | 'form' | 'mistake' | 'one_missing' | 'both_missing' | 'other';

export const NUMBER_REASONS: Record<Exclude<NumberRelation, 'other'>, DocumentReason> = {
  same: 'document_number_same',
  form: 'document_number_form',
  mistake: 'document_number_mistake',
  one_missing: 'document_number_missing',
  both_missing: 'document_numbers_missing',
};

/** A number of fewer digits is hardly one that a mistake was made in. */
const DIGITS_MIN = 4;

/** Numbers that lie as near to each other as this are given one after the other. */
const SEQUENCE = 50;

/** Says how two numbers go together. */
export function compareNumbers(a: string | null, b: string | null): NumberRelation {
  const [left, right] = [plainOf(a), plainOf(b)];
  if (left === '' || right === '') return left === right ? 'both_missing' : 'one_missing';
  if (left === right) return 'same';
  const [own, other] = [partsOf(a ?? ''), partsOf(b ?? '')];
  if (isForm(own, other)) return 'form';
  return looksAlike(left) === looksAlike(right) || isMistake(own, other) ? 'mistake' : 'other';
}

/** Gives what numbers are sought by: those of one number differ by nothing but signs and capital letters. */
export function plainOf(number: string | null): string {
  return (number ?? '').toUpperCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

type Parts = { letters: string; main: string; rest: string[] };

/** `INV-001001-2` is INV, 1001 and 2: the longest run of digits is the number itself, and behind a year the last one. */
function partsOf(number: string): Parts {
  const runs = (number.match(/\d+/g) ?? []).map((run) => run.replace(/^0+(?=\d)/, ''));
  const main = runs.reduce((longest, run) => (run.length >= longest.length ? run : longest), '');
  const rest = [...runs];
  rest.splice(rest.lastIndexOf(main), 1);
  return { letters: number.toUpperCase().replaceAll(/[^\p{L}]+/gu, ''), main, rest };
}

/** Gives the digits that a number is known by; null of one that has too few. */
export function mainDigitsOf(number: string | null): string | null {
  const { main } = partsOf(number ?? '');
  return main.length < DIGITS_MIN - 1 ? null : main;
}

/** The same number with a word before it, noughts, or a mark behind it that says it is another try. */
function isForm(a: Parts, b: Parts): boolean {
  if (a.main !== b.main || a.main.length < DIGITS_MIN - 1) return false;
  // Two marks tell two parts of one order apart; a year is no mark.
  if (a.rest.length > 0 && b.rest.length > 0) return a.rest.join() === b.rest.join() && areLettersOne(a, b);
  if ([...a.rest, ...b.rest].some((run) => run.length > 1)) return false;
  return areLettersOne(a, b);
}

/** `INV` and none, `INV` and `INVOICE`, or a mark behind such as `R` or `COPY`; a bill's letters are not an invoice's. */
function areLettersOne({ letters: a }: Parts, { letters: b }: Parts): boolean {
  return a === b || a === '' || b === '' || a.startsWith(b) || b.startsWith(a);
}

/** What is taken for a digit by whoever types it. */
function looksAlike(text: string): string {
  return text.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** Two digits that changed places, one too many or too few, or one that is wrong and far from the next number. */
function isMistake(a: Parts, b: Parts): boolean {
  const [left, right] = [a.main, b.main];
  if (a.letters !== b.letters || a.rest.join() !== b.rest.join()) return false;
  if (Math.min(left.length, right.length) < DIGITS_MIN || Math.abs(left.length - right.length) > 1) return false;
  if (left.length !== right.length) return distance(left, right) === 1;
  const wrong = [...left].flatMap((digit, place) => (digit === right[place] ? [] : [place]));
  const [first = 0, second] = wrong;
  if (wrong.length === 1) return Math.abs(Number(left) - Number(right)) > SEQUENCE;
  return wrong.length === 2 && second === first + 1 && left[first] === right[second] && left[second] === right[first];
}
