import { distance } from 'fastest-levenshtein';
import { mistakesAllowed } from '#lib/comparisons/similar-index.ts';
import { type ContactEvidence, foldedDifferences } from './contact-evidence.ts';
import type { ContactReason } from './duplicate-contract.ts';

/**
 * How two names go together. `same`: but for what is written otherwise; `form`: two forms of company; `near`: letters are
 * wrong; `close`: letters that may as well make another name; `longer`: the one is the other and more; `part`: places,
 * numbers or owners tell them apart; `other`: nothing.
 */
export type NameRelation = 'same' | 'form' | 'near' | 'close' | 'longer' | 'part' | 'other';

export type NameComparison = { relation: NameRelation; reasons: ContactReason[]; mistakes: number };

/** Words of which a business has one of each kind, where it has several branches or companies. */
const APART: readonly ReadonlySet<string>[] = [
  'north south east west central northern southern eastern western northeast northwest southeast southwest midwest',
  'inbound outbound import export imports exports',
  'domestic international intl national global usa us uk canada mexico australia nz europe asia',
  'i ii iii iv v one two three first second third',
  'retail wholesale holding holdings group properties realty rental rentals leasing finance capital',
  'upper lower old new senior junior sr jr',
].map((words) => new Set(words.split(' ')));

const FOLD_REASONS = {
  space: 'name_space',
  case: 'name_case',
  accent: 'name_accent',
  punctuation: 'name_punctuation',
} as const;

/** Says how two names go together, and what they differ by. */
export function compareNames(a: ContactEvidence, b: ContactEvidence): NameComparison {
  if (a.folded === b.folded) {
    const differences = foldedDifferences(a, b).flatMap((reason) =>
      reason in FOLD_REASONS ? [FOLD_REASONS[reason as keyof typeof FOLD_REASONS]] : [],
    );
    return said('same', ...(differences.length === 0 ? (['name_same'] as const) : differences));
  }
  const [own, others] = [a.named.words, b.named.words];
  const areForms = a.named.form !== '' && b.named.form !== '' && a.named.form !== b.named.form;
  const form: ContactReason[] =
    a.named.form === b.named.form ? [] : [areForms ? 'company_form_differs' : 'name_company_form'];
  if (a.joined === b.joined) {
    const written: ContactReason[] = a.isShortened === b.isShortened ? [] : ['name_abbreviation'];
    const reasons = [...written, ...form];
    return said(areForms ? 'form' : 'same', ...(reasons.length > 0 ? reasons : ['name_space' as const]));
  }
  if (own.toSorted().join(' ') === others.toSorted().join(' ')) {
    return said(areForms ? 'form' : 'same', 'name_word_order', ...form);
  }
  const [left, right] = [without(own, others), without(others, own)];
  if (left.length === 0 || right.length === 0) {
    return isApart([...left, ...right], []) ? said('part', 'name_differs') : said('longer', 'name_longer', ...form);
  }
  if (isShort(own, others) || isShort(others, own)) return said('longer', 'name_longer');
  if (isApart(left, right)) return said('part', 'name_differs');
  const mistakes = mistakesBetween(left, right);
  if (mistakes !== null && mistakes <= mistakesAllowed(Math.min(a.joined.length, b.joined.length))) {
    const isNear = areMisspelt(left, right);
    return { ...said(isNear ? 'near' : 'close', 'name_spelling', ...form), mistakes };
  }
  return said(left.length < own.length ? 'part' : 'other', 'name_differs');
}

function said(relation: NameRelation, ...reasons: ContactReason[]): NameComparison {
  return { relation, reasons, mistakes: 0 };
}

/** How many letters are wrong, of words that each have a fellow; null of a word that is another one. */
function mistakesBetween(left: readonly string[], right: readonly string[]): number | null {
  // Where a space is wrong too, words have no fellows, and the letters alone count.
  if (left.length !== right.length) return mistakesIn(left.join(''), right.join(''));
  const mistakes = left.map((word, place) => mistakesIn(word, right[place] ?? ''));
  const isAny = mistakes.some((count, place) => {
    const longer = Math.max(left[place]?.length ?? 0, right[place]?.length ?? 0);
    return count > Math.max(1, mistakesAllowed(longer)) || longer < 3;
  });
  return isAny ? null : mistakes.reduce((sum, count) => sum + count, 0);
}

/** Whether each word is long enough to be known again: `Jon` and `John` are two names as well. */
function areMisspelt(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return true;
  return left.every((word, place) => mistakesAllowed(Math.max(word.length, right[place]?.length ?? 0)) > 0);
}

/** Two letters that changed places are one mistake. */
function mistakesIn(a: string, b: string): number {
  if (a.length === b.length) {
    const at = [...a].findIndex((letter, place) => letter !== b[place]);
    if (at !== -1 && `${a.slice(0, at)}${a[at + 1] ?? ''}${a[at]}${a.slice(at + 2)}` === b) return 1;
  }
  return distance(a, b);
}

/** Words that the one has and the other has not. */
function without(words: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return words.filter((word) => {
    const at = left.indexOf(word);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** Numbers, directions and the like: what they differ by is meant. */
function isApart(left: readonly string[], right: readonly string[]): boolean {
  const digits = (words: readonly string[]) => words.filter((word) => /\p{N}/u.test(word)).join(' ');
  const [own, others] = [digits(left), digits(right)];
  // `Acme (2)` is how a second one comes about; a store has a number of its own.
  if (own !== others && !(right.length === 0 && /^[1-3]$/.test(own))) return true;
  // One that is misspelt on the other side is still the same one.
  const meant = (words: readonly string[], others: readonly string[]) =>
    words.filter((word) => word.length < 5 || !others.some((other) => mistakesIn(word, other) === 1));
  const [a, b] = [meant(left, right), meant(right, left)];
  return APART.some((set) => [...a, ...b].some((word) => set.has(word)));
}

/** `IFS` of International Freight Services, or the one word that begins the other. */
function isShort([word = '', ...more]: readonly string[], others: readonly string[]): boolean {
  if (more.length > 0 || others.length < 2) return false;
  return word.length > 2 && others.map((other) => other[0]).join('') === word;
}
