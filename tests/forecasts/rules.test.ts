import { expect, test } from 'vitest';
import { contactIndexes } from '#lib/comparisons/contact-indexes.ts';
import { type LedgerEntry, LedgerIndex } from '#lib/comparisons/match-chart.ts';
import type { Contact } from '#lib/comparisons/match-name.ts';
import { decideForecast } from '#lib/forecasts/decide-forecast.ts';
import type { Basis, Place, RecordFacts } from '#lib/forecasts/facts.ts';
import { FORECAST_RULES } from '#lib/forecasts/forecast-contract.ts';
import { LIST_TYPES } from '#lib/ledger-lists/list-contract.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';

const entry = (type: LedgerEntry['type'], code: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  type,
  key: `key-${type}-${code}`,
  code,
  name: `The ${code}`,
  isActive: true,
  isGone: false,
  details: {},
  ...more,
});
const CHART = [
  entry('account', '4000'),
  entry('account', '5100', { isActive: false }),
  entry('account', '5200', { isGone: true }),
  entry('item', 'LH'),
  entry('tax_code', 'TAX'),
  entry('tracking', 'West', { name: 'West', details: { category: 'Region' } }),
];
const person = (type: Contact['type'], name: string, isActive = true): Contact => ({
  type,
  key: name,
  name,
  email: null,
  isActive,
});
const CONTACTS = [
  person('customer', 'Acme Retail'),
  person('customer', 'Café Müller'),
  person('customer', 'Old Client', false),
  person('vendor', 'Haul Co'),
];
const DEFAULTS = new Map([
  ['Haul Co', { payer: null, billing_org: '4000' }],
  ['Acme Retail', { payer: '5100', billing_org: '4000' }],
]);
const COMPANY: CompanyFacts = {
  companyId: 'realm-1',
  name: 'Acme Inc',
  legalName: null,
  country: 'US',
  homeCurrency: 'USD',
  plan: 'QuickBooks Online Plus',
  subscription: 'PAID',
  isDemo: false,
  closedThrough: '2026-09-30',
  yearClosedThrough: null,
  hasMultiCurrency: true,
  hasClasses: true,
  hasLocations: true,
  actions: null,
};
const READ = { readAt: new Date('2026-11-22T08:00:00Z'), isRecent: true };
const SOURCE = { id: 's', name: 'TMS', settings: readSourceSettings({}) };

function place(more: Partial<Place> = {}): Place {
  return {
    connectionId: 'c',
    ledger: 'qbo',
    companyName: 'Acme Inc',
    status: 'connected',
    company: COMPANY,
    lists: Object.fromEntries(LIST_TYPES.map((type) => [type, READ])),
    jobOutage: null,
    needsDefaultAccounts: false,
    references: {
      chart: new LedgerIndex(CHART),
      contacts: contactIndexes(more.ledger ?? 'qbo', CONTACTS),
      currencies: new Set(['USD', 'CAD']),
      defaultAccounts: more.ledger === 'xero' ? DEFAULTS : null,
    },
    ...more,
  };
}

function record(more: Partial<RecordFacts> = {}): RecordFacts {
  return {
    id: 'r',
    kind: 'invoice',
    version: 1,
    connectionId: null,
    source: SOURCE,
    number: 'INV-1',
    currency: 'USD',
    documentDate: '2026-10-31',
    party: 'Acme Retail',
    emails: [],
    sourceStatus: 'Created',
    hasLines: true,
    hasUncodedLine: false,
    lacksDefaultAccount: false,
    codes: [
      { type: 'account', code: '4000', category: null },
      { type: 'item', code: 'LH', category: null },
      { type: 'tax_code', code: 'TAX', category: null },
      { type: 'tracking', code: 'West', category: 'Region' },
    ],
    unfinished: [],
    holder: null,
    ...more,
  };
}

function told(of: Partial<RecordFacts>, at: Partial<Place> | null = {}, more: Partial<Basis> = {}) {
  const basis: Basis = { places: at === null ? [] : [place(at)], hasClaims: false, ...more };
  const { outcome, reasons } = decideForecast(record(of), basis);
  const [first] = reasons;
  return {
    outcome,
    rule: first?.rule,
    cause: first && 'cause' in first ? first.cause : undefined,
    words: first?.words,
  };
}

const invoice = (state: 'unknown' | 'failed' | 'pending' | 'excluded', willFail = false) => ({
  kind: 'invoice' as const,
  name: 'INV-7',
  state,
  willFail,
});
const code = (type: 'account' | 'item' | 'tax_code', text: string) => ({
  codes: [{ type, code: text, category: null }],
});

test('a contact without a default account speaks against a document only where that is told, counted on, and no line names one', () => {
  const bill: Partial<RecordFacts> = { kind: 'bill', sourceStatus: 'approved', codes: [], hasUncodedLine: true };
  const refused = { ...bill, lacksDefaultAccount: true };
  const xero = { ledger: 'xero' } as const;
  // Most jobs bring their accounts with them.
  expect(told({ ...bill, party: 'Café Müller' }, xero).outcome).toBe('will_pass');
  expect(told({ ...bill, party: 'Café Müller' }, { ...xero, needsDefaultAccounts: true })).toEqual({
    ...{ outcome: 'may_fail', rule: 'account', cause: 'missing_account_mapping' },
    words: 'A line names no account, and the contact “Café Müller” has no default purchases account in Xero.',
  });
  expect(told({ ...refused, party: 'Café Müller' }, xero).outcome).toBe('will_fail');
  expect(told({ ...refused, party: 'Café Müller', hasUncodedLine: false }, xero).outcome).toBe('will_pass');
  expect(told({ ...refused, party: 'Haul Co' }, xero).outcome).toBe('will_pass');
  // A customer's own is another, and one that is inactive there is none.
  expect(told({ ...refused, kind: 'invoice', party: 'Haul Co', sourceStatus: 'Created' }, xero).outcome).toBe(
    'will_fail',
  );
  expect(told({ ...refused, kind: 'invoice', party: 'Acme Retail', sourceStatus: 'Created' }, xero)).toMatchObject({
    outcome: 'will_fail',
    words: 'The default sales account “5100” of the contact “Acme Retail” is inactive in Xero.',
  });
  // QuickBooks says nothing of it to anybody.
  expect(told({ ...bill, party: 'Haul Co' }, { needsDefaultAccounts: true }).outcome).toBe('will_pass');
  expect(told({ ...refused, party: 'Haul Co' })).toMatchObject({
    outcome: 'not_known',
    words:
      'QuickBooks Online does not tell other programs which account is set for the vendor “Haul Co”: look at the vendor there.',
  });
});

test('says that a record will pass only where all that it names was looked at and found', () => {
  expect(told({})).toEqual({ outcome: 'will_pass', rule: undefined, cause: undefined, words: undefined });
  // Found by its name, by the end of its path, and by the ledger's own id.
  expect(told(code('account', 'the 4000')).outcome).toBe('will_pass');
  expect(told(code('account', 'key-account-4000')).outcome).toBe('will_pass');
  expect(told({ currency: 'CAD' }).outcome).toBe('will_pass');
  expect(told({ documentDate: null }, { company: { ...COMPANY, closedThrough: null } }).outcome).toBe('will_pass');
  expect(told({ kind: 'bill', party: 'Haul Co', sourceStatus: 'Approved' }).outcome).toBe('will_pass');
  expect(told({ kind: 'invoice_payment', sourceStatus: 'posted', hasLines: false, codes: [] }).outcome).toBe(
    'will_pass',
  );
});

test.each([
  ['closed_period', 'will_fail', 'closed_period', { documentDate: '2026-09-30' }, {}],
  [
    'closed_period',
    'will_fail',
    'closed_period',
    { documentDate: '2026-10-31' },
    { ledger: 'xero', company: { ...COMPANY, yearClosedThrough: '2026-12-31' } },
  ],
  ['account', 'will_fail', 'missing_account_mapping', code('account', '9999'), {}],
  ['account', 'will_fail', 'inactive_reference', code('account', '5100'), {}],
  ['account', 'will_fail', 'missing_account_mapping', code('account', '5200'), {}],
  ['item', 'will_fail', 'missing_item_mapping', code('item', 'FUEL'), {}],
  ['tax_code', 'will_fail', 'missing_tax_mapping', code('tax_code', 'GST'), {}],
  [
    'tracking',
    'will_fail',
    'missing_tracking_mapping',
    { codes: [{ type: 'tracking', code: 'North', category: 'Region' }] },
    {},
  ],
  ['contact', 'will_fail', 'missing_contact_mapping', { party: 'Nobody Knows Them' }, {}],
  ['contact', 'will_fail', 'inactive_reference', { party: 'Old Client' }, {}],
  ['contact_name', 'may_fail', 'contact_mismatch', { party: 'ACME  retail' }, {}],
  ['contact_name', 'may_fail', 'contact_mismatch', { party: 'Cafe Muller' }, {}],
  ['contact_name', 'may_fail', 'contact_mismatch', { party: 'Acme Retial' }, {}],
  ['contact_name', 'may_fail', 'contact_mismatch', { party: 'Haul Co' }, {}],
  ['duplicate_number', 'will_fail', 'duplicate_document', { holder: { recordId: 'x', reference: 'QB-1' } }, {}],
  [
    'duplicate_number',
    'may_fail',
    'duplicate_document',
    { kind: 'bill', party: 'Haul Co', sourceStatus: 'approved', holder: { recordId: 'x', reference: null } },
    {},
  ],
  ['currency', 'will_fail', 'currency', { currency: 'EUR' }, {}],
  ['currency', 'will_fail', 'currency', { currency: 'CAD' }, { company: { ...COMPANY, hasMultiCurrency: false } }],
  ['plan', 'will_fail', 'subscription_lapsed', {}, { company: { ...COMPANY, subscription: 'EXPIRED' } }],
  [
    'plan',
    'will_fail',
    'plan_tier',
    { kind: 'bill', party: 'Haul Co', sourceStatus: 'approved' },
    { company: { ...COMPANY, plan: 'QuickBooks Online Simple Start' } },
  ],
  ['payment_order', 'will_fail', 'unsynced_dependency', { unfinished: [invoice('failed')] }, {}],
  ['payment_order', 'will_fail', 'unsynced_dependency', { unfinished: [invoice('pending'), invoice('unknown')] }, {}],
  ['payment_order', 'will_fail', 'unsynced_dependency', { unfinished: [invoice('pending', true)] }, {}],
  ['payment_order', 'may_fail', 'unsynced_dependency', { unfinished: [invoice('pending')] }, {}],
  ['source_status', 'will_fail', 'source_not_syncable', { sourceStatus: 'Draft' }, {}],
  ['source_status', 'will_fail', 'source_not_syncable', { sourceStatus: 'Void' }, {}],
  ['connection', 'will_fail', 'connection_revoked', {}, { jobOutage: 'It was disconnected in QuickBooks.' }],
] as const)('rule %s: %s of %s', (rule, outcome, cause, of, at) => {
  expect(told(of as Partial<RecordFacts>, at as Partial<Place>)).toMatchObject({ rule, outcome, cause });
});

test.each([
  ['contact', { codes: [] }, { lists: {} }, 'The customers of Acme Inc were never read.'],
  [
    'account',
    code('account', '9999'),
    { lists: { customer: READ, vendor: READ } },
    'The accounts of Acme Inc were never read.',
  ],
  [
    'account',
    code('account', '4000'),
    { lists: { ...place().lists, account: { ...READ, isRecent: false } } },
    'The accounts of Acme Inc were not read for more than a day.',
  ],
  ['account', { hasLines: false, codes: [] }, {}, 'Its lines were never sent'],
  ['plan', {}, { company: null }, 'The plan of Acme Inc was never read.'],
  ['closed_period', { documentDate: null }, {}, 'It has no document date'],
  ['contact', { party: null }, {}, 'It names no payer.'],
  ['connection', {}, { status: 'lost' }, 'Tieout lost its connection to Acme Inc'],
] as const)('rule %s says what it could not look at', (rule, of, at, words) => {
  const answer = told(of as unknown as Partial<RecordFacts>, at as Partial<Place>);
  expect(answer).toMatchObject({ outcome: 'not_known', rule, words: expect.stringContaining(words) });
});

test('tells nothing of a ledger where no company is connected, or where several might be meant', () => {
  expect(told({}, null)).toMatchObject({ outcome: 'not_known', rule: 'connection' });
  const two = { places: [place(), place({ connectionId: 'd' })] };
  expect(told({}, {}, two).words).toContain('for which company');
  expect(told({ connectionId: 'd' }, {}, two).outcome).toBe('will_pass');
  // One that was never connected does not make it doubtful.
  expect(told({}, {}, { places: [place(), place({ connectionId: 'd', status: 'not_connected' })] }).outcome).toBe(
    'will_pass',
  );
});

test('holds a missing source status against a record only where jobs take their records from Tieout', () => {
  expect(told({ sourceStatus: null }).outcome).toBe('will_pass');
  expect(told({ sourceStatus: null }, {}, { hasClaims: true })).toMatchObject({
    outcome: 'may_fail',
    rule: 'source_status',
  });
  const settings = readSourceSettings({ sourceStatuses: { invoice: { draft: 'syncable' } } });
  expect(told({ sourceStatus: 'Draft', source: { ...SOURCE, settings } }).outcome).toBe('will_pass');
});

test('names the worst first, and keeps everything else that speaks against a record', () => {
  const { outcome, reasons } = decideForecast(
    record({ party: 'ACME retail', documentDate: '2026-01-01', ...code('account', '9999') }),
    { places: [place()], hasClaims: false },
  );
  expect(outcome).toBe('will_fail');
  expect(reasons.map(({ rule, certainty }) => [rule, certainty])).toEqual([
    ['closed_period', 'will_fail'],
    ['account', 'will_fail'],
    ['contact_name', 'may_fail'],
  ]);
  expect(reasons.every(({ rule }) => rule in FORECAST_RULES)).toBe(true);
  expect(reasons[1]).toMatchObject({
    words: 'A line names the account “9999”, which QuickBooks Online does not have.',
  });
  expect(reasons[2]).toMatchObject({
    words: '“ACME retail” is “Acme Retail” in QuickBooks Online: the two differ by capital letters.',
  });
});
