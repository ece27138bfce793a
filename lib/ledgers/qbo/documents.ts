import { type Amount, isZero, negated, sumOf } from '#lib/core/money.ts';
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

const PAGE_SIZE = 500;
/** A number is one document's, or a few's where the company does not mind; more are no use to anybody. */
const FOUND_MAX = 20;

/** How documents are asked for. */
type Ways = {
  /** Runs a select statement; gives `QueryResponse`. */
  select: (statement: string) => Promise<unknown>;
  /** What changed of an entity, with what was deleted; gives the whole answer. */
  changes: (entity: string, since: Date) => Promise<unknown>;
};

/** QuickBooks' own name of each kind; and the field that holds its number, which of a payment is its reference. */
const ENTITIES: Record<DocumentKind, { name: string; numberField: string; party: string }> = {
  invoice: { name: 'Invoice', numberField: 'DocNumber', party: 'CustomerRef' },
  bill: { name: 'Bill', numberField: 'DocNumber', party: 'VendorRef' },
  invoice_payment: { name: 'Payment', numberField: 'PaymentRefNum', party: 'CustomerRef' },
  bill_payment: { name: 'BillPayment', numberField: 'DocNumber', party: 'VendorRef' },
};

const KIND_OF_LINK: Record<string, DocumentKind> = {
  Invoice: 'invoice',
  Bill: 'bill',
  Payment: 'invoice_payment',
  BillPayment: 'bill_payment',
  BillPaymentCheck: 'bill_payment',
  BillPaymentCreditCard: 'bill_payment',
};

/** What the sums among its lines are called. */
const SUM_LINE = 'SubTotalLineDetail';

/**
 * Reads one page of the documents of a kind: those dated within the window, then older ones that changed within it. With
 * `since` what changed, then what was deleted, which QuickBooks tells by change data capture alone, for thirty days back.
 */
export async function readQboDocuments(
  kind: DocumentKind,
  { page, since, from }: DocumentsFrom,
  { select, changes }: Ways,
): Promise<LedgerDocumentPage> {
  const place = readPlace(page);
  const { name } = ENTITIES[kind];
  if (since !== null && place.list === 1) {
    return { documents: [], gone: goneOf(await changes(name, since), name), next: null };
  }
  const within =
    since !== null
      ? `MetaData.LastUpdatedTime >= '${since.toISOString()}'`
      : place.list === 0
        ? `TxnDate >= '${from}'`
        : `TxnDate < '${from}' AND MetaData.LastUpdatedTime >= '${from}T00:00:00Z'`;
  const answer = await select(
    `SELECT * FROM ${name} WHERE ${within} ORDERBY Id STARTPOSITION ${place.at} MAXRESULTS ${PAGE_SIZE}`,
  );
  const rows = rowsAt(answer, name);
  return { documents: rows.map((row) => documentOf(kind, row)), gone: [], next: nextOf() };

  function nextOf(): string | null {
    if (rows.length === PAGE_SIZE) return placeText({ list: place.list, at: place.at + PAGE_SIZE });
    return place.list === 0 ? placeText({ list: 1, at: 1 }) : null;
  }
}

/** Gives the documents of a kind that hold a number. */
export async function findQboDocuments(
  kind: DocumentKind,
  number: string,
  { select }: Pick<Ways, 'select'>,
): Promise<LedgerDocument[]> {
  const { name, numberField } = ENTITIES[kind];
  const answer = await select(
    `SELECT * FROM ${name} WHERE ${numberField} = '${escaped(number)}' STARTPOSITION 1 MAXRESULTS ${FOUND_MAX}`,
  );
  return rowsAt(answer, name).map((row) => documentOf(kind, row));
}

/** Gives one document by its id; null where there is none: a query finds nothing where a read would be an error. */
export async function readQboDocument(
  kind: DocumentKind,
  externalKey: string,
  { select }: Pick<Ways, 'select'>,
): Promise<LedgerDocument | null> {
  // Its ids are numbers; anything else is nobody's.
  if (!/^\d{1,20}$/.test(externalKey)) return null;
  const { name } = ENTITIES[kind];
  const [row] = rowsAt(await select(`SELECT * FROM ${name} WHERE Id = '${externalKey}'`), name);
  return row === undefined ? null : documentOf(kind, row);
}

function goneOf(answer: unknown, name: string): string[] {
  return needRows(answer, 'CDCResponse', LEDGER_WORDS.qbo.name)
    .flatMap((response) => rowsAt(response, 'QueryResponse'))
    .flatMap((response) => rowsAt(response, name))
    .filter((row) => textAt(row, 'status') === 'Deleted')
    .flatMap((row) => textAt(row, 'Id') ?? []);
}

function documentOf(kind: DocumentKind, row: Row): LedgerDocument {
  const { numberField, party } = ENTITIES[kind];
  const isPayment = kind === 'invoice_payment' || kind === 'bill_payment';
  const total = amountAt(row, 'TotalAmt');
  const balance = amountAt(row, isPayment ? 'UnappliedAmt' : 'Balance');
  const lines = isPayment ? [] : linesOf(row);
  const discounts = lines.filter(({ isDiscount }) => isDiscount).flatMap(({ line }) => line.amount ?? []);
  return {
    kind,
    externalKey: textAt(row, 'Id') ?? '',
    number: textAt(row, numberField),
    contactKey: textAt(row, `${party}.value`),
    contactName: textAt(row, `${party}.name`),
    date: dayAt(row, 'TxnDate'),
    dueDate: dayAt(row, 'DueDate'),
    currency: textAt(row, 'CurrencyRef.value'),
    total,
    taxTotal: amountAt(row, 'TxnTaxDetail.TotalTax'),
    discount: discounts.length === 0 ? null : negated(sumOf(discounts)),
    balance,
    status: statusOf(row, isPayment, total, balance),
    links: isPayment ? paidBy(row) : payersOf(row),
    lines: lines.map(({ line }) => line),
    createdAt: instantAt(row, 'MetaData.CreateTime'),
    updatedAt: instantAt(row, 'MetaData.LastUpdatedTime'),
  };
}

/** A void one has no flag: zeros, and a note that begins so. */
function statusOf(row: Row, isPayment: boolean, total: Amount | null, balance: Amount | null): DocumentStatus {
  const isVoid = total !== null && isZero(total) && /^voided/i.test(textAt(row, 'PrivateNote')?.trim() ?? '');
  if (isVoid) return 'voided';
  if (isPayment) return 'paid';
  return balance !== null && isZero(balance) ? 'paid' : 'open';
}

type ReadLine = { isDiscount: boolean; line: LedgerDocumentLine };

function linesOf(row: Row): ReadLine[] {
  const isTaxIncluded = textAt(row, 'GlobalTaxCalculation') === 'TaxInclusive';
  return rowsAt(row, 'Line')
    .filter((line) => textAt(line, 'DetailType') !== SUM_LINE)
    .map((line, index): ReadLine => {
      const type = textAt(line, 'DetailType') ?? '';
      const detail = fieldAt(line, type);
      const isDiscount = type === 'DiscountLineDetail';
      const amount = amountAt(line, 'Amount');
      return {
        isDiscount,
        line: {
          lineNo: Number(textAt(line, 'LineNum') ?? '') || index + 1,
          description: textAt(line, 'Description') ?? (isDiscount ? 'Discount' : null),
          quantity: textAt(detail, 'Qty'),
          unitAmount: textAt(detail, 'UnitPrice'),
          // QuickBooks writes what it takes off without a sign.
          amount: isDiscount && amount !== null ? negated(amount) : amount,
          taxAmount: null,
          taxCode: textAt(detail, 'TaxCodeRef.value'),
          accountCode: textAt(detail, 'AccountRef.name') ?? textAt(detail, 'AccountRef.value'),
          itemCode: textAt(detail, 'ItemRef.name') ?? textAt(detail, 'ItemRef.value'),
          isTaxIncluded,
        },
      };
    });
}

function paidBy(row: Row): LedgerDocumentLink[] {
  return rowsAt(row, 'Line').flatMap((line) =>
    rowsAt(line, 'LinkedTxn').map((linked) => ({
      ...linkOf(linked),
      amount: amountAt(line, 'Amount'),
    })),
  );
}

/** What an invoice names may also be what it was made of, such as an estimate, which pays nothing. */
function payersOf(row: Row): LedgerDocumentLink[] {
  return rowsAt(row, 'LinkedTxn')
    .filter((linked) => /payment|credit|check/i.test(textAt(linked, 'TxnType') ?? ''))
    .map(linkOf);
}

function linkOf(linked: Row): LedgerDocumentLink {
  const type = textAt(linked, 'TxnType') ?? '';
  return {
    kind: KIND_OF_LINK[type] ?? 'credit',
    externalKey: textAt(linked, 'TxnId') ?? '',
    number: null,
    amount: null,
    date: null,
  };
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
