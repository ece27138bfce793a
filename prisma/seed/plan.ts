import type { Kind } from '#lib/records/kinds.ts';
import type { Cents } from './minor-units.ts';

export type LedgerName = 'qbo' | 'xero';

/** What went wrong with a try, as the sync job reported it. */
export type Failure = { code: string; message: string; raw: string };

/** What a failure's words may speak of. */
export type FailureSubject = {
  kind: Kind;
  number: string;
  party: string;
  currency: string;
  documentDate: string;
  amountText: string;
  /** Milliseconds since 1970. */
  atMs: number;
};

/** A party whose documents all fail for one reason over some days. */
export type PartyTrouble = { cause: string; sinceDaysAgo: number; untilDaysAgo: number };

export type Party = { name: string; email: string; currency: string; weight: number; trouble: PartyTrouble | null };

/** A kind of line: what it is called, its unit price in hundredths, how many, and where it goes in the ledger. */
export type LineShape = {
  description: string;
  unitFrom: Cents;
  unitTo: Cents;
  quantityTo: number;
  accountCode: string;
  itemCode: string | null;
};

/** A document's first line, and the ones that may follow it. */
export type DocumentShape = { main: readonly LineShape[]; more: readonly LineShape[]; creditNote: string };

export type SourceShare = { slug: string; weight: number };

export type NumberStyle = { prefix: string; start: number };

export type TenantPlan = {
  seed: number;
  slug: string;
  name: string;
  timeZone: string;
  currency: string;
  locale: string;
  ledger: LedgerName;
  company: { id: string; name: string };
  sources: readonly { slug: string; name: string; attemptPrefix: string }[];
  /** Which source makes invoices and bills, and whose job reports payments, by weight. */
  sourcesOf: Record<Kind, readonly SourceShare[]>;
  billingOrgs: readonly string[];
  customers: readonly Party[];
  vendors: readonly Party[];
  invoiceShape: DocumentShape;
  billShape: DocumentShape;
  invoiceCount: number;
  billCount: number;
  /** The share of documents that get a payment once due. */
  paidShare: { invoice: number; bill: number };
  numbers: Record<Kind, NumberStyle> & { invoiceCredit: NumberStyle; billCredit: NumberStyle; job: NumberStyle };
  trackingName: string;
  /** Included tax in percent by currency; a currency without one carries no tax. */
  taxRates: Record<string, { code: string; ratePercent: number } | undefined>;
  /** How likely causes are that stay until a person acts, and causes that pass by themselves. */
  lastingCauses: Record<Kind, readonly { item: string; weight: number }[]>;
  passingCauses: readonly { item: string; weight: number }[];
};

/** Makes parties from names; the earlier ones do more business. */
export function parties(
  names: readonly string[],
  currency: string,
  special: Record<string, { currency?: string; trouble?: PartyTrouble }> = {},
): Party[] {
  return names.map((name, index) => ({
    name,
    email: `${currency === 'AUD' ? 'accounts' : 'billing'}@${slugOf(name)}.example`,
    currency: special[name]?.currency ?? currency,
    weight: 1 / (index + 6),
    trouble: special[name]?.trouble ?? null,
  }));
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
