import type { RecordRow } from '#lib/records/list-contract.ts';

/** Says which side the ledger knows as its contact: the payer of a sale, the billing organisation of a purchase. */
export function contactSide(record: Pick<RecordRow, 'kind'>): 'payer' | 'billingOrg' {
  return record.kind === 'invoice' || record.kind === 'invoice_payment' ? 'payer' : 'billingOrg';
}

/** Gives the name of the ledger's contact, or null if the source did not tell it. */
export function ledgerContact(record: Pick<RecordRow, 'kind' | 'payer' | 'billingOrg'>): string | null {
  return record[contactSide(record)];
}

/** How the ledgers are called. */
export const LEDGER_LABEL: Record<'qbo' | 'xero', string> = { qbo: 'QuickBooks Online', xero: 'Xero' };
