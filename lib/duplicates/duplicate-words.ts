import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import type { PairKind, Reason, Subject } from './duplicate-contract.ts';

/** What each reason says, and whether it speaks for the two being one or against it. */
export const REASON_WORDS: Record<Reason, { says: string; agrees: boolean }> = {
  name_same: { says: 'same name', agrees: true },
  name_case: { says: 'same name but for capital letters', agrees: true },
  name_space: { says: 'same name but for spaces', agrees: true },
  name_accent: { says: 'same name but for accents', agrees: true },
  name_punctuation: { says: 'same name but for punctuation', agrees: true },
  name_word_order: { says: 'same words in another order', agrees: true },
  name_company_form: { says: 'same name, one with its form of company', agrees: true },
  name_abbreviation: { says: 'same name, one of them shortened', agrees: true },
  name_spelling: { says: 'names differ by a letter or two', agrees: true },
  name_longer: { says: 'one name is a part of the other', agrees: true },
  tax_number_same: { says: 'same tax number', agrees: true },
  email_same: { says: 'same e-mail address', agrees: true },
  phone_same: { says: 'same telephone', agrees: true },
  number_same: { says: 'same number of yours', agrees: true },
  name_differs: { says: 'other names', agrees: false },
  company_form_differs: { says: 'two forms of company', agrees: false },
  email_differs: { says: 'other e-mail addresses', agrees: false },
  email_shared: { says: 'an e-mail address that others have too', agrees: false },
  phone_differs: { says: 'other telephones', agrees: false },
  currency_differs: { says: 'other currencies', agrees: false },
  party_same: { says: 'same party', agrees: true },
  total_same: { says: 'same total', agrees: true },
  document_number_same: { says: 'same number', agrees: true },
  document_number_form: { says: 'same number but written otherwise', agrees: true },
  document_number_mistake: { says: 'numbers differ by one mistake', agrees: true },
  document_number_missing: { says: 'one has no number', agrees: false },
  document_numbers_missing: { says: 'neither has a number', agrees: false },
  date_same: { says: 'same date', agrees: true },
  date_near: { says: 'dates within five days', agrees: true },
  date_differs: { says: 'other dates', agrees: false },
  typed_and_synced: { says: 'one was synced, one typed by hand', agrees: true },
  synced_twice: { says: 'both came from a sync job', agrees: true },
  source_sent_twice: { says: 'the source sent both', agrees: true },
};

/** Says why two look alike, and what speaks against it: `Same e-mail address; but other telephones`. */
export function whyOf(reasons: readonly Reason[]): string {
  const [agreeing, differing] = [true, false].map((agrees) =>
    reasons.filter((reason) => REASON_WORDS[reason].agrees === agrees).map((reason) => REASON_WORDS[reason].says),
  );
  const text = [agreeing?.join(', ') ?? '', differing?.join(', ') ?? ''].filter((part) => part !== '').join('; but ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const NOUNS: Record<PairKind, { one: string; many: string }> = {
  customer: { one: 'customer', many: 'customers' },
  vendor: { one: 'vendor', many: 'vendors' },
  contact: { one: 'contact', many: 'contacts' },
  invoice: { one: 'invoice', many: 'invoices' },
  bill: { one: 'bill', many: 'bills' },
};

/** Gives what one of them is called, and several. */
export function nounOf(kind: PairKind): { one: string; many: string } {
  return NOUNS[kind];
}

/** Below this a guess is called one. */
const SURE = 85;

/** Says what they look like, and no more than that. */
export function headlineOf({ subject, kind, score }: { subject: Subject; kind: PairKind; score: number }): string {
  const noun = NOUNS[kind].one;
  const verb = score >= SURE ? 'Looks' : 'May be';
  switch (subject) {
    case 'contact':
      return score >= SURE ? `${verb} like the same ${noun}` : `${verb} the same ${noun}`;
    case 'document':
      return score >= SURE ? `${verb} like one ${noun}, entered twice` : `${verb} one ${noun}, entered twice`;
    case 'record':
      return score >= SURE ? `${verb} like one ${noun}, sent twice` : `${verb} one ${noun}, sent twice`;
    default:
      return subject satisfies never;
  }
}

const ADDRESSES: Record<Ledger, Partial<Record<PairKind, (id: string) => string>>> = {
  qbo: {
    customer: (id) => `customerdetail?nameId=${id}`,
    vendor: (id) => `vendordetail?nameId=${id}`,
    invoice: (id) => `invoice?txnId=${id}`,
    bill: (id) => `bill?txnId=${id}`,
  },
  xero: {
    contact: (id) => `Contacts/View/${id}`,
    invoice: (id) => `AccountsReceivable/View.aspx?InvoiceID=${id}`,
    bill: (id) => `AccountsPayable/View.aspx?InvoiceID=${id}`,
  },
};

const HOSTS: Record<Ledger, Partial<Record<LedgerEnvironment, string>>> = {
  qbo: { production: 'https://qbo.intuit.com/app/', sandbox: 'https://sandbox.qbo.intuit.com/app/' },
  xero: { production: 'https://go.xero.com/', sandbox: 'https://go.xero.com/' },
};

/** Gives the address of a contact or a document in its ledger; null of a demo, which has no pages. */
export function ledgerLink(
  ledger: Ledger,
  environment: LedgerEnvironment,
  { kind, key }: { kind: PairKind; key: string },
): string | null {
  const host = HOSTS[ledger][environment];
  const address = ADDRESSES[ledger][kind];
  return host === undefined || address === undefined ? null : `${host}${address(encodeURIComponent(key))}`;
}
