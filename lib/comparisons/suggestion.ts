import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import type { NameMatch, NameReason, Party } from './comparison-contract.ts';

/** What a reason is called where two names are told apart: `by space and case`. */
export const REASON_WORDS: Record<NameReason, string> = {
  space: 'spaces',
  case: 'capital letters',
  accent: 'accents',
  punctuation: 'punctuation',
  spelling: 'spelling',
  word_order: 'the order of words',
  company_form: 'the form of company',
  email: 'everything but the e-mail address',
  other_list: 'the list it is in',
};

/** How each ledger calls whom the two parties are in it. */
const CONTACT_WORDS: Record<Ledger, Record<Party, string>> = {
  qbo: { payer: 'customer', billing_org: 'vendor' },
  xero: { payer: 'contact', billing_org: 'contact' },
};

type Matched = Pick<NameMatch, 'party' | 'name' | 'outcome' | 'reasons' | 'contactName' | 'others'>;

/** Says what to do about a name that goes with no contact, or not quite; null where nothing is to be done. */
export function suggestionFor(ledger: Ledger, match: Matched): string | null {
  const { name } = LEDGER_WORDS[ledger];
  const contact = CONTACT_WORDS[ledger][match.party];
  const theirs = `“${match.contactName ?? ''}”`;
  switch (match.outcome) {
    case 'exact':
      return match.others === 0
        ? null
        : `${name} has ${match.others === 1 ? 'another' : `${match.others} other`} ${contact}${match.others === 1 ? '' : 's'} of nearly this name: merge them, if they are the same business.`;
    case 'differs':
      return `Write both alike: call the ${contact} ${quoted(match.name)} in ${name}, or correct the source to ${theirs}.`;
    case 'inactive':
      return `Make the ${contact} ${theirs} active again in ${name}, or correct the name in the source.`;
    case 'near':
      return nearSuggestion(match, { ledger: name, contact, theirs });
    case 'missing':
      return `Add the ${contact} ${quoted(match.name)} in ${name}, or correct the name in the source.`;
    default:
      return match.outcome satisfies never;
  }
}

function nearSuggestion(
  { name, reasons, party }: Matched,
  { ledger, contact, theirs }: { ledger: string; contact: string; theirs: string },
): string {
  if (reasons.includes('other_list')) {
    const other = party === 'payer' ? 'vendor' : 'customer';
    return `${ledger} has a ${other} of this name, and no two in its lists may share one: add a ${contact} with a name of its own, such as ${quoted(`${name} (${contact})`)}, and use it in the source.`;
  }
  if (reasons.includes('email')) {
    return `The ${contact} ${theirs} has the same e-mail address. If it is the same business, correct the name in the source.`;
  }
  return `Probably ${theirs}. If it is, correct the source, or rename the ${contact} in ${ledger}; if it is not, add ${quoted(name)}.`;
}

function quoted(name: string): string {
  return `“${name.trim()}”`;
}
