import type { XeroOrganisation, XeroSettings } from './organisation.ts';

/** An instant or a day as Xero's older format has it. */
export function xeroDate(at: string): string {
  return `/Date(${Date.parse(at)}+0000)/`;
}

/** `Organisation` as the API shows it. */
export function organisationView({ tenantId, settings }: XeroOrganisation): Record<string, unknown> {
  const { periodLockDate, endOfYearLockDate } = settings;
  return {
    Name: settings.name,
    LegalName: settings.name,
    PaysTax: true,
    Version: settings.country,
    OrganisationType: 'COMPANY',
    BaseCurrency: settings.baseCurrency,
    CountryCode: settings.country,
    IsDemoCompany: settings.isDemoCompany,
    OrganisationStatus: settings.organisationStatus,
    FinancialYearEndDay: 30,
    FinancialYearEndMonth: 6,
    SalesTaxBasis: 'ACCRUALS',
    SalesTaxPeriod: 'QUARTERLY1',
    DefaultSalesTax: 'Tax Inclusive',
    DefaultPurchasesTax: 'Tax Inclusive',
    ...(periodLockDate === null ? {} : { PeriodLockDate: xeroDate(periodLockDate) }),
    ...(endOfYearLockDate === null ? {} : { EndOfYearLockDate: xeroDate(endOfYearLockDate) }),
    CreatedDateUTC: '/Date(1518685950940+0000)/',
    OrganisationEntityType: 'COMPANY',
    Timezone: settings.timeZone,
    ShortCode: `!${tenantId.slice(0, 5)}`,
    OrganisationID: tenantId,
    Edition: settings.edition,
    Class: settings.plan,
    LineOfBusiness: 'Road Freight Transport',
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}

const APPROVALS = [
  'CreateApprovedBill',
  'CreateApprovedInvoice',
  'CreateBillPayment',
  'CreateCreditNote',
  'CreateInvoicePayment',
  'CreateRepeatingInvoice',
  'EditApprovedInvoice',
];
const OTHERS = [
  'AttachFilesIntoInvoice',
  'CreateContact',
  'CreateDraftBill',
  'CreateDraftInvoice',
  'CreateItem',
  'UpdateContact',
  'UseMulticurrency',
];
/** Plans that are sold without a part of it. */
const CASHBOOKS = ['LEDGER', 'GST_CASHBOOK', 'NON_GST_CASHBOOK'];

/** What the app may do in the organisation now. */
export function actionsView(settings: XeroSettings): { Name: string; Status: 'ALLOWED' | 'NOT-ALLOWED' }[] {
  const isCashbook = CASHBOOKS.includes(settings.plan) || settings.edition === 'PARTNER';
  const isRefused = (name: string) => {
    if (settings.refusedActions.includes(name)) return true;
    if (name === 'UseMulticurrency') return !settings.hasMultiCurrency;
    return APPROVALS.includes(name) && (settings.isLapsed || isCashbook);
  };
  return [...APPROVALS, ...OTHERS]
    .sort()
    .map((name) => ({ Name: name, Status: isRefused(name) ? 'NOT-ALLOWED' : 'ALLOWED' }));
}
