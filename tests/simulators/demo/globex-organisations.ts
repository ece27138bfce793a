import { globexPlan } from '../../../prisma/seed/globex-plan.ts';
import type { XeroOrganisationPlan } from '../xero/organisation.ts';
import { contactsOf, type Difference } from './contact-differences.ts';
import { idFor } from './stable-id.ts';
import { type Again, type TellingContact, withAgain } from './typed-again.ts';

const MADE_AT = '2025-02-11T22:05:00Z';

const CUSTOMER_DIFFERENCES: Record<string, Difference> = {
  'Bondi Cold Storage': { name: 'BONDI COLD STORAGE' },
  'Illawarra Fresh Markets': { name: 'Illawarra  Fresh Markets' },
  'Kookaburra Kitchens': { name: 'Kookaburra Kitchéns' },
  'Murray & Finch Interiors': { name: 'Murray and Finch Interiors' },
  'Hunter Valley Cellars': { email: 'office@hunter-valley-cellars.example' },
  'Wattle Grove Constructions': { isInactive: true },
  'Lithgow Coal Handling': { isMissing: true },
};

const VENDOR_DIFFERENCES: Record<string, Difference> = {
  "O'Brien Electrical Marrickville": { name: 'O’Brien Electrical Marrickville' },
  'Coastline Cartage': { name: 'coastline cartage' },
  'Sydney Forklift Hire': { name: 'Sydney Forklift Hire Pty Ltd' },
  'Blacktown Signs': { isMissing: true },
};

const CUSTOMERS_AGAIN: readonly Again[] = [
  { of: 'Newcastle Port Services', name: 'Newcastle Ports Services', phone: '02 4999 1420' },
  { of: 'Southern Cross Pharmacies', name: 'Southern Cross Pharmacies Pty Ltd', taxNumber: '51 824 753 556' },
];

const VENDORS_AGAIN: readonly Again[] = [
  { of: 'Nguyen Brothers Plumbing', name: 'Nguyen Bros Plumbing', email: null, taxNumber: '83 914 571 673' },
];

const ACCOUNTS: readonly [
  code: string,
  name: string,
  type: string,
  accountClass: string,
  tax: string,
  isArchived?: true,
][] = [
  ['090', 'Business Bank Account', 'BANK', 'ASSET', 'BASEXCLUDED'],
  ['200', 'Cartage', 'REVENUE', 'REVENUE', 'OUTPUT'],
  ['205', 'Labour', 'REVENUE', 'REVENUE', 'OUTPUT'],
  ['210', 'Storage', 'REVENUE', 'REVENUE', 'OUTPUT'],
  ['215', 'Materials Recharged', 'REVENUE', 'REVENUE', 'OUTPUT', true],
  ['260', 'Other Revenue', 'OTHERINCOME', 'REVENUE', 'OUTPUT'],
  ['315', 'Linehaul Subcontract', 'DIRECTCOSTS', 'EXPENSE', 'INPUT'],
  ['320', 'Materials', 'DIRECTCOSTS', 'EXPENSE', 'INPUT'],
  ['325', 'Plant Hire', 'DIRECTCOSTS', 'EXPENSE', 'INPUT'],
  ['400', 'Advertising', 'EXPENSE', 'EXPENSE', 'INPUT'],
  ['433', 'Insurance', 'EXPENSE', 'EXPENSE', 'INPUT'],
  ['610', 'Accounts Receivable', 'CURRENT', 'ASSET', 'BASEXCLUDED'],
  ['630', 'Inventory', 'INVENTORY', 'ASSET', 'BASEXCLUDED'],
  ['800', 'Accounts Payable', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED'],
  ['820', 'GST', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED'],
];

const ITEMS: readonly [code: string, name: string, account: string][] = [
  ['CARTAGE', 'Cartage', '200'],
  ['LABOUR', 'Labour, hours', '205'],
  ['STORAGE', 'Pallet storage, weeks', '210'],
  ['CALLOUT', 'Call-out fee', '205'],
];

/** The organisations of the demo's Xero: the one whose documents Tieout's demo shows, and a small one beside it. */
export function globexOrganisations(): XeroOrganisationPlan[] {
  const contacts = [
    ...withAgain(contactsOf(globexPlan.customers, CUSTOMER_DIFFERENCES), CUSTOMERS_AGAIN).map((contact) =>
      contactRow(contact, true),
    ),
    ...withAgain(contactsOf(globexPlan.vendors, VENDOR_DIFFERENCES), VENDORS_AGAIN).map((contact) =>
      contactRow(contact, false),
    ),
  ];
  const accounts = ACCOUNTS.map(([code, name, type, accountClass, tax, isArchived]) => ({
    AccountID: idFor('account', code),
    Code: code,
    Name: name,
    Status: isArchived ? 'ARCHIVED' : 'ACTIVE',
    Type: type,
    Class: accountClass,
    TaxType: tax,
    EnablePaymentsToAccount: type === 'BANK',
    ShowInExpenseClaims: false,
    ...(type === 'BANK' ? { CurrencyCode: 'AUD', BankAccountNumber: '062000-10000001' } : {}),
    ...(code === '610' ? { SystemAccount: 'DEBTORS' } : code === '800' ? { SystemAccount: 'CREDITORS' } : {}),
  }));
  const taxRates = [
    taxRate('GST on Income', 'OUTPUT', 10, true, false),
    taxRate('GST on Expenses', 'INPUT', 10, false, true),
    taxRate('GST Free Income', 'EXEMPTOUTPUT', 0, true, false),
    taxRate('GST Free Expenses', 'EXEMPTEXPENSES', 0, false, true),
    taxRate('BAS Excluded', 'BASEXCLUDED', 0, true, true),
  ];
  return [
    {
      tenantId: globexPlan.company.id,
      madeAt: MADE_AT,
      settings: {
        name: 'Globex Haulage (demo Xero organisation)',
        plan: 'PREMIUM',
        country: 'AU',
        baseCurrency: 'AUD',
        hasMultiCurrency: true,
        endOfYearLockDate: '2025-06-30',
        isDemoCompany: true,
      },
      rows: {
        Accounts: accounts,
        Contacts: contacts,
        Items: ITEMS.map(([code, name, account]) => ({
          ItemID: idFor('item', code),
          Code: code,
          Name: name,
          IsSold: true,
          IsPurchased: false,
          IsTrackedAsInventory: false,
          SalesDetails: { AccountCode: account, TaxType: 'OUTPUT' },
        })),
        TaxRates: taxRates,
        TrackingCategories: [
          {
            TrackingCategoryID: idFor('tracking', 'Region'),
            Name: 'Region',
            Status: 'ACTIVE',
            Options: ['Sydney', 'Newcastle'].map((name) => ({
              TrackingOptionID: idFor('option', name),
              Name: name,
              Status: 'ACTIVE',
              HasValidationErrors: false,
              IsDeleted: false,
              IsArchived: false,
              IsActive: true,
            })),
          },
        ],
        Currencies: [
          { Code: 'AUD', Description: 'Australian Dollar' },
          { Code: 'NZD', Description: 'New Zealand Dollar' },
        ],
      },
    },
    {
      tenantId: '9c1f7b52-3d6e-4a80-8f21-5e0b7a94c3d8',
      madeAt: MADE_AT,
      settings: {
        name: 'Globex Storage (demo Xero organisation)',
        plan: 'STARTER',
        country: 'AU',
        baseCurrency: 'AUD',
        periodLockDate: '2026-06-30',
        isDemoCompany: true,
      },
      rows: {
        Accounts: accounts.slice(0, 6),
        Contacts: contacts.slice(0, 4),
        TaxRates: taxRates,
        Currencies: [{ Code: 'AUD', Description: 'Australian Dollar' }],
      },
    },
  ];
}

function contactRow(
  { name, email, currency, isInactive, phone, taxNumber }: TellingContact,
  isCustomer: boolean,
): Record<string, unknown> {
  return {
    ContactID: idFor('contact', name),
    ContactStatus: isInactive ? 'ARCHIVED' : 'ACTIVE',
    Name: name,
    EmailAddress: email ?? '',
    IsSupplier: !isCustomer,
    IsCustomer: isCustomer,
    DefaultCurrency: currency,
    Addresses: [],
    Phones: phone === undefined ? [] : [{ PhoneType: 'DEFAULT', PhoneNumber: phone }],
    ...(taxNumber === undefined ? {} : { TaxNumber: taxNumber }),
    ContactGroups: [],
    HasAttachments: false,
    HasValidationErrors: false,
  };
}

function taxRate(
  name: string,
  type: string,
  rate: number,
  isForSales: boolean,
  isForPurchases: boolean,
): Record<string, unknown> {
  return {
    Name: name,
    TaxType: type,
    ReportTaxType: type,
    Status: 'ACTIVE',
    CanApplyToAssets: true,
    CanApplyToEquity: true,
    CanApplyToExpenses: isForPurchases,
    CanApplyToLiabilities: true,
    CanApplyToRevenue: isForSales,
    DisplayTaxRate: rate,
    EffectiveRate: rate,
    TaxComponents: [{ Name: name, Rate: rate, IsCompound: false, IsNonRecoverable: false }],
  };
}
