import type { ListName } from './entities.ts';

/** What a company is, and what can change with it. */
export type QboSettings = {
  name: string;
  country: string;
  /** `QuickBooks Online Plus` and so on. */
  plan: string;
  subscriptionStatus: string;
  /** YYYY-MM-DD, or null while the books are open. */
  closingDate: string | null;
  homeCurrency: string;
  hasMultiCurrency: boolean;
  tracksClasses: boolean;
  tracksDepartments: boolean;
  hasOwnNumbers: boolean;
  /** The plan has ended, or a bill was not paid: the company can only be looked at, and the API refuses. */
  isLapsed: boolean;
  /** The person who connected is no longer a user of it. */
  hasUserLostAccess: boolean;
  /** Company information is read as that of another company. */
  answersAs: { id: string; name: string } | null;
};

/** A row of a list, as somebody makes it; what is left out is filled in. */
export type ListRow = Record<string, unknown>;

/** What a company begins with. */
export type QboCompanyPlan = {
  realmId: string;
  settings?: Partial<QboSettings>;
  lists?: Partial<Record<ListName, readonly ListRow[]>>;
  /** When its lists were last changed; now by default. */
  madeAt?: string;
};

const DEFAULTS: QboSettings = {
  name: 'Test Company',
  country: 'US',
  plan: 'QuickBooks Online Plus',
  subscriptionStatus: 'PAID',
  closingDate: null,
  homeCurrency: 'USD',
  hasMultiCurrency: true,
  tracksClasses: true,
  tracksDepartments: false,
  hasOwnNumbers: true,
  isLapsed: false,
  hasUserLostAccess: false,
  answersAs: null,
};

/** The settings of a new company. */
export function settingsOf(given: Partial<QboSettings> = {}): QboSettings {
  return { ...DEFAULTS, ...given };
}

/** `CompanyInfo` as the API shows it. */
export function companyInfo(realmId: string, settings: QboSettings): Record<string, unknown> {
  const { name, country, plan, subscriptionStatus, answersAs } = settings;
  const address = {
    Id: '1',
    Line1: '123 Sierra Way',
    City: 'San Pablo',
    CountrySubDivisionCode: 'CA',
    PostalCode: '87999',
  };
  const shown = answersAs?.name ?? name;
  return {
    CompanyName: shown,
    LegalName: shown,
    CompanyAddr: address,
    LegalAddr: address,
    CompanyStartDate: '2019-04-01',
    FiscalYearStartMonth: 'January',
    Country: country,
    Email: { Address: 'books@company.example' },
    WebAddr: {},
    SupportedLanguages: 'en',
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'IndustryType', Value: 'General Freight Trucking' },
      { Name: 'SubscriptionStatus', Value: subscriptionStatus },
      { Name: 'OfferingSku', Value: plan },
      { Name: 'PayrollFeature', Value: 'false' },
      { Name: 'AccountantFeature', Value: 'false' },
    ],
    domain: 'QBO',
    sparse: false,
    Id: answersAs?.id ?? realmId,
    SyncToken: '4',
    MetaData: { CreateTime: '2019-04-01T09:00:00-07:00', LastUpdatedTime: '2026-01-05T09:00:00-08:00' },
  };
}

/** `Preferences` as the API shows them. */
export function preferences(settings: QboSettings): Record<string, unknown> {
  return {
    AccountingInfoPrefs: {
      FirstMonthOfFiscalYear: 'January',
      UseAccountNumbers: true,
      TaxYearMonth: 'January',
      ClassTrackingPerTxn: false,
      TrackDepartments: settings.tracksDepartments,
      ClassTrackingPerTxnLine: settings.tracksClasses,
      ...(settings.closingDate === null ? {} : { BookCloseDate: settings.closingDate }),
      CustomerTerminology: 'Customers',
    },
    ProductAndServicesPrefs: { ForSales: true, ForPurchase: true, QuantityWithPriceAndRate: true },
    SalesFormsPrefs: { CustomTxnNumbers: settings.hasOwnNumbers, AllowDeposit: false, AllowDiscount: true },
    VendorAndPurchasesPrefs: { TrackingByCustomer: true, BillableExpenseTracking: true },
    TimeTrackingPrefs: { UseServices: false },
    TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
    CurrencyPrefs: {
      MultiCurrencyEnabled: settings.hasMultiCurrency,
      HomeCurrency: { value: settings.homeCurrency },
    },
    domain: 'QBO',
    sparse: false,
    Id: '1',
    SyncToken: '7',
    MetaData: { CreateTime: '2019-04-01T09:00:00-07:00', LastUpdatedTime: '2026-01-05T09:00:00-08:00' },
  };
}
