import { expect, test } from 'vitest';
import { CAUSES, type Cause, causeFacts } from '#lib/causes/causes.ts';
import { type About, diagnose } from '#lib/causes/diagnose.ts';
import { problemTitle } from '#lib/problems/problem-title.ts';

const TITLES: Record<Cause, [unnamed: string, named: string]> = {
  rate_limit: ['Too many requests in a short time', 'Too many requests in a short time'],
  subscription_lapsed: [
    'QuickBooks Online subscription has ended or is not paid',
    'QuickBooks Online subscription has ended or is not paid',
  ],
  plan_tier: [
    'QuickBooks Online plan lacks a feature, or its limit is used up',
    'QuickBooks Online plan lacks a feature, or its limit is used up',
  ],
  provider_outage: ['QuickBooks Online was not available', 'QuickBooks Online was not available'],
  insufficient_scope: [
    'The sync job’s connection may not do this kind of work',
    'The sync job’s connection may not do this kind of work',
  ],
  connection_revoked: ['The sync job’s connection has ended', 'The sync job’s connection has ended'],
  token_expired: ['The sync job’s sign-in ran out', 'The sync job’s sign-in ran out'],
  wrong_company: [
    'The sync job is connected to another company, or to a test one',
    'The sync job is connected to another company, or to a test one',
  ],
  insufficient_permission: [
    'The connecting user may not do this in QuickBooks Online',
    'The connecting user may not do this in QuickBooks Online',
  ],
  closed_period: ['Books are closed', 'Books are closed (X)'],
  stale_object: ['Documents changed in the ledger meanwhile', 'Document X changed in the ledger meanwhile'],
  duplicate_document: ['Document numbers are already used', 'Document X: the number is already used'],
  duplicate_name: ['A name is already used', 'Customer or vendor X: the name is already used'],
  locked_document: [
    'Documents can’t be changed in the ledger any more',
    'Document X can’t be changed in the ledger any more',
  ],
  voided_or_deleted: [
    'Documents were voided or deleted in the ledger',
    'Document X was voided or deleted in the ledger',
  ],
  source_not_syncable: ['Documents are not ready to sync', 'Document X is not ready to sync'],
  currency: ['A currency is not set up, or does not fit', 'Currency X is not set up in the ledger, or does not fit'],
  amount_mismatch: ['Amounts do not agree', 'Document X: amounts do not agree'],
  inactive_reference: ['Something is inactive or archived', 'Account X is inactive or archived'],
  unsynced_dependency: [
    'Another record must be in the ledger first',
    'Another record must be in the ledger first (the message names document X)',
  ],
  missing_tax_mapping: ['Tax codes are missing or not accepted', 'Tax code X is missing or not accepted'],
  missing_tracking_mapping: [
    'Classes or tracking are missing or do not match',
    'Class or location X is missing or does not match',
  ],
  missing_item_mapping: [
    'Products or services are missing or can’t be used',
    'Product or service X is missing or can’t be used',
  ],
  missing_account_mapping: ['Accounts are missing or of the wrong type', 'Account X is missing or of the wrong type'],
  missing_contact_mapping: [
    'Customers or vendors are missing or not mapped',
    'Customer or vendor X is missing or not mapped',
  ],
  contact_mismatch: [
    'Customers or vendors do not fit their documents',
    'Customer or vendor X does not fit its documents',
  ],
  invalid_data: ['A field is missing or wrong', 'Document X: a field is missing or wrong'],
  unknown: ['Cause not known', 'Cause not known'],
};

test.each(CAUSES)('a problem of %s is named, with the name of what it is about if the messages give one', (cause) => {
  const type = causeFacts(cause).about ?? 'account';
  const titled = (about: About | null) => problemTitle({ cause, about, isGuess: false }, 'qbo');
  const [unnamed, named] = TITLES[cause];
  expect(titled(null)).toBe(unnamed);
  expect(titled({ type, name: null, id: null })).toBe(
    cause === 'inactive_reference' ? 'An account is inactive or archived' : unnamed,
  );
  expect(titled({ type, name: 'X', id: '7' })).toBe(named);
  // Of another ledger, or of none that is known, it never names one.
  expect(problemTitle({ cause, about: null, isGuess: false }, null)).not.toMatch(/QuickBooks|Xero/);
  expect(problemTitle({ cause, about: null, isGuess: false }, 'xero')).not.toContain('QuickBooks');
});

test.each([
  [
    "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
    'Vendor Acme Corp has no default expense account',
  ],
  ["Tax code 'GST on Expenses' is missing", 'Tax code GST on Expenses is missing'],
  ["The TaxType code 'OUTPUT' cannot be used with account code '200'.", 'Tax code OUTPUT is missing or not accepted'],
  ['Invalid Reference Id : Accounts element id 76 not found', 'Account with id 76 is missing'],
  ['Account Period Closed, Cannot Update Through Services API', 'Books are closed'],
  [
    'The document date cannot be before the period lock date, currently set at 30-Nov-2018',
    'Books are closed (30-Nov-2018)',
  ],
  ['Organisation is not subscribed to currency UAH', 'Currency UAH is not set up in the ledger, or does not fit'],
])('what “%s” says allows to say: %s', (message, title) => {
  const { cause, about, evidence } = diagnose({ errorMessage: message, kind: 'bill' });
  expect(problemTitle({ cause, about, evidence, isGuess: false }, null)).toBe(title);
});

test('without the words that it was told by it claims less', () => {
  const about: About = { type: 'vendor', name: 'Acme Corp', id: null };
  const title = (evidence?: string[]) =>
    problemTitle({ cause: 'missing_account_mapping', about, isGuess: false, ...(evidence ? { evidence } : {}) }, 'qbo');
  expect(title()).toBe('Vendor Acme Corp has no account that fits');
  expect(title(['missing a default expense account'])).toBe('Vendor Acme Corp has no default expense account');
});

test('what is missing is never said of something else that the message names', () => {
  const about: About = { type: 'account', name: '200', id: null };
  expect(problemTitle({ cause: 'missing_tax_mapping', about, isGuess: false }, 'xero')).toBe(
    'Tax codes are missing or not accepted (account 200)',
  );
});

test('a guess is told as one, and what is not known is told by its message', () => {
  const about: About = { type: 'period', name: null, id: null };
  expect(problemTitle({ cause: 'closed_period', about, isGuess: true }, 'qbo')).toBe('Probably: books are closed');
  expect(problemTitle({ cause: 'provider_outage', about: null, isGuess: true }, 'xero')).toBe(
    'Probably: Xero was not available',
  );
  const unknown = (message: string | null) =>
    problemTitle({ cause: 'unknown', about: null, isGuess: true, message }, null);
  expect(unknown('Unexpected\n  Internal Error')).toBe('Cause not known: “Unexpected Internal Error”');
  expect(unknown(null)).toBe('Cause not known');
  expect(unknown('🚚'.repeat(200))).toBe(`Cause not known: “${'🚚'.repeat(90)}…”`);
});
