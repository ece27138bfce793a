import type { DocumentKind } from './ledger-document.ts';
import type { Ledger, LedgerEnvironment } from './ledger-names.ts';

const QBO_HOSTS: Record<LedgerEnvironment, string | null> = {
  production: 'https://app.qbo.intuit.com',
  sandbox: 'https://app.sandbox.qbo.intuit.com',
  demo: null,
};
const QBO_PAGES: Record<DocumentKind, string> = {
  invoice: 'invoice',
  bill: 'bill',
  invoice_payment: 'recvpayment',
  bill_payment: 'billpayment',
};

/** Xero shows a payment on its invoice's page; one of its own is not documented. */
const XERO_PAGES: Record<DocumentKind, string | null> = {
  invoice: 'AccountsReceivable',
  bill: 'AccountsPayable',
  invoice_payment: null,
  bill_payment: null,
};

/** Gives where a person looks at a document in the ledger's own web app; null where there is no such page. */
export function documentAddress(
  { ledger, environment }: { ledger: Ledger; environment: LedgerEnvironment },
  kind: DocumentKind,
  externalKey: string,
): string | null {
  const id = encodeURIComponent(externalKey);
  if (ledger === 'qbo') {
    const host = QBO_HOSTS[environment];
    return host === null ? null : `${host}/app/${QBO_PAGES[kind]}?txnId=${id}`;
  }
  const page = environment === 'demo' ? null : XERO_PAGES[kind];
  return page === null ? null : `https://go.xero.com/${page}/View.aspx?InvoiceID=${id}`;
}
