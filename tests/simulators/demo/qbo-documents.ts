import type { QboCompany } from '../qbo/company.ts';
import type { Entity } from '../qbo/entities.ts';
import { fateOf, type SyncedDocument } from './synced-document.ts';

const ENTITY_OF: Record<SyncedDocument['kind'], Entity> = {
  invoice: 'Invoice',
  invoice_payment: 'Payment',
  bill: 'Bill',
  bill_payment: 'BillPayment',
};

/** Puts documents into a company as its sync job wrote them, and lets a few of them meet their fate. */
export function fillCompany(company: QboCompany, documents: readonly SyncedDocument[]): void {
  for (const document of documents) {
    const entity = ENTITY_OF[document.kind];
    const fate = fateOf(document);
    const row = company.put(entity, fieldsOf(company, document), document.syncedAt);
    settle(company, document, row.Id);
    const later = new Date(Date.parse(document.syncedAt) + 93_600_000).toISOString();
    if (fate === 'deleted') company.remove(entity, row.Id, later);
    if (fate === 'voided') company.voidDocument(entity, row.Id, later);
    if (fate === 'changed') {
      company.put(entity, { Id: row.Id, TotalAmt: Math.round(Number(document.amount) * 100 + 1_250) / 100 }, later);
    }
  }
}

/** What a payment pays names it, and is open by so much less. */
function settle(company: QboCompany, { kind, applies, syncedAt }: SyncedDocument, paymentId: string): void {
  const [entity, type] =
    kind === 'invoice_payment' ? (['Invoice', 'Payment'] as const) : (['Bill', 'BillPaymentCheck'] as const);
  for (const { reference, amount } of applies) {
    const paid = company.row(entity, reference);
    if (paid === undefined) continue;
    const left = Math.max(0, Math.round(Number(paid.Balance ?? 0) * 100) - Math.round(Number(amount) * 100)) / 100;
    const linked = Array.isArray(paid.LinkedTxn) ? (paid.LinkedTxn as object[]) : [];
    company.put(
      entity,
      { Id: reference, Balance: left, LinkedTxn: [...linked, { TxnId: paymentId, TxnType: type }] },
      syncedAt,
    );
  }
}

function fieldsOf(company: QboCompany, document: SyncedDocument): Record<string, unknown> {
  const { kind, number, amount, currency, documentDate, dueDate } = document;
  const isSale = kind === 'invoice' || kind === 'invoice_payment';
  const isPayment = kind === 'invoice_payment' || kind === 'bill_payment';
  const list = isSale ? 'Customer' : 'Vendor';
  const contact = { value: company.find(list, document.contact)?.Id ?? '0', name: document.contact };
  const taxes = document.lines.map(({ taxAmount }) => Number(taxAmount ?? 0));
  return {
    Id: document.reference,
    ...(isPayment ? {} : { DocNumber: number, DueDate: dueDate ?? undefined }),
    TxnDate: documentDate,
    [isSale ? 'CustomerRef' : 'VendorRef']: contact,
    CurrencyRef: { value: currency },
    TotalAmt: Number(amount),
    ...(isPayment ? { UnappliedAmt: 0 } : { Balance: Number(amount) }),
    ...(kind === 'bill_payment' ? { PayType: 'Check', CheckPayment: { BankAccountRef: { value: '1' } } } : {}),
    ...(isSale ? {} : { APAccountRef: { value: '6' } }),
    ...(kind === 'invoice'
      ? { TxnTaxDetail: { TotalTax: Math.round(sum(taxes) * 100) / 100 }, EmailStatus: 'NotSet' }
      : {}),
    Line: isPayment ? appliedLines(document) : documentLines(company, document),
    PrivateNote: number ?? undefined,
  };
}

function appliedLines({ kind, applies }: SyncedDocument): Record<string, unknown>[] {
  const type = kind === 'invoice_payment' ? 'Invoice' : 'Bill';
  return applies.map(({ reference, amount }) => ({
    Amount: Number(amount),
    LinkedTxn: [{ TxnId: reference, TxnType: type }],
  }));
}

function documentLines(company: QboCompany, { kind, lines, amount }: SyncedDocument): Record<string, unknown>[] {
  const rows = lines.map((line, index) => {
    const reference = (list: 'Item' | 'Account' | 'Class', name: string | null) => {
      const row = name === null ? undefined : company.find(list, name);
      return row === undefined ? undefined : { value: row.Id, name: row.Name };
    };
    const shared = {
      TaxCodeRef: { value: line.taxCode === null ? 'NON' : 'TAX' },
      ClassRef: reference('Class', line.option),
    };
    const head = {
      Id: String(index + 1),
      LineNum: index + 1,
      Description: line.description,
      Amount: Number(line.amount),
    };
    return kind === 'invoice'
      ? {
          ...head,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: {
            ItemRef: reference('Item', line.itemCode),
            Qty: Number(line.quantity ?? 1),
            UnitPrice: Number(line.unitAmount ?? line.amount),
            ...shared,
          },
        }
      : {
          ...head,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: {
            AccountRef: reference('Account', line.accountCode),
            BillableStatus: 'NotBillable',
            ...shared,
          },
        };
  });
  // The real one puts the sum of an invoice among its lines.
  const subTotal = { Amount: Number(amount), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} };
  return kind === 'invoice' ? [...rows, subTotal] : rows;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
