import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import type { LedgerListItem, LedgerListType, LedgerReader, QuotaSeen } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { ledgerReader } from '#lib/ledgers/open-provider.ts';
import { settingsFor } from '#tests/factories/grants.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365000001';
const OTHER_REALM = '4620816365000002';
const ORGANISATION = '5b1c0001-0000-4000-8000-000000000001';
const CATEGORY = '6c1c0001-0000-4000-8000-000000000001';

let qbo: Qbo;
let xero: Xero;
let seen: QuotaSeen[];

beforeAll(async () => {
  const customers = Array.from({ length: 1_203 }, (_, index) => ({ DisplayName: `Customer ${index}` }));
  qbo = await startQbo({
    companies: [
      {
        realmId: REALM,
        settings: { name: 'Acme Freight', plan: 'QuickBooks Online Plus', closingDate: '2025-12-31' },
        lists: {
          Account: [
            { Name: 'Sales', FullyQualifiedName: 'Income:Sales', AcctNum: '4000', AccountType: 'Income' },
            { Name: 'Old', AcctNum: '4999', AccountType: 'Income', Active: false },
          ],
          Customer: [
            {
              DisplayName: "O'Neill & Søn",
              PrimaryEmailAddr: { Address: 'ap@oneill.example' },
              PrimaryPhone: { FreeFormNumber: '(312) 555-0142' },
              PrimaryTaxIdentifier: 'IE6388047V',
              CurrencyRef: { value: 'EUR' },
            },
            ...customers,
          ],
          Class: [{ Name: 'Linehaul', FullyQualifiedName: 'Freight:Linehaul' }],
          Department: [{ Name: 'West' }],
          CompanyCurrency: [{ Code: 'EUR', Name: 'Euro' }],
          TaxCode: [{ Name: 'TAX', Description: 'Taxable', Taxable: true }],
          Item: [{ Name: 'Fuel surcharge', Sku: 'FUEL', Type: 'Service' }],
          Vendor: [{ DisplayName: 'Carrier Ltd' }],
        },
      },
      { realmId: OTHER_REALM, settings: { hasMultiCurrency: false, homeCurrency: 'CAD' } },
    ],
  });
  // Ten calls in a second are soon made here.
  qbo.limits.second.limit = { most: 1_000, seconds: 1 };
  const contacts = Array.from({ length: 701 }, (_, index) => ({ Name: `Contact ${index}`, ContactStatus: 'ACTIVE' }));
  xero = await startXero({
    organisations: [
      {
        tenantId: ORGANISATION,
        settings: {
          name: 'Acme Freight AU',
          plan: 'STANDARD',
          periodLockDate: '2025-11-30',
          endOfYearLockDate: '2025-06-30',
          refusedActions: ['CreateApprovedBill'],
        },
        rows: {
          Accounts: [
            { AccountID: 'a1', Code: '200', Name: 'Sales', Type: 'REVENUE', Status: 'ACTIVE' },
            { AccountID: 'a2', Code: '201', Name: 'Old', Type: 'REVENUE', Status: 'ARCHIVED' },
          ],
          Contacts: [
            {
              ContactID: 'c1',
              Name: 'Payer',
              EmailAddress: 'p@x.example',
              TaxNumber: '51 824 753 556',
              Phones: [
                { PhoneType: 'MOBILE', PhoneNumber: '412 555 018' },
                { PhoneType: 'DEFAULT', PhoneCountryCode: '61', PhoneAreaCode: '2', PhoneNumber: '9999 1420' },
              ],
              SalesDefaultAccountCode: '200',
              PurchasesDefaultAccountCode: '400',
              IsCustomer: true,
              IsSupplier: false,
            },
            { ContactID: 'c2', Name: 'Carrier', IsCustomer: false, IsSupplier: true, ContactStatus: 'ARCHIVED' },
            ...contacts,
          ],
          Items: [{ ItemID: 'i1', Code: 'FUEL', Name: 'Fuel' }],
          TaxRates: [{ TaxType: 'OUTPUT', Name: 'GST on Income', Status: 'ACTIVE', CanApplyToRevenue: true }],
          TrackingCategories: [
            {
              TrackingCategoryID: CATEGORY,
              Name: 'Depot',
              Status: 'ACTIVE',
              Options: [
                { TrackingOptionID: 'o1', Name: 'North', Status: 'ACTIVE' },
                { TrackingOptionID: 'o2', Name: 'South', Status: 'ARCHIVED' },
              ],
            },
          ],
          Currencies: [{ Code: 'AUD', Description: 'Australian Dollar' }],
        },
      },
    ],
  });
  setEnvironment({ ...settingsFor('qbo', qbo), ...settingsFor('xero', xero) });
});
afterAll(() => Promise.all([qbo.close(), xero.close()]));
beforeEach(() => {
  seen = [];
  for (const simulator of [qbo, xero]) {
    simulator.faults.clear();
    simulator.log.clear();
  }
});

async function readerOf(
  ledger: Ledger,
  companyId = ledger === 'qbo' ? REALM : ORGANISATION,
  timeoutMs = 20_000,
): Promise<LedgerReader> {
  const { accessToken } = (ledger === 'qbo' ? qbo : xero).grantTo([companyId]);
  const input = { environment: 'demo' as const, companyId, access: accessToken };
  const onQuota = (one: QuotaSeen) => seen.push(one);
  return ledgerReader(ledger, { ...input, onQuota }, { pause: async () => {}, timeoutMs });
}

async function readAll(reader: LedgerReader, type: LedgerListType, since: Date | null = null) {
  const items: LedgerListItem[] = [];
  let page: string | null = null;
  let pages = 0;
  do {
    const read: Awaited<ReturnType<LedgerReader['readList']>> = await reader.readList(type, { page, since });
    items.push(...read.items);
    page = read.next;
    pages += 1;
  } while (page !== null);
  return { items, pages };
}

async function refusalOf(work: Promise<unknown>): Promise<LedgerError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LedgerError);
  return error as LedgerError;
}

describe('QuickBooks Online', () => {
  test('a company says its plan, its closing date and what it may do', async () => {
    const reader = await readerOf('qbo');
    expect(await reader.probe()).toEqual({ companyId: REALM, name: 'Acme Freight' });
    expect(await reader.readCompany()).toEqual({
      companyId: REALM,
      name: 'Acme Freight',
      legalName: 'Acme Freight',
      country: 'US',
      homeCurrency: 'USD',
      plan: 'QuickBooks Online Plus',
      subscription: 'PAID',
      isDemo: true,
      closedThrough: '2025-12-31',
      yearClosedThrough: null,
      hasMultiCurrency: true,
      hasClasses: true,
      hasLocations: false,
      actions: null,
    });
    qbo.company(REALM).settings.answersAs = { id: OTHER_REALM, name: 'Other' };
    expect(await reader.probe()).toEqual({ companyId: OTHER_REALM, name: 'Other' });
    // As the real one: the number within the company says nothing of which company it is.
    qbo.company(REALM).settings.answersAs = { id: '1', name: 'Acme Freight' };
    expect((await reader.probe()).companyId).toBe(REALM);
    qbo.company(REALM).settings.answersAs = null;
    expect(qbo.log.writes).toEqual([]);
  });

  test('every list is read whole, page by page, the inactive too', async () => {
    const reader = await readerOf('qbo');
    const { items: accounts } = await readAll(reader, 'account');
    expect(accounts).toEqual([
      expect.objectContaining({ code: '4000', name: 'Income:Sales', isActive: true, details: { type: 'Income' } }),
      expect.objectContaining({ code: '4999', name: 'Old', isActive: false }),
    ]);
    const { items: customers, pages } = await readAll(reader, 'customer');
    expect(pages).toBe(3);
    expect(customers).toHaveLength(1_204);
    expect(new Set(customers.map(({ externalKey }) => externalKey)).size).toBe(1_204);
    expect(customers.find(({ name }) => name === "O'Neill & Søn")).toMatchObject({
      email: 'ap@oneill.example',
      currency: 'EUR',
      details: { phone: '(312) 555-0142', taxNumber: 'IE6388047V' },
    });
    const rest = await Promise.all(
      (['vendor', 'item', 'tax_code', 'tracking', 'currency'] as const).map((type) => readAll(reader, type)),
    );
    expect(rest.map(({ items }) => items.map(({ name, code }) => `${code}/${name}`))).toEqual([
      ['null/Carrier Ltd'],
      ['FUEL/Fuel surcharge'],
      ['TAX/TAX'],
      ['null/Freight:Linehaul', 'null/West'],
      ['USD/USD', 'EUR/Euro'],
    ]);
    expect(rest[3]?.items.map(({ externalKey }) => externalKey.replace(/\d+/, 'n'))).toEqual([
      'class:n',
      'department:n',
    ]);
  });

  test('only what changed is read after a while, and without multicurrency there is the home currency alone', async () => {
    const reader = await readerOf('qbo');
    qbo.clock.moveBy(60);
    const since = new Date(qbo.clock.now());
    qbo.clock.moveBy(60);
    qbo.company(REALM).change('Account', 'Sales', { Active: false });
    expect((await readAll(reader, 'account', since)).items).toEqual([
      expect.objectContaining({ code: '4000', isActive: false }),
    ]);
    const { items } = await readAll(await readerOf('qbo', OTHER_REALM), 'currency');
    expect(items.map(({ code }) => code)).toEqual(['CAD']);
  });
});

describe('Xero', () => {
  test('an organisation says its plan, its lock dates and what it may do', async () => {
    const facts = await (await readerOf('xero')).readCompany();
    expect(facts).toMatchObject({
      companyId: ORGANISATION,
      name: 'Acme Freight AU',
      country: 'AU',
      homeCurrency: 'AUD',
      plan: 'STANDARD',
      subscription: 'ACTIVE',
      closedThrough: '2025-11-30',
      yearClosedThrough: '2025-06-30',
      hasMultiCurrency: false,
      hasClasses: null,
    });
    expect(facts.actions).toMatchObject({ CreateApprovedInvoice: true, CreateApprovedBill: false });
  });

  test('every list is read whole, the archived too; who neither buys nor sells yet is in both', async () => {
    const reader = await readerOf('xero');
    const { items: accounts } = await readAll(reader, 'account');
    expect(accounts.map(({ externalKey, code, isActive }) => [externalKey, code, isActive])).toEqual([
      ['a1', '200', true],
      ['a2', '201', false],
    ]);
    const [customers, vendors] = await Promise.all([readAll(reader, 'customer'), readAll(reader, 'vendor')]);
    expect([customers.pages, vendors.pages]).toEqual([2, 2]);
    expect([customers.items.length, vendors.items.length]).toEqual([702, 702]);
    expect(customers.items.find(({ externalKey }) => externalKey === 'c1')).toMatchObject({
      email: 'p@x.example',
      details: {
        ...{ taxNumber: '51 824 753 556', phone: '+61 2 9999 1420' },
        ...{ salesAccount: '200', purchasesAccount: '400' },
      },
    });
    expect(vendors.items.find(({ externalKey }) => externalKey === 'c2')).toMatchObject({ isActive: false });
    expect(customers.items.some(({ externalKey }) => externalKey === 'c2')).toBe(false);
    const rest = await Promise.all(
      (['item', 'tax_code', 'tracking', 'currency'] as const).map((type) => readAll(reader, type)),
    );
    expect(rest.map(({ items }) => items.map(({ externalKey, name }) => `${externalKey} ${name}`))).toEqual([
      ['i1 Fuel'],
      ['OUTPUT GST on Income'],
      [`${CATEGORY}/o1 North`, `${CATEGORY}/o2 South`],
      ['AUD Australian Dollar'],
    ]);
    expect(rest[2]?.items.map(({ isActive, details }) => [isActive, details])).toEqual([
      [true, { category: 'Depot' }],
      [false, { category: 'Depot' }],
    ]);
    expect(xero.log.writes).toEqual([]);
  });

  test('only what changed is read after a while; who has changed sides is gone from the other', async () => {
    const reader = await readerOf('xero');
    xero.clock.moveBy(60);
    const since = new Date(xero.clock.now());
    xero.clock.moveBy(60);
    xero.organisation(ORGANISATION).change('Contacts', 'Contact 7', { IsSupplier: true, IsCustomer: false });
    const [customers, vendors] = await Promise.all([
      readAll(reader, 'customer', since),
      readAll(reader, 'vendor', since),
    ]);
    expect(customers.items.map(({ name, isGone }) => [name, isGone])).toEqual([['Contact 7', true]]);
    expect(vendors.items.map(({ name, isGone }) => [name, isGone])).toEqual([['Contact 7', false]]);
    expect((await readAll(reader, 'account', since)).items).toEqual([]);
  });

  test('what its headers say of the quota is passed on with every call, and how long to wait', async () => {
    const reader = await readerOf('xero');
    await reader.probe();
    expect(seen).toEqual([
      { dayLeft: expect.any(Number), minuteLeft: expect.any(Number), retryAfterSeconds: null, isRefused: false },
    ]);
    xero.limits.day.use(ORGANISATION, 5_000);
    const error = await refusalOf(reader.probe());
    expect(error.trouble).toBe('rate_limited');
    expect(error.retryAfterSeconds).toBeGreaterThan(60);
    expect(seen.at(-1)).toMatchObject({ isRefused: true, retryAfterSeconds: error.retryAfterSeconds });
    xero.limits.day.use(ORGANISATION, -5_000);
  });
});
