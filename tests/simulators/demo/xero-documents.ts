import type { XeroOrganisation } from '../xero/organisation.ts';
import { idFor } from './stable-id.ts';
import { fateOf, type SyncedDocument } from './synced-document.ts';

/** Puts documents into an organisation as its sync job wrote them, and lets a few of them meet their fate. */
export function fillOrganisation(organisation: XeroOrganisation, documents: readonly SyncedDocument[]): void {
  for (const document of documents) {
    const isPayment = document.kind === 'invoice_payment' || document.kind === 'bill_payment';
    const entity = isPayment ? 'Payments' : 'Invoices';
    const fields = isPayment ? paymentFields(document) : invoiceFields(organisation, document);
    organisation.put(entity, { ...fields, ...changeOf(document, isPayment) }, document.syncedAt);
    if (isPayment) settle(organisation, document);
  }
}

/** What a payment pays names it, and is open by so much less. */
function settle(
  organisation: XeroOrganisation,
  { applies, reference, amount, documentDate, syncedAt }: SyncedDocument,
) {
  const [first] = applies;
  const paid = first === undefined ? undefined : organisation.row('Invoices', invoiceIdOf(first.reference));
  if (paid === undefined || paid.Status !== 'AUTHORISED') return;
  const cents = Math.round(Number(paid.AmountDue ?? 0) * 100) - Math.round(Number(amount) * 100);
  const payment = { PaymentID: reference, Date: `${documentDate}T00:00:00Z`, Amount: Number(amount) };
  const Payments = [...(Array.isArray(paid.Payments) ? (paid.Payments as object[]) : []), payment];
  const left = Math.max(0, cents) / 100;
  const AmountPaid = Math.round((Number(paid.Total) - left) * 100) / 100;
  const Status = left === 0 ? 'PAID' : 'AUTHORISED';
  organisation.put('Invoices', { InvoiceID: paid.InvoiceID, Payments, AmountDue: left, AmountPaid, Status }, syncedAt);
}

function changeOf(document: SyncedDocument, isPayment: boolean): Record<string, unknown> {
  const more = Math.round(Number(document.amount) * 100 + 1_250) / 100;
  switch (fateOf(document)) {
    case 'kept':
      return {};
    case 'changed':
      return isPayment ? { Amount: more, BankAmount: more } : { Total: more };
    case 'voided':
      return isPayment ? { Status: 'DELETED' } : { Status: 'VOIDED', AmountDue: 0 };
    case 'deleted':
      return { Status: 'DELETED' };
  }
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}-[\da-f-]{27}$/i.test(text);
}

/** Sync jobs tell an invoice's number or its id. */
function invoiceIdOf(reference: string): string {
  return isUuid(reference) ? reference : idFor('invoice', reference);
}

function invoiceFields(organisation: XeroOrganisation, document: SyncedDocument): Record<string, unknown> {
  const { kind, number, reference, amount, currency, contact, documentDate, dueDate } = document;
  const total = Number(amount);
  const totalTax = Math.round(document.lines.reduce((sum, line) => sum + Number(line.taxAmount ?? 0), 0) * 100) / 100;
  const known = organisation.find('Contacts', contact);
  return {
    Type: kind === 'invoice' ? 'ACCREC' : 'ACCPAY',
    InvoiceID: invoiceIdOf(reference),
    InvoiceNumber: isUuid(reference) ? number : reference,
    Reference: number ?? '',
    Status: 'AUTHORISED',
    Contact: { ContactID: known?.ContactID ?? idFor('contact', contact), Name: contact },
    Date: `${documentDate}T00:00:00Z`,
    ...(dueDate === null ? {} : { DueDate: `${dueDate}T00:00:00Z` }),
    LineAmountTypes: 'Inclusive',
    SubTotal: Math.round((total - totalTax) * 100) / 100,
    TotalTax: totalTax,
    Total: total,
    AmountDue: total,
    AmountPaid: 0,
    AmountCredited: 0,
    CurrencyCode: currency,
    CurrencyRate: 1,
    Payments: [],
    LineItems: document.lines.map((line, index) => ({
      LineItemID: idFor('line', `${reference} ${index}`),
      Description: line.description,
      Quantity: Number(line.quantity ?? 1),
      UnitAmount: Number(line.unitAmount ?? line.amount),
      ...(line.itemCode === null ? {} : { ItemCode: line.itemCode }),
      AccountCode: line.accountCode,
      TaxType: line.taxCode ?? 'NONE',
      TaxAmount: Number(line.taxAmount ?? 0),
      LineAmount: Number(line.amount),
      Tracking: line.option === null ? [] : [{ Name: 'Region', Option: line.option }],
    })),
  };
}

function paymentFields({
  kind,
  number,
  reference,
  amount,
  documentDate,
  applies,
}: SyncedDocument): Record<string, unknown> {
  const [paid] = applies;
  return {
    PaymentID: reference,
    Date: `${documentDate}T00:00:00Z`,
    Amount: Number(amount),
    BankAmount: Number(amount),
    CurrencyRate: 1,
    Reference: number ?? '',
    Status: 'AUTHORISED',
    PaymentType: kind === 'invoice_payment' ? 'ACCRECPAYMENT' : 'ACCPAYPAYMENT',
    IsReconciled: true,
    Account: { AccountID: idFor('account', '090'), Code: '090' },
    Invoice: paid === undefined ? {} : { InvoiceID: invoiceIdOf(paid.reference), InvoiceNumber: paid.number },
  };
}
