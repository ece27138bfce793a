import type { DocumentKind, DocumentsFrom, LedgerDocument, LedgerDocumentPage } from './ledger-document.ts';
import type { Ledger, LedgerEnvironment } from './ledger-names.ts';

/** A pair of tokens as a provider gave it. Never logged, never sent to a browser; stored encrypted alone. */
export type TokenPair = {
  access: string;
  refresh: string;
  scopes: string[];
  issuedAt: Date;
  accessEndsAt: Date;
  refreshEndsAt: Date;
  /** No refresh helps after it; null where the provider names none. */
  hardEndsAt: Date | null;
};

/** A company that a grant reaches, as the provider names it. */
export type LedgerCompany = {
  companyId: string;
  name: string;
  /** The provider's own id of the link, where it has one (Xero). */
  providerId: string | null;
  country: string | null;
  homeCurrency: string | null;
};

/** What came back from the provider's page, of the parameters that are let through. */
export type Callback = { code: string; state: string; companyId: string | null };

/** The way to a consent and to tokens: one a ledger, by its configuration. */
export type LedgerSignIn = {
  ledger: Ledger;
  environment: LedgerEnvironment;
  /** The address of the provider's page. `challenge` is PKCE's (S256), for a provider that takes it. */
  authorizeUrl(input: { state: string; challenge: string }): string;
  /** Exchanges a code, once. Throws `LedgerError`. */
  exchangeCode(input: Callback & { verifier: string }): Promise<TokenPair>;
  /** Throws `LedgerError`; its `isAnswerLost` says that the provider may have given a new pair that never arrived. */
  refresh(refreshToken: string): Promise<TokenPair>;
  /** Ends the whole grant at the provider; one that is gone already is no error. */
  revoke(refreshToken: string): Promise<void>;
  /** The companies that the grant reaches, read back; `claimedId` is what the callback said (QuickBooks). */
  readCompanies(access: string, claimedId: string | null): Promise<LedgerCompany[]>;
  /** Ends the link to one company where others share the grant (Xero); false where the provider has no such call. */
  removeCompany(access: string, providerId: string): Promise<boolean>;
};

/** A page of a list, in the ledger's own order; `next` begins the one after, null at the end. */
export type LedgerPage = { items: LedgerListItem[]; next: string | null };

/** One entry of a ledger's list, in our words. */
export type LedgerListItem = {
  type: LedgerListType;
  externalKey: string;
  code: string | null;
  name: string;
  email: string | null;
  currency: string | null;
  isActive: boolean;
  /** It is gone from the ledger: only its key is known. */
  isGone: boolean;
  updatedAt: Date | null;
  details: Record<string, unknown>;
};

export const LEDGER_LIST_TYPES = ['account', 'customer', 'vendor', 'item', 'tax_code', 'tracking', 'currency'] as const;
export type LedgerListType = (typeof LEDGER_LIST_TYPES)[number];

/** What a company says of itself: plan, dates, what it may do. Days are `2026-11-30`. */
export type CompanyFacts = {
  companyId: string;
  name: string;
  legalName: string | null;
  country: string | null;
  homeCurrency: string | null;
  /** The provider's own words: `QuickBooks Online Plus`, `STANDARD`; null where it says nothing. */
  plan: string | null;
  /** `PAID`, `TRIAL`, `ACTIVE`…, as the provider says it. */
  subscription: string | null;
  isDemo: boolean;
  /** Nothing dated on or before it can be written (QuickBooks' closing date, Xero's period lock). */
  closedThrough: string | null;
  /** Xero's second lock, which binds advisers too. */
  yearClosedThrough: string | null;
  hasMultiCurrency: boolean | null;
  hasClasses: boolean | null;
  hasLocations: boolean | null;
  /** Xero's list of what the app may do, by name; null at QuickBooks. */
  actions: Record<string, boolean> | null;
};

/** What one answer said of the quota; null where it said nothing. */
export type QuotaSeen = {
  dayLeft: number | null;
  minuteLeft: number | null;
  /** It was one call too many: none is welcome for so long. */
  retryAfterSeconds: number | null;
  isRefused: boolean;
};

/** What a reader reads with: the token is for this company alone. */
export type ReaderInput = {
  environment: LedgerEnvironment;
  companyId: string;
  access: string;
  /** Told of every call that was answered, also of one that is then made again. */
  onQuota?: (seen: QuotaSeen) => void;
  /** Waits before each call, so that the company is not asked too often at once. */
  pace?: () => Promise<void>;
};

/** Reads one company and nothing else: it can GET and query, and has no way to write. */
export type LedgerReader = {
  ledger: Ledger;
  readCompany(): Promise<CompanyFacts>;
  /** One page of a list. `since`: only what changed after it, where the ledger can tell. */
  readList(type: LedgerListType, from: { page: string | null; since: Date | null }): Promise<LedgerPage>;
  /** One page of the documents of a kind, those that are void or deleted too as far as the ledger shows them. */
  readDocuments(kind: DocumentKind, from: DocumentsFrom): Promise<LedgerDocumentPage>;
  /** The documents that hold a number, of whatever status; a payment's number is its reference. */
  findDocuments(kind: DocumentKind, number: string): Promise<LedgerDocument[]>;
  /** One document by the ledger's own id; null where it has none, or has it no more. */
  readDocument(kind: DocumentKind, externalKey: string): Promise<LedgerDocument | null>;
  /** The light call that proves the token and the company. */
  probe(): Promise<{ companyId: string; name: string }>;
  /** Raw GET of a path under the company, for readers of single documents. */
  get(path: string, query?: Record<string, string>): Promise<unknown>;
};
