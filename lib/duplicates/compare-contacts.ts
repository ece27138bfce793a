import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { compareNames, type NameComparison } from './compare-names.ts';
import { type ContactEvidence, compareTaxNumbers } from './contact-evidence.ts';
import type { ContactReason } from './duplicate-contract.ts';

/** How sure it is that two are one, from 0 to 100, and why. */
export type Compared<Reason> = { score: number; reasons: Reason[] };

/** What is less sure than this is not shown. */
export const SCORE_MIN = 60;

const SCORE_MAX = 99;

/** A name of so many letters is hardly another by one mistake. */
const LONG = 10;

/** What a business shares with others says nothing of who it is: a factor's address, a marketplace's telephone. */
export type Shared = { emails: ReadonlySet<string>; phones: ReadonlySet<string> };

/** What is behind the at sign of addresses that anybody can have. */
const FREE_MAIL =
  /@(?:(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|icloud|me|aol|gmx|bigpond|optusnet|comcast|att|verizon|proton|protonmail)\.[a-z.]+)$/;

/**
 * Says how sure it is that two contacts of one ledger are the same business; null where it is not, or where something
 * says that they are two: another tax number, another list, a branch, a job of the other.
 */
export function compareContacts(
  ledger: Ledger,
  a: ContactEvidence,
  b: ContactEvidence,
  shared: Shared,
): Compared<ContactReason> | null {
  if (a.list !== b.list || a.parent === b.key || b.parent === a.key) return null;
  const tax = compareTaxNumbers(a.tax, b.tax);
  if (tax === 'differs') return null;
  const name = compareNames(a, b);
  const areJobs = a.parent !== null && b.parent !== null;
  if (areJobs && name.relation !== 'same') return null;
  const email = compareEmails(a, b, shared);
  const phone = comparePhones(a, b, shared);
  const base = baseOf(name, Math.min(a.joined.length, b.joined.length), { tax, email, phone });
  if (base === null) return null;
  const reasons: ContactReason[] = [...name.reasons];
  let score = base;
  const weigh = (reason: ContactReason, weight: number) => {
    reasons.push(reason);
    score += weight;
  };
  if (tax === 'same') weigh('tax_number_same', 30);
  if (email === 'same') weigh('email_same', 20);
  if (email === 'shared') weigh('email_shared', 0);
  if (phone === 'same') weigh('phone_same', 12);
  if (a.code !== null && a.code === b.code) weigh('number_same', 10);
  if (email === 'differs') weigh('email_differs', isSameDomain(a, b) ? -4 : name.relation === 'near' ? -18 : -12);
  if (phone === 'differs') weigh('phone_differs', -5);
  // A QuickBooks contact has one currency for ever: whoever deals in two has two contacts.
  if (a.currency !== null && b.currency !== null && a.currency !== b.currency) {
    weigh('currency_differs', ledger === 'qbo' ? -40 : -8);
  }
  return score < SCORE_MIN ? null : { score: Math.min(score, SCORE_MAX), reasons };
}

type Others = { tax: 'same' | 'unknown'; email: Likeness; phone: Likeness };
type Likeness = 'same' | 'shared' | 'differs' | 'unknown';

/** What two businesses of one name may differ by. */
const LESS_SURE: readonly ContactReason[] = ['name_word_order', 'name_company_form', 'name_abbreviation'];

/** How much the names alone say; null where nothing else could make two of them one. */
function baseOf(
  { relation, reasons, mistakes }: NameComparison,
  length: number,
  { tax, email, phone }: Others,
): number | null {
  switch (relation) {
    case 'same':
      return LESS_SURE.some((reason) => reasons.includes(reason)) ? 82 : 88;
    case 'form':
      return 62;
    case 'near':
      // Of few letters, one makes another word.
      return mistakes > 1 ? 66 : length < LONG ? 64 : 76;
    case 'close':
      return tax === 'same' || email === 'same' || phone === 'same' ? 54 : null;
    case 'longer':
      return tax === 'same' || email === 'same' || phone === 'same' ? 48 : null;
    case 'part':
      // A branch has its owner's address, telephone and often tax number.
      return null;
    case 'other':
      if (tax === 'same') return 48;
      return email === 'same' && phone === 'same' ? 34 : null;
    default:
      return relation satisfies never;
  }
}

function compareEmails(a: ContactEvidence, b: ContactEvidence, shared: Shared): Likeness {
  if (a.emails.length === 0 || b.emails.length === 0) return 'unknown';
  const same = a.emails.filter((email) => b.emails.includes(email));
  if (same.length === 0) return 'differs';
  return same.every((email) => shared.emails.has(email)) ? 'shared' : 'same';
}

function comparePhones(a: ContactEvidence, b: ContactEvidence, shared: Shared): Likeness {
  if (a.phoneKey === null || b.phoneKey === null) return 'unknown';
  if (a.phoneKey !== b.phoneKey) return 'differs';
  return shared.phones.has(a.phoneKey) ? 'shared' : 'same';
}

/** `ap@` and `billing@` of one house; not where anybody can have an address. */
function isSameDomain(a: ContactEvidence, b: ContactEvidence): boolean {
  const domains = (emails: readonly string[]) =>
    emails.filter((email) => !FREE_MAIL.test(email)).map((email) => email.slice(email.indexOf('@')));
  const others = domains(b.emails);
  return domains(a.emails).some((domain) => others.includes(domain));
}
