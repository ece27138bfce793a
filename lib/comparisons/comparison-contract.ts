import type { Ledger } from '#lib/ledgers/ledger-names.ts';

/** `payer` of invoices and their payments, `billing_org` of bills and theirs. */
export const PARTIES = ['payer', 'billing_org'] as const;
export type Party = (typeof PARTIES)[number];

/** How a name on records goes with the ledger's contacts, the worst first. */
export const NAME_OUTCOMES = ['missing', 'inactive', 'near', 'differs', 'exact'] as const;
export type NameOutcome = (typeof NAME_OUTCOMES)[number];

/**
 * What a name and its contact differ by. The first four make `differs`; a spelling, another order of words, another form
 * of company, and nothing but the e-mail address in common make `near`; `other_list` says that a QuickBooks vendor has the
 * name that a customer should have, or the other way round.
 */
export const NAME_REASONS = [
  'space',
  'case',
  'accent',
  'punctuation',
  'spelling',
  'word_order',
  'company_form',
  'email',
  'other_list',
] as const;
export type NameReason = (typeof NAME_REASONS)[number];

export const EMAIL_OUTCOMES = ['same', 'differs', 'none_on_records', 'none_in_ledger', 'no_contact'] as const;
export type EmailOutcome = (typeof EMAIL_OUTCOMES)[number];

/** A sum of one currency, as exact decimal text. */
export type Sum = { currency: string; amount: string };

/** A name on records, and what was found for it in the ledger. */
export type NameMatch = {
  party: Party;
  name: string;
  outcome: NameOutcome;
  reasons: NameReason[];
  contactType: 'customer' | 'vendor' | null;
  contactKey: string | null;
  contactName: string | null;
  /** So many further contacts go with it as well. */
  others: number;
  email: string | null;
  contactEmail: string | null;
  emailOutcome: EmailOutcome;
  records: number;
  openRecords: number;
  openMoney: Sum[];
};

export type NameCounts = Record<NameOutcome, number> & {
  /** Names of pending or failed records alone, by outcome. */
  open: Record<NameOutcome, number>;
  emailDiffers: number;
};

export type NameFilter = { outcome: NameOutcome | null; party: Party | null; search: string };

export type NamePage = {
  matches: NameMatch[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/** What a chart is compared in. */
export const CHART_TYPES = ['account', 'item', 'tax_code', 'tracking'] as const;
export type ChartType = (typeof CHART_TYPES)[number];

export const CHART_OUTCOMES = ['missing', 'inactive', 'differs', 'same'] as const;
export type ChartOutcome = (typeof CHART_OUTCOMES)[number];

export const CHART_REASONS = ['name', 'code', 'account_type', 'options'] as const;
export type ChartReason = (typeof CHART_REASONS)[number];

/** An item of a source's chart, and the ledger's that goes with it. */
export type ChartMatch = {
  id: string;
  source: string;
  type: ChartType;
  sourceId: string;
  code: string | null;
  name: string;
  outcome: ChartOutcome;
  reasons: ChartReason[];
  ledgerCode: string | null;
  ledgerName: string | null;
  accountType: string | null;
  ledgerAccountType: string | null;
};

export type ChartPage = { matches: ChartMatch[]; nextCursor: string | null; previousCursor: string | null };

/** A code that lines of pending or failed records name; `unknown`: nothing in the ledger is called so. */
export const CODE_OUTCOMES = ['inactive', 'gone', 'unknown', 'active'] as const;
export type CodeOutcome = (typeof CODE_OUTCOMES)[number];

export type CodeMatch = {
  type: ChartType;
  code: string;
  outcome: CodeOutcome;
  ledgerName: string | null;
  openRecords: number;
  openMoney: Sum[];
};

/** When something was compared, and why it can't be now; instants are ISO texts. */
export type ComparisonState = {
  ledger: Ledger;
  comparedAt: string | null;
  /** Lists that must be read first, by their types; while there are any, nothing is said to be fine. */
  unread: string[];
};
