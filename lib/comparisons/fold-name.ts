import type { NameReason } from './comparison-contract.ts';

/** What may be left out of account when two names are compared, one by one. */
type Fold = Extract<NameReason, 'space' | 'case' | 'accent' | 'punctuation'>;
const FOLDS: readonly Fold[] = ['space', 'case', 'accent', 'punctuation'];

/** Letters that are others with a stroke, though no accent comes off them. */
const LETTERS: Record<string, string> = { ø: 'o', đ: 'd', ł: 'l', ħ: 'h', ŧ: 't', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd' };

const STEPS: Record<Fold, (text: string) => string> = {
  // Upper case on the way: it alone knows that ß is SS, and that two letters are one.
  case: (text) =>
    isPlain(text) ? text.toLowerCase() : text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ'),
  accent: (text) =>
    isPlain(text)
      ? text
      : text
          .normalize('NFKD')
          .replaceAll(/\p{M}+/gu, '')
          .replaceAll(/[øđłħŧæœþðØĐŁĦŦÆŒÞÐ]/g, letterOf),
  punctuation: (text) => {
    const spelt = text.includes('&') ? text.replaceAll('&', 'and') : text;
    return isPlain(spelt) ? spelt.replaceAll(/[^a-z\d ]/gi, '') : spelt.replaceAll(/[^\p{L}\p{N}\p{M}\s\p{Cf}]+/gu, '');
  },
  space: (text) => (isPlain(text) ? text.replaceAll(' ', '') : text.replaceAll(/[\s\p{Cf}]+/gu, '')),
};

/** Most names are of these signs alone, and are spared what the others need. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Accents come off before case, since a folded letter may be another in upper case. */
const ORDER: readonly Fold[] = ['accent', 'case', 'punctuation', 'space'];

/** Takes a name; gives it without case, accents, punctuation and spaces. One of punctuation alone keeps it. */
export function foldName(name: string): string {
  const folded = foldBut(name, null);
  return folded === '' ? foldBut(name, 'punctuation') : folded;
}

/** Says what two names that fold to the same differ by; nothing of two that are the same. */
export function differencesOf(a: string, b: string): NameReason[] {
  if (a === b) return [];
  const needed = FOLDS.filter((fold) => foldBut(a, fold) !== foldBut(b, fold));
  if (needed.length > 0) return needed;
  // Two folds can each make them the same, such as a hyphen and a space.
  const enough = FOLDS.find((fold) => STEPS[fold](a) === STEPS[fold](b));
  return [enough ?? 'punctuation'];
}

/** The forms of companies that names end in, in the languages of those who use these ledgers. */
const COMPANY_FORMS = new Set(
  `inc incorporated llc llp lp ltd limited corp corporation co company plc pty pte gmbh ag kg ug mbh sa sas sarl srl spa
   sl bv nv oy oyj ab as aps asa kft doo ulc pllc pc ltda cia sab cv`.split(/\s+/),
);

const APOSTROPHES = /['’`´\p{Cf}]+/gu;

/** A name as its words: folded, initials joined, and the form of company and a leading article taken off. */
export type NameWords = { words: string[]; form: string };

/** Takes a name; gives its words. A name that is nothing but a form keeps it. */
export function wordsOf(name: string): NameWords {
  // An apostrophe is within a word, every other sign parts words.
  const plain = STEPS.case(STEPS.accent(name)).replaceAll('&', ' and ').replaceAll(APOSTROPHES, '');
  const words = joinInitials(plain.match(isPlain(plain) ? /[a-z\d]+/g : /[\p{L}\p{N}]+/gu) ?? []);
  const form: string[] = [];
  while (words.length > 1 && COMPANY_FORMS.has(words.at(-1) ?? '')) form.unshift(words.pop() ?? '');
  if (words.length > 1 && words[0] === 'the') words.shift();
  return { words, form: form.join(' ') };
}

/** `l l c` is `llc`, however it was dotted. */
function joinInitials(words: readonly string[]): string[] {
  const joined: string[] = [];
  let wasInitial = false;
  for (const word of words) {
    const isInitial = word.length === 1 && /\p{L}/u.test(word);
    if (isInitial && wasInitial) joined.push(`${joined.pop()}${word}`);
    else joined.push(word);
    wasInitial = isInitial;
  }
  return joined;
}

function foldBut(name: string, left: Fold | null): string {
  let text = name;
  for (const fold of ORDER) if (fold !== left) text = STEPS[fold](text);
  return text;
}

function letterOf(letter: string): string {
  const small = LETTERS[letter.toLowerCase()] ?? letter;
  return letter === letter.toLowerCase() ? small : small.toUpperCase();
}
