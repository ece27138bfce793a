import { isZero } from '#lib/core/money.ts';
import type {
  DocumentKind,
  DocumentStatus,
  DocumentsFrom,
  LedgerDocument,
  LedgerDocumentLine,
  LedgerDocumentLink,
  LedgerDocumentPage,
} from '../ledger-document.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { placeText, readPlace } from '../page-place.ts';
import { amountAt, dayAt, fieldAt, instantAt, needRows, type Row, rowsAt, textAt } from '../read-fields.ts';
import { UNCHANGED } from './lists.ts';

const PAGE_SIZE = 500;
/** A number is one document's, or a few's, since bills may repeat one. */
const FOUND_MAX = 20;

type Ask = (path: string, query: Record<string, string>, since: Date | null) => Promise<unknown>;

/** What holds each kind, and what tells it from the others there. */
const PLACES: Record<DocumentKind, { list: 'Invoices' | 'Payments'; id: string; type: string }> = {
  invoice: { list: 'Invoices', id: 'InvoiceID', type: 'Type=="ACCREC"' },
  bill: { list: 'Invoices', id: 'InvoiceID', type: 'Type=="ACCPAY"' },
  invoice_payment: { list: 'Payments', id: 'PaymentID', type: 'PaymentType=="ACCRECPAYMENT"' },
  bill_payment: { list: 'Payments', id: 'PaymentID', type: 'PaymentType=="ACCPAYPAYMENT"' },
};

/**
 * Reads one page of the documents of a kind, void and deleted ones among them: those dated within the window, then older
 * ones that changed within it. With `since` only what changed at or after it, of whatever date.
 */
export async function readXeroDocuments(
  kind: DocumentKind,
  { page, since, from }: DocumentsFrom,
  ask: Ask,
): Promise<LedgerDocumentPage> {
  const place = readPlace(page);
  const { list, id, type } = PLACES[kind];
  const isOlder = since === null && place.list === 1;
  const day = `DateTime(${from.split('-').map(Number).join(', ')})`;
  const dated = since !== null ? [] : [`Date${isOlder ? '<' : '>='}${day}`];
  const where = [type, ...dated].join(' AND ');
  const query = { where, order: `${id} ASC`, page: String(place.at), pageSize: String(PAGE_SIZE), unitdp: '4' };
  const answer = await ask(list, query, isOlder ? new Date(`${from}T00:00:00Z`) : since);
  const rows = answer === UNCHANGED ? [] : needRows(answer, list, LEDGER_WORDS.xero.name);
  const pageCount = Number(fieldAt(answer, 'pagination.pageCount'));
  // An empty page is the last one, whatever is said of their number.
  const isMore = rows.length > 0 && (Number.isFinite(pageCount) ? place.at < pageCount : rows.length === PAGE_SIZE);
  return { documents: rows.map((row) => documentOf(kind, row)), gone: [], next: nextOf() };

  function nextOf(): string | null {
    if (isMore) return placeText({ list: place.list, at: place.at + 1 });
    return since === null && place.list === 0 ? placeText({ list: 1, at: 1 }) : null;
  }
}

/** Gives the documents of a kind that hold a number; of payments, those with that reference. */
export async function findXeroDocuments(kind: DocumentKind, number: string, ask: Ask): Promise<LedgerDocument[]> {
  const { list, type } = PLACES[kind];
  const field = list === 'Invoices' ? 'InvoiceNumber' : 'Reference';
  // `InvoiceNumbers` parts its values by commas, which a number may hold.
  const where = `${type} AND ${field}=="${escaped(number)}"`;
  const answer = await ask(list, { where, page: '1', pageSize: String(FOUND_MAX), unitdp: '4' }, null);
  return needRows(answer, list, LEDGER_WORDS.xero.name).map((row) => documentOf(kind, row));
}

/** Gives one document by its id; null where there is none of that kind. */
export async function readXeroDocument(
  kind: DocumentKind,
  externalKey: string,
  ask: Ask,
): Promise<LedgerDocument | null> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(externalKey)) return null;
  const { list, id, type } = PLACES[kind];
  // A list finds nothing where a read of one would be an error.
  const where = `${type} AND ${id}==Guid("${externalKey}")`;
  const answer = await ask(list, { where, page: '1', pageSize: '1', unitdp: '4' }, null);
  const [row] = needRows(answer, list, LEDGER_WORDS.xero.name);
  return row === undefined ? null : documentOf(kind, row);
}

function documentOf(kind: DocumentKind, row: Row): LedgerDocument {
  return kind === 'invoice' || kind === 'bill' ? invoiceOf(kind, row) : paymentOf(kind, row);
}

function invoiceOf(kind: 'invoice' | 'bill', row: Row): LedgerDocument {
  const discount = amountAt(row, 'TotalDiscount');
  return {
    kind,
    externalKey: textAt(row, 'InvoiceID') ?? '',
    number: textAt(row, 'InvoiceNumber'),
    contactKey: textAt(row, 'Contact.ContactID'),
    contactName: textAt(row, 'Contact.Name'),
    date: dayAt(row, 'Date'),
    dueDate: dayAt(row, 'DueDate'),
    currency: textAt(row, 'CurrencyCode'),
    total: amountAt(row, 'Total'),
    taxTotal: amountAt(row, 'TotalTax'),
    discount: discount !== null && isZero(discount) ? null : discount,
    balance: amountAt(row, 'AmountDue'),
    status: invoiceStatus(row),
    links: [
      ...rowsAt(row, 'Payments').map((payment) =>
        linkOf(payment, kind === 'invoice' ? 'invoice_payment' : 'bill_payment', 'PaymentID'),
      ),
      ...rowsAt(row, 'CreditNotes').map((note) => linkOf(note, 'credit', 'CreditNoteID')),
      ...rowsAt(row, 'Prepayments').map((one) => linkOf(one, 'credit', 'PrepaymentID')),
      ...rowsAt(row, 'Overpayments').map((one) => linkOf(one, 'credit', 'OverpaymentID')),
    ],
    lines: linesOf(row),
    createdAt: null,
    updatedAt: instantAt(row, 'UpdatedDateUTC'),
  };
}

function invoiceStatus(row: Row): DocumentStatus {
  switch (textAt(row, 'Status')) {
    case 'DRAFT':
    case 'SUBMITTED':
      return 'draft';
    case 'PAID':
      return 'paid';
    case 'VOIDED':
      return 'voided';
    case 'DELETED':
      return 'deleted';
    default:
      return 'open';
  }
}

function linesOf(row: Row): LedgerDocumentLine[] {
  const isTaxIncluded = textAt(row, 'LineAmountTypes') === 'Inclusive';
  return rowsAt(row, 'LineItems').map((line, index) => ({
    lineNo: index + 1,
    description: textAt(line, 'Description'),
    quantity: textAt(line, 'Quantity'),
    unitAmount: textAt(line, 'UnitAmount'),
    amount: amountAt(line, 'LineAmount'),
    taxAmount: amountAt(line, 'TaxAmount'),
    taxCode: textAt(line, 'TaxType'),
    accountCode: textAt(line, 'AccountCode'),
    itemCode: textAt(line, 'ItemCode'),
    isTaxIncluded,
  }));
}

function paymentOf(kind: 'invoice_payment' | 'bill_payment', row: Row): LedgerDocument {
  const paid = textAt(row, 'Invoice.InvoiceID');
  const total = amountAt(row, 'Amount');
  return {
    kind,
    externalKey: textAt(row, 'PaymentID') ?? '',
    number: textAt(row, 'Reference'),
    contactKey: textAt(row, 'Invoice.Contact.ContactID'),
    contactName: textAt(row, 'Invoice.Contact.Name'),
    date: dayAt(row, 'Date'),
    dueDate: null,
    currency: textAt(row, 'Invoice.CurrencyCode'),
    total,
    taxTotal: null,
    discount: null,
    balance: null,
    status: textAt(row, 'Status') === 'DELETED' ? 'deleted' : 'paid',
    links:
      paid === null
        ? []
        : [
            {
              kind: kind === 'invoice_payment' ? 'invoice' : 'bill',
              externalKey: paid,
              number: textAt(row, 'Invoice.InvoiceNumber'),
              amount: total,
              date: null,
            },
          ],
    lines: [],
    createdAt: null,
    updatedAt: instantAt(row, 'UpdatedDateUTC'),
  };
}

function linkOf(row: Row, kind: LedgerDocumentLink['kind'], id: string): LedgerDocumentLink {
  return {
    kind,
    externalKey: textAt(row, id) ?? '',
    number: textAt(row, 'Reference') ?? textAt(row, 'CreditNoteNumber'),
    amount: amountAt(row, 'AppliedAmount') ?? amountAt(row, 'Amount'),
    date: dayAt(row, 'Date'),
  };
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
