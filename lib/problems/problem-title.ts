import type { AboutType, Cause } from '#lib/causes/causes.ts';
import type { About } from '#lib/causes/diagnose.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';

/** What a title goes by: the diagnosis that the failures of a problem share. */
export type TitledProblem = {
  cause: Cause;
  about: About | null;
  /** Whether the cause is no more than a guess. */
  isGuess: boolean;
  /** The words that it was told by, if they are known: they allow to say more. */
  evidence?: readonly string[];
  /** What the ledger said, where the cause is not known. */
  message?: string | null;
};

const MESSAGE_MAX = 90;

/**
 * Names a problem in an accountant's words. It says no more than the diagnosis knows: what may be one of two things is
 * told as both, and a guess begins with “Probably:”.
 */
export function problemTitle(problem: TitledProblem, ledger: Ledger | null): string {
  const title = TITLES[problem.cause](thingOf(problem, ledger), ledger);
  if (!problem.isGuess || problem.cause === 'unknown') return title;
  return `Probably: ${/^(?:QuickBooks|Xero)/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1)}`;
}

/** What it is about, in words; null for whatever the messages do not name. */
type Thing = {
  type: AboutType | null;
  /** `Vendor Acme Corp`, or `Account with id 76`. */
  named: string | null;
  name: string | null;
  /** Whether the words that it was told by speak of something. */
  says: (words: RegExp) => boolean;
  message: string | null;
};

function thingOf({ about, evidence = [], message = null }: TitledProblem, ledger: Ledger | null): Thing {
  const says = (words: RegExp) => evidence.some((text) => words.test(text));
  if (about === null) return { type: null, named: null, name: null, says, message };
  const noun = NOUNS[about.type](ledger);
  const named =
    about.name !== null ? `${noun} ${about.name}` : about.id !== null ? `${noun} with id ${about.id}` : null;
  return { type: about.type, named, name: about.name, says, message };
}

const ABSENT = /not found|(?:does not|doesn't) exist|\bis missing\b|could not be found|no such/i;
const DEFAULT_EXPENSE = /default expense account/i;
const TITLES: Record<Cause, (thing: Thing, ledger: Ledger | null) => string> = {
  rate_limit: () => 'Too many requests in a short time',
  subscription_lapsed: (_, ledger) => `${ledgerName(ledger, 'Ledger')} subscription has ended or is not paid`,
  plan_tier: (_, ledger) => `${ledgerName(ledger, 'The')} plan lacks a feature, or its limit is used up`,
  provider_outage: (_, ledger) => `${ledgerName(ledger, 'The ledger')} was not available`,
  insufficient_scope: () => 'The sync job’s connection may not do this kind of work',
  connection_revoked: () => 'The sync job’s connection has ended',
  token_expired: () => 'The sync job’s sign-in ran out',
  wrong_company: (_, ledger) =>
    `The sync job is connected to another ${ledger === null ? 'company' : LEDGER_WORDS[ledger].company}, or to a test one`,
  insufficient_permission: (_, ledger) => `The connecting user may not do this in ${ledgerName(ledger, 'the ledger')}`,
  closed_period: ({ name }) => (name === null ? 'Books are closed' : `Books are closed (${name})`),
  stale_object: ({ named }) => `${named ?? 'Documents'} changed in the ledger meanwhile`,
  duplicate_document: ({ named }) =>
    named === null ? 'Document numbers are already used' : `${named}: the number is already used`,
  duplicate_name: ({ named }) => (named === null ? 'A name is already used' : `${named}: the name is already used`),
  locked_document: ({ named }) => `${named ?? 'Documents'} can’t be changed in the ledger any more`,
  voided_or_deleted: ({ named }) =>
    named === null ? 'Documents were voided or deleted in the ledger' : `${named} was voided or deleted in the ledger`,
  source_not_syncable: ({ named }) =>
    named === null ? 'Documents are not ready to sync' : `${named} is not ready to sync`,
  currency: ({ named }) =>
    named === null
      ? 'A currency is not set up, or does not fit'
      : `${named} is not set up in the ledger, or does not fit`,
  amount_mismatch: ({ named }) => (named === null ? 'Amounts do not agree' : `${named}: amounts do not agree`),
  inactive_reference: ({ type, named }) =>
    named === null
      ? `${type === null ? 'Something' : `${aOf(type)}`} is inactive or archived`
      : `${named} is inactive or archived`,
  unsynced_dependency: ({ named }) =>
    named === null
      ? 'Another record must be in the ledger first'
      : `Another record must be in the ledger first (the message names ${lowerFirst(named)})`,
  missing_tax_mapping: (thing) =>
    missing(thing, 'tax_code', 'Tax codes are missing or not accepted', 'is missing or not accepted'),
  missing_tracking_mapping: (thing, ledger) =>
    missing(
      thing,
      'tracking',
      ledger === 'xero'
        ? 'Tracking options are missing or do not match'
        : 'Classes or tracking are missing or do not match',
      'is missing or does not match',
    ),
  missing_item_mapping: (thing) =>
    missing(thing, 'item', 'Products or services are missing or can’t be used', 'is missing or can’t be used'),
  missing_account_mapping: (thing) => accountTitle(thing),
  missing_contact_mapping: (thing, ledger) =>
    missing(
      { ...thing, type: thing.named === null ? thing.type : 'contact' },
      'contact',
      `${thing.type === null ? 'Customers or vendors' : plural(thing.type, ledger)} are missing or not mapped`,
      'is missing or not mapped',
    ),
  contact_mismatch: ({ named }) =>
    named === null ? 'Customers or vendors do not fit their documents' : `${named} does not fit its documents`,
  invalid_data: ({ type, named, name }) =>
    type === 'document' && name !== null && named !== null
      ? `${named}: a field is missing or wrong`
      : 'A field is missing or wrong',
  unknown: ({ message }) =>
    message === null || message.trim() === '' ? 'Cause not known' : `Cause not known: “${shorten(message)}”`,
};

/** Of a vendor, a customer or an item it is the account that is missing; of an account it is the account itself. */
function accountTitle(thing: Thing): string {
  const { type, named, says } = thing;
  if (named === null) {
    return says(DEFAULT_EXPENSE)
      ? 'Vendors have no default expense account'
      : 'Accounts are missing or of the wrong type';
  }
  if (type === 'account') return missing(thing, 'account', '', 'is missing or of the wrong type');
  if (says(DEFAULT_EXPENSE)) return `${named} has no default expense account`;
  return `${named} has no account that fits`;
}

/** Only of the very thing that is looked for can it be said that it is missing. */
function missing({ type, named, says }: Thing, wanted: AboutType, unnamed: string, state: string): string {
  if (named === null) return unnamed;
  if (type !== wanted) return `${unnamed} (${lowerFirst(named)})`;
  return `${named} ${says(ABSENT) ? 'is missing' : state}`;
}

const NOUNS: Record<AboutType, (ledger: Ledger | null) => string> = {
  vendor: () => 'Vendor',
  customer: () => 'Customer',
  contact: (ledger) => (ledger === 'xero' ? 'Contact' : 'Customer or vendor'),
  account: () => 'Account',
  tax_code: () => 'Tax code',
  item: (ledger) => (ledger === 'qbo' ? 'Product or service' : 'Item'),
  tracking: (ledger) => (ledger === 'xero' ? 'Tracking option' : 'Class or location'),
  period: () => 'Period',
  currency: () => 'Currency',
  document: () => 'Document',
  plan: () => 'Plan',
  user: () => 'User',
};

/** Gives what a thing of a type is called, as its ledger calls it: `Vendor`, `Tracking option`. */
export function nounOf(type: AboutType, ledger: Ledger | null): string {
  return NOUNS[type](ledger);
}

function aOf(type: AboutType): string {
  const noun = NOUNS[type](null).toLowerCase();
  return `${/^[aei]/.test(noun) ? 'An' : 'A'} ${noun}`;
}

function plural(type: AboutType, ledger: Ledger | null): string {
  if (type === 'contact') return ledger === 'xero' ? 'Contacts' : 'Customers or vendors';
  return `${NOUNS[type](ledger)}s`;
}

function ledgerName(ledger: Ledger | null, otherwise: string): string {
  return ledger === null ? otherwise : LEDGER_WORDS[ledger].name;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** One line of a message, cut between characters. */
function shorten(message: string): string {
  const line = [...message.replace(/\s+/g, ' ').trim()];
  return line.length <= MESSAGE_MAX ? line.join('') : `${line.slice(0, MESSAGE_MAX).join('').trimEnd()}…`;
}
