import type { SheetColumn } from './sheet-column.ts';

const text = (key: string, header: string, width: number, expression: string): SheetColumn => ({
  key,
  header,
  width,
  value: (field) => ({ type: 'text', text: field(expression) }),
});
const instant = (key: string, header: string, expression: string): SheetColumn => ({
  key,
  header,
  width: 18,
  value: (field) => ({ type: 'instant', instant: field(expression) }),
});
const money = (key: string, header: string, amount: string, currency: string): SheetColumn => ({
  key,
  header,
  width: 14,
  value: (field) => ({ type: 'money', amount: field(amount), currency: field(currency) }),
});
const number = (key: string, header: string, expression: string): SheetColumn => ({
  key,
  header,
  width: 12,
  value: (field) => ({ type: 'number', number: field(expression) }),
});

const RECORD = [
  text('number', 'Number', 16, 'coalesce(r.number, r.external_key)'),
  text('recordId', 'Record ID', 38, 'r.id'),
];

/** Each try to write a record, from `sync_attempt a` beside its record `r` and the source `s` that reported it. */
export const ATTEMPT_COLUMNS: readonly SheetColumn[] = [
  ...RECORD,
  instant('attemptedAt', 'Attempted at', 'a.attempted_at'),
  text('outcome', 'Outcome', 10, "CASE a.outcome WHEN 1 THEN 'Complete' WHEN 2 THEN 'Failed' ELSE 'Unknown' END"),
  money('sent', 'Sent amount', 'a.sent_amount', 'a.sent_currency'),
  text('sentCurrency', 'Sent currency', 9, 'a.sent_currency'),
  money('synced', 'Synced amount', 'a.synced_amount', 'a.synced_currency'),
  text('syncedCurrency', 'Synced currency', 9, 'a.synced_currency'),
  text('reference', 'Reference', 18, 'a.reference_number'),
  text('errorCode', 'Error code', 16, 'a.error_code'),
  text('message', 'Message', 60, 'a.error_message'),
  text('source', 'Source', 12, 's.slug'),
  text('externalId', 'Attempt', 24, 'a.external_id'),
  instant('receivedAt', 'Received at', 'a.received_at'),
];

/** Each line of a record, from `sync_record_line l` beside its record `r`. */
export const LINE_COLUMNS: readonly SheetColumn[] = [
  ...RECORD,
  number('lineNo', 'Line', 'l.line_no'),
  text('description', 'Description', 40, 'l.description'),
  number('quantity', 'Quantity', 'l.quantity'),
  number('unitAmount', 'Unit amount', 'l.unit_amount'),
  money('amount', 'Amount', 'l.amount', 'r.currency'),
  money('tax', 'Tax amount', 'l.tax_amount', 'r.currency'),
  {
    key: 'synced',
    header: 'Synced amount',
    width: 14,
    value: (field) => {
      const [synced, total] = [field('r.synced_currency'), field('r.currency')];
      return { type: 'money', amount: field('l.synced_amount'), currency: (row) => synced(row) ?? total(row) };
    },
  },
  {
    key: 'difference',
    header: 'Difference',
    width: 14,
    value: (field) => ({
      type: 'difference',
      difference: field('CASE WHEN r.synced_currency = r.currency THEN l.synced_amount - l.amount END'),
      amount: field('l.amount'),
      synced: field('l.synced_amount'),
      currency: field('r.currency'),
      words: () => 'not compared',
    }),
  },
  text('currency', 'Currency', 9, 'r.currency'),
  text('account', 'Account', 14, 'l.account_code'),
  text('item', 'Item', 14, 'l.item_code'),
  text('taxCode', 'Tax code', 12, 'l.tax_code'),
  text(
    'tracking',
    'Tracking',
    26,
    `(SELECT string_agg((t ->> 'name') || ': ' || (t ->> 'option'), '; ') FROM jsonb_array_elements(l.tracking) t)`,
  ),
];
