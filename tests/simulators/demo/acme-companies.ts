import { acmePlan } from '../../../prisma/seed/acme-plan.ts';
import type { ListRow, QboCompanyPlan } from '../qbo/company-settings.ts';
import { contactsOf, type Difference } from './contact-differences.ts';
import { type Again, type TellingContact, withAgain } from './typed-again.ts';

const MADE_AT = '2025-03-04T16:20:00Z';

const CUSTOMER_DIFFERENCES: Record<string, Difference> = {
  'Prairie State Steel': { name: 'Prairie State  Steel' },
  'Northgate Packaging': { name: 'NORTHGATE PACKAGING' },
  'Delgado Produce': { name: 'Delgádo Produce' },
  'Hollis & Byrne Furniture': { name: 'Hollis and Byrne Furniture' },
  'Cedar Rapids Milling': { email: 'ap@cedar-rapids-milling.example' },
  'Juniper Health Supplies': { email: null },
  'Lakeshore Home Goods': { isInactive: true },
  'Wexford Chemicals': { isMissing: true },
  // It is a vendor there: customers, vendors and employees share their names.
  'Kestrel Outdoor Supply': { isMissing: true },
};

const VENDOR_DIFFERENCES: Record<string, Difference> = {
  'Ozark Mountain Transport': { name: 'ozark mountain transport' },
  'J. Petrov Trucking': { name: 'J Petrov Trucking' },
  'Mora & Sons Hauling': { name: 'Mora & Sons  Hauling' },
  'Certified Scale & Toll': { isInactive: true },
  'Union Pallet Exchange': { isMissing: true },
  'Desert Sun Expedite': { currency: 'CAD' },
};

const CUSTOMERS_AGAIN: readonly Again[] = [
  { of: 'Cedar Rapids Milling', name: 'Cedar Rapids Miling', phone: '(319) 555-0148' },
  { of: 'NORTHGATE PACKAGING', name: 'Northgate Packaging LLC' },
];

const VENDORS_AGAIN: readonly Again[] = [
  { of: 'ozark mountain transport', name: 'Ozark Mountian Transport', phone: '417-555-0126' },
  { of: 'Redline Drayage LLC', name: 'Redline Drayage', email: null, taxNumber: '36-4471920' },
];

const ACCOUNTS: readonly [number: string, name: string, type: string, subType: string, isInactive?: true][] = [
  ['1000', 'Operating Checking', 'Bank', 'Checking'],
  ['1010', 'Payroll Checking', 'Bank', 'Checking'],
  ['1100', 'Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable'],
  ['1110', 'Accounts Receivable (A/R) - CAD', 'Accounts Receivable', 'AccountsReceivable'],
  ['1200', 'Undeposited Funds', 'Other Current Asset', 'UndepositedFunds'],
  ['2000', 'Accounts Payable (A/P)', 'Accounts Payable', 'AccountsPayable'],
  ['2010', 'Accounts Payable (A/P) - CAD', 'Accounts Payable', 'AccountsPayable'],
  ['2200', 'Sales Tax Payable', 'Other Current Liability', 'SalesTaxPayable'],
  ['3000', 'Retained Earnings', 'Equity', 'RetainedEarnings'],
  ['4000', 'Linehaul Revenue', 'Income', 'ServiceFeeIncome'],
  ['4010', 'Drayage Revenue', 'Income', 'ServiceFeeIncome'],
  ['4020', 'Fuel Surcharge Revenue', 'Income', 'ServiceFeeIncome'],
  ['4030', 'Detention and Layover', 'Income', 'ServiceFeeIncome'],
  ['4040', 'Accessorials', 'Income', 'ServiceFeeIncome'],
  ['5000', 'Carrier Linehaul', 'Cost of Goods Sold', 'ShippingFreightDeliveryCos'],
  ['5010', 'Carrier Drayage', 'Cost of Goods Sold', 'ShippingFreightDeliveryCos'],
  ['5020', 'Carrier Fuel Surcharge', 'Cost of Goods Sold', 'ShippingFreightDeliveryCos'],
  ['5030', 'Carrier Detention', 'Cost of Goods Sold', 'ShippingFreightDeliveryCos'],
  ['5040', 'Tolls and Scales', 'Cost of Goods Sold', 'OtherCostsOfServiceCos', true],
  ['6100', 'Insurance', 'Expense', 'Insurance'],
  ['6200', 'Office Rent', 'Expense', 'RentOrLeaseOfBuildings'],
  ['7000', 'Exchange Gain or Loss', 'Other Expense', 'ExchangeGainOrLoss'],
];

const ITEMS: readonly [name: string, description: string, account: string, isInactive?: true][] = [
  ['LINEHAUL', 'Linehaul', '4000'],
  ['EXPEDITE', 'Linehaul, team expedited', '4000'],
  ['DRAYAGE', 'Drayage', '4010'],
  ['FUEL', 'Fuel surcharge', '4020'],
  ['DETENTION', 'Detention', '4030'],
  ['LUMPER', 'Lumper fee', '4040'],
  ['LIFTGATE', 'Liftgate delivery', '4040', true],
];

/** The companies of the demo's QuickBooks: the one whose documents Tieout's demo shows, and another to choose wrongly. */
export function acmeCompanies(): QboCompanyPlan[] {
  const accounts = ACCOUNTS.map(([number, name, type, subType, isInactive], index) => ({
    Id: String(index + 1),
    Name: name,
    FullyQualifiedName: name,
    SubAccount: false,
    AcctNum: number,
    AccountType: type,
    AccountSubType: subType,
    Classification: classificationOf(type),
    CurrencyRef: { value: name.endsWith('CAD') ? 'CAD' : 'USD' },
    CurrentBalance: 0,
    Active: isInactive !== true,
  }));
  const idOf = (number: string) => accounts.find(({ AcctNum }) => AcctNum === number)?.Id ?? '';
  const customers = withAgain(contactsOf(acmePlan.customers, CUSTOMER_DIFFERENCES), CUSTOMERS_AGAIN);
  const vendors = withAgain(contactsOf(acmePlan.vendors, VENDOR_DIFFERENCES), VENDORS_AGAIN);
  const kestrel = { name: 'Kestrel Outdoor Supply', email: null, currency: 'USD', isInactive: false };
  return [
    {
      realmId: acmePlan.company.id,
      madeAt: MADE_AT,
      settings: {
        name: 'Acme Freight West (demo QuickBooks company)',
        plan: 'QuickBooks Online Plus',
        closingDate: null,
        homeCurrency: 'USD',
        hasMultiCurrency: true,
        tracksClasses: true,
      },
      lists: {
        Account: accounts,
        Customer: customers.map((contact, index) => contactRow(contact, 200 + index)),
        Vendor: [...vendors, kestrel].map((contact, index) => contactRow(contact, 300 + index)),
        Item: ITEMS.map(([name, description, account, isInactive], index) => ({
          Id: String(400 + index),
          Name: name,
          Sku: name,
          FullyQualifiedName: name,
          Description: description,
          Type: 'Service',
          UnitPrice: 0,
          Taxable: false,
          IncomeAccountRef: { value: idOf(account) },
          Active: isInactive !== true,
        })),
        TaxCode: [
          { Id: 'TAX', Name: 'TAX', Description: 'Taxable', Taxable: true, TaxGroup: false },
          { Id: 'NON', Name: 'NON', Description: 'Non-Taxable', Taxable: false, TaxGroup: false },
          { Id: '500', Name: 'GST', Description: 'GST 5% (Canadian customers)', Taxable: true, TaxGroup: true },
        ],
        Class: ['West', 'Midwest', 'East'].map((name, index) => ({
          Id: `50000000000000010${index}`,
          Name: name,
          FullyQualifiedName: name,
          SubClass: false,
        })),
        Department: [{ Id: '600', Name: 'Chicago', FullyQualifiedName: 'Chicago', SubDepartment: false }],
        CompanyCurrency: [{ Id: '700', Name: 'Canadian Dollar', Code: 'CAD' }],
      },
    },
    {
      realmId: '9130357849279999',
      madeAt: MADE_AT,
      settings: {
        name: 'Acme Freight East (demo QuickBooks company)',
        plan: 'QuickBooks Online Simple Start',
        hasMultiCurrency: false,
        tracksClasses: false,
      },
      lists: {
        Account: accounts.slice(0, 10),
        Customer: customers.slice(0, 5).map((contact, index) => contactRow(contact, 200 + index)),
      },
    },
  ];
}

function contactRow({ name, email, currency, isInactive, phone, taxNumber }: TellingContact, id: number): ListRow {
  return {
    Id: String(id),
    DisplayName: name,
    CompanyName: name,
    PrintOnCheckName: name,
    ...(email === null ? {} : { PrimaryEmailAddr: { Address: email } }),
    ...(phone === undefined ? {} : { PrimaryPhone: { FreeFormNumber: phone } }),
    ...(taxNumber === undefined ? {} : { PrimaryTaxIdentifier: taxNumber }),
    CurrencyRef: { value: currency },
    Balance: 0,
    Active: !isInactive,
  };
}

function classificationOf(type: string): string {
  if (/Income/.test(type)) return 'Revenue';
  if (/Expense|Cost/.test(type)) return 'Expense';
  if (/Payable|Liability/.test(type)) return 'Liability';
  return type === 'Equity' ? 'Equity' : 'Asset';
}
