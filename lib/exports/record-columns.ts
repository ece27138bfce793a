import { remedyOf } from '#lib/causes/catalogue/catalogue.ts';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { type Cause, isCause } from '#lib/causes/causes.ts';
import { answerWords } from '#lib/causes/reading/answer-words.ts';
import { STATUS_LABEL, type SyncStatus, statusNumber, statusOfNumber } from '#lib/records/kinds.ts';
import type { ExportColumn } from './export-job.ts';
import type { Field, Reader, SheetColumn } from './sheet-column.ts';

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

const AMOUNT: SheetColumn = {
  key: 'amount',
  header: 'Amount',
  width: 14,
  value: (field) => ({ type: 'money', amount: field('r.amount'), currency: field('r.currency') }),
};
const CURRENCY = text('currency', 'Currency', 9, 'r.currency');
const SYNCED: SheetColumn = {
  key: 'synced',
  header: 'Synced amount',
  width: 14,
  value: (field) => {
    const [synced, total] = [field('r.synced_currency'), field('r.currency')];
    return { type: 'money', amount: field('r.synced_amount'), currency: (row) => synced(row) ?? total(row) };
  },
};
const SYNCED_CURRENCY = text('syncedCurrency', 'Synced currency', 9, 'r.synced_currency');
const STATUS: SheetColumn = {
  key: 'status',
  header: 'Status',
  width: 20,
  value: (field) => ({ type: 'text', text: statusReader(field) }),
};
const DIFFERENCE: SheetColumn = {
  key: 'difference',
  header: 'Difference',
  width: 14,
  value: (field) => ({
    type: 'difference',
    difference: field('r.difference'),
    amount: field('r.amount'),
    synced: field('r.synced_amount'),
    currency: field('r.currency'),
    words: comparisonReader(field),
  }),
};
const CAUSE: SheetColumn = {
  key: 'cause',
  header: 'Cause',
  width: 24,
  value: (field) => ({ type: 'text', text: causeReader(field, (cause) => CAUSE_LABEL[cause]) }),
};
/** What the ledger's answer says where the message beside it tells nothing, or none came. */
const ANSWER: SheetColumn = {
  key: 'answer',
  header: 'Ledger’s answer',
  width: 60,
  value: (field) => ({ type: 'text', text: answerReader(field) }),
};
const REMEDY: SheetColumn = {
  key: 'remedy',
  header: 'What to do',
  width: 60,
  value: (field) => ({ type: 'text', text: causeReader(field, remedyOf) }),
};
const RECORD_ID = text('recordId', 'Record ID', 38, 'r.id');

/** What a message is told apart by in the list stands in a column of its own here. */
const NOTES: SheetColumn = {
  key: 'notes',
  header: 'Notes',
  width: 30,
  value: (field) => ({ type: 'text', text: notesReader(field) }),
};

/** What each column of the list is in an export. A column that shows two things is two. */
const COLUMNS: Record<string, readonly SheetColumn[]> = {
  number: [text('number', 'Number', 16, 'coalesce(r.number, r.external_key)')],
  payer: [text('payer', 'Payer', 26, 'r.payer')],
  amount: [AMOUNT, CURRENCY],
  synced: [SYNCED, SYNCED_CURRENCY],
  difference: [DIFFERENCE],
  status: [STATUS],
  message: [
    text('errorCode', 'Error code', 16, errorOf('error_code')),
    text('message', 'Message', 60, errorOf('error_message')),
    ANSWER,
    CAUSE,
    REMEDY,
    NOTES,
  ],
  date: [instant('syncDate', 'Sync date', 'r.sync_date')],
  age: [
    instant('pendingSince', 'Pending since', 'r.pending_since'),
    instant('lastTried', 'Last tried', 'r.last_attempt_at'),
  ],
  reference: [text('reference', 'Reference', 18, 'r.reference_number')],
  billingOrg: [text('billingOrg', 'Billing organisation', 26, 'r.billing_org')],
  shipment: [text('shipment', 'Shipment ID', 16, 'r.shipment_id')],
  sourceStatus: [text('sourceStatus', 'Source status', 14, 'r.source_status')],
  documentDate: [
    {
      key: 'documentDate',
      header: 'Document date',
      width: 14,
      value: (field) => ({ type: 'day', day: field('r.document_date') }),
    },
  ],
  source: [text('source', 'Source', 12, 's.slug')],
};

/** The formulas of the first sheet go by these, so that no export is without them. */
const ALWAYS = [AMOUNT, CURRENCY, SYNCED, SYNCED_CURRENCY, STATUS];

/**
 * Takes the columns that the list shows, in their order; gives those of the export. What must always be there and is
 * not shown comes after them, and the record's id last.
 */
export function recordColumns(shown: readonly ExportColumn[]): SheetColumn[] {
  const columns = shown.flatMap(({ id, label }) => COLUMNS[id === 'date' && label === 'Age' ? 'age' : id] ?? []);
  const missing = ALWAYS.filter((column) => !columns.includes(column));
  return [...columns, ...missing, RECORD_ID];
}

/** A record that is complete has no message, whatever an earlier try said. */
function errorOf(column: string): string {
  return `CASE WHEN r.sync_status <> ${statusNumber('complete')} THEN r.${column} END`;
}

/** Gives a status in words: who set it, and whether the record is excluded, included. */
export function statusWords(status: SyncStatus, isByHand: boolean, isExcluded: boolean): string {
  const words = isByHand ? `${STATUS_LABEL[status]} — by hand` : STATUS_LABEL[status];
  return isExcluded ? `Excluded — ${words}` : words;
}

function statusReader(field: Field): Reader {
  const [status, isByHand, excludedAt] = [field('r.sync_status'), field('r.is_by_hand'), field('r.excluded_at')];
  return (row) => statusWords(statusOfNumber(Number(status(row))), isTrue(isByHand(row)), excludedAt(row) !== null);
}

function causeReader(field: Field, wordsOf: (cause: Cause) => string): Reader {
  const read = field(errorOf('cause'));
  return (row) => {
    const cause = read(row);
    return cause !== null && cause !== 'unknown' && isCause(cause) ? wordsOf(cause) : null;
  };
}

function answerReader(field: Field): Reader {
  const read = field(errorOf('told_message'));
  return (row) => answerWords(read(row));
}

function comparisonReader(field: Field): Reader {
  const [status, isByHand, synced, reference] = [
    field('r.sync_status'),
    field('r.is_by_hand'),
    field('r.synced_amount'),
    field('r.reference_number'),
  ];
  return (row) => {
    const isComplete = statusOfNumber(Number(status(row))) === 'complete';
    if (!isComplete && synced(row) === null && reference(row) === null) return 'not synced';
    return isComplete && isTrue(isByHand(row)) ? 'not compared (by hand)' : 'not compared';
  };
}

function notesReader(field: Field): Reader {
  const flags: [Reader, string][] = [
    [field('r.is_void_in_ledger'), 'Void here, still in the ledger'],
    [field('r.is_already_in_ledger'), 'Already in the ledger'],
    [field('r.is_tried_after_closing'), 'Tried again after closing'],
    [field('r.has_two_references'), 'Two references'],
    [field('r.is_changed_since_sync'), 'Changed since sync'],
    [field('r.is_changed_since_failed'), 'Changed since it failed'],
  ];
  const [excludedReason, statusReason] = [field('r.excluded_reason'), field('r.status_reason')];
  return (row) => {
    const notes = flags.flatMap(([reads, words]) => (isTrue(reads(row)) ? [words] : []));
    for (const reason of [excludedReason(row), statusReason(row)]) if (reason !== null) notes.push(reason);
    return notes.length === 0 ? null : notes.join('; ');
  };
}

function isTrue(printed: string | null): boolean {
  return printed === 't';
}
