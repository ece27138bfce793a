import { differencesOf, foldName, type NameWords, wordsOf } from '#lib/comparisons/fold-name.ts';

/** A contact as it is compared with others. `list`: a QuickBooks vendor and a customer can't be one. */
export type ContactSide = {
  key: string;
  list: 'customer' | 'vendor' | 'contact';
  name: string;
  email: string | null;
  phone: string | null;
  taxNumber: string | null;
  /** The number that the business itself gave it. */
  code: string | null;
  currency: string | null;
  /** The contact that it is a part of, such as a customer's job. */
  parent: string | null;
};

/** The same with what it is compared by. */
export type ContactEvidence = ContactSide & {
  folded: string;
  /** Its words, written out. */
  named: NameWords;
  isShortened: boolean;
  joined: string;
  emails: string[];
  phoneKey: string | null;
  tax: TaxNumber | null;
};

/** `isMasked`: only the last four are known, which can tell two apart and never make them one. */
export type TaxNumber = { text: string; isMasked: boolean };

/** Words that businesses shorten in their names. */
const WRITTEN_OUT = new Map(
  `bros brothers|intl international|svc services|svcs services|service services|mfg manufacturing|mgmt management|assoc associates
   |natl national|ctr center|centre center|dist distribution|distr distribution|logistic logistics|transp transport|trkg trucking|constr construction|supl supply|eng engineering|elec electrical|equip equipment`
    .split('|')
    .map((pair) => pair.trim().split(' ') as [string, string]),
);

/** Takes a contact; gives what it is compared by, worked out once. */
export function evidenceOf(contact: ContactSide): ContactEvidence {
  const { words, form } = wordsOf(contact.name);
  const named = { words: words.map((word) => WRITTEN_OUT.get(word) ?? word), form };
  return {
    ...contact,
    named,
    isShortened: words.some((word) => WRITTEN_OUT.has(word)),
    folded: foldName(contact.name),
    joined: named.words.join(''),
    emails: emailsOf(contact.email),
    phoneKey: phoneKeyOf(contact.phone),
    tax: taxNumberOf(contact.taxNumber),
  };
}

/** A ledger may hold several addresses in one field; what is behind a plus does not matter. */
export function emailsOf(text: string | null): string[] {
  if (text === null) return [];
  const addresses = text.toLowerCase().split(/[\s,;<>]+/);
  return addresses.filter((one) => /^[^@]+@[^@]+\.[^@]+$/.test(one)).map((one) => one.replace(/\+[^@]*@/, '@'));
}

/** So many digits at the end of a number are the same however a country is dialled from. */
const PHONE_DIGITS = 9;
const PHONE_DIGITS_MIN = 7;

/** Gives what telephone numbers are compared by: their last digits, without an extension; null of what is no number. */
export function phoneKeyOf(text: string | null): string | null {
  const digits = (text ?? '').replace(/(?:\bext\.?|x|#)\s*\d{1,6}\s*$/i, '').replaceAll(/\D/g, '');
  const key = digits.slice(-PHONE_DIGITS);
  return key.length < PHONE_DIGITS_MIN || isFiller(key) ? null : key;
}

/** Gives a tax number as such are compared; null of what is none, such as `n/a`. */
export function taxNumberOf(text: string | null): TaxNumber | null {
  const plain = (text ?? '').toUpperCase().replaceAll(/[^A-Z\d*•]/g, '');
  const masked = /^[X*•]{2,}(\d{3,4})$/.exec(plain)?.[1];
  if (masked !== undefined) return { text: masked, isMasked: true };
  const number = plain
    .replaceAll(/[*•]/g, '')
    .replace(/^(?:ABN|ACN|GST|VAT|EIN|TIN|UTR|NZBN|TAX|REG|NO)+(?=[A-Z]{0,3}\d)/, '')
    // A number of the European Union is written with and without its country.
    .replace(/^[A-Z]{2}(?=[A-Z]?\d{7})/, '');
  const digits = number.replaceAll(/\D/g, '');
  return digits.length < 5 || isFiller(digits) ? null : { text: number, isMasked: false };
}

/** `000000000`, `123456789`: what people type where a field wants something. */
function isFiller(digits: string): boolean {
  return new Set(digits).size === 1 || '01234567890'.includes(digits) || '09876543210'.includes(digits);
}

/** Says whether two tax numbers are one, are two, or can't be told. */
export function compareTaxNumbers(a: TaxNumber | null, b: TaxNumber | null): 'same' | 'differs' | 'unknown' {
  if (a === null || b === null) return 'unknown';
  if (a.isMasked || b.isMasked) return a.text.slice(-3) === b.text.slice(-3) ? 'unknown' : 'differs';
  return a.text === b.text ? 'same' : 'differs';
}

/** Says what two names that fold to the same differ by. */
export function foldedDifferences(a: ContactEvidence, b: ContactEvidence): ReturnType<typeof differencesOf> {
  return differencesOf(a.name.trim(), b.name.trim());
}
