import { CSV_BOM, csvLine } from '#lib/exports/csv.ts';
import { KIND_LABEL, type Kind, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { importField } from './import-fields.ts';

/** A file to begin with: headings that are recognised, and one row that shows what belongs below them. */
export type ImportTemplate = { fileName: string; text: string };

const DOCUMENT: Record<string, string> = {
  'record.sourceId': 'doc_881',
  'record.number': 'INV-10442',
  'record.amount': '1250.00',
  'record.currency': 'USD',
  'record.payer': 'Acme Retail',
  'record.billingOrg': 'Acme Freight West',
  'record.shipmentId': 'SHP-20931',
  'record.sourceStatus': 'Created',
  'record.documentDate': '2026-10-31',
  'record.dueDate': '2026-11-30',
};

const PAYMENT: Record<string, string> = {
  'record.sourceId': 'pay_73',
  'record.number': 'PAY-2207',
  'record.amount': '1250.00',
  'record.currency': 'USD',
  'record.payer': 'Acme Retail',
  'record.billingOrg': 'Acme Freight West',
  'record.sourceStatus': 'Posted',
  'record.documentDate': '2026-11-12',
  'record.appliesTo': 'doc_881',
  'record.appliesAmount': '1250.00',
};

const OUTCOME: Record<string, string> = {
  'record.sourceId': 'doc_881',
  outcome: 'failed',
  attemptedAt: '2026-11-02T10:30:00Z',
  errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  errorCode: 'VENDOR_MISSING_ACCOUNT',
  referenceNumber: '',
  syncedAmount: '',
  'record.number': 'INV-10442',
  'record.amount': '1250.00',
  'record.currency': 'USD',
};

/** Gives the template of one kind, for its documents or for outcomes of syncing them. */
export function importTemplate(kind: Kind, holds: 'records' | 'attempts'): ImportTemplate {
  const isPayment = kind === 'invoice_payment' || kind === 'bill_payment';
  const row = {
    'record.kind': kind,
    ...(holds === 'attempts' ? OUTCOME : isPayment ? PAYMENT : DOCUMENT),
    ...(kind === 'bill' && holds === 'records'
      ? { 'record.number': 'BILL-5521', 'record.sourceStatus': 'Approved' }
      : {}),
  };
  const headings = Object.keys(row).map((name) => importField(name)?.label ?? name);
  const name = holds === 'records' ? TAB_OF_KIND[kind] : `${TAB_OF_KIND[kind]}-outcomes`;
  return { fileName: `tieout-${name}-template.csv`, text: CSV_BOM + csvLine(headings) + csvLine(Object.values(row)) };
}

/** How people read what a template is for. */
export function templateLabel(kind: Kind, holds: 'records' | 'attempts'): string {
  return holds === 'records' ? KIND_LABEL[kind].many : `Outcomes of ${KIND_LABEL[kind].many}`;
}
