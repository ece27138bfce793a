import { formatAmount } from '#components/sync/format-money.ts';
import { formatDay, formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { actionWords } from '#lib/audit/action-words.ts';
import { isDay } from '#lib/core/dates.ts';
import { isAmountText, toAmount } from '#lib/core/money.ts';
import { STATUS_LABEL, SYNC_STATUSES } from '#lib/records/kinds.ts';
import type { RecordEvent } from '#lib/records/record-contract.ts';

/** One field that an event changed, in words; `before` and `after` are null where only the fact is known. */
export type EventChange = { field: string; before: string | null; after: string | null };
export type EventWords = { title: string; changes: EventChange[] };

const NOTHING = 'none';

const FIELDS: Record<string, string> = {
  number: 'Number',
  amount: 'Amount',
  currency: 'Currency',
  payer: 'Payer',
  payerEmail: 'Payer’s e-mail',
  billingOrg: 'Billing organisation',
  billingOrgEmail: 'Billing organisation’s e-mail',
  shipmentId: 'Shipment ID',
  sourceStatus: 'Source status',
  documentDate: 'Document date',
  dueDate: 'Due date',
  referenceNumber: 'Reference',
  syncStatus: 'Status',
  excludedReason: 'Reason',
};

/** Fields of which the log keeps a mark instead of a value. */
const FACTS: Record<string, string> = {
  linesHash: 'Lines changed',
  appliesHash: 'What it pays changed',
  connectionId: 'Moved to another company of the ledger',
};

/** What words are made of: events of the audit log have no more. */
type WordedEvent = Omit<RecordEvent, 'bulkOperationId'>;

/** Takes an event of a record, the record's currency and how the tenant writes; gives what happened in words. */
export function eventWords(event: WordedEvent, currency: string | null, formats: Formats): EventWords {
  const before = fieldsOf(event.before);
  const after = fieldsOf(event.after);
  return { title: titleOf(event, before, after), changes: changesOf(event.action, before, after, currency, formats) };
}

/** Says whether changes of a field have words of their own here. */
export function isWordedField(field: string): boolean {
  return field in FIELDS || field in FACTS;
}

function titleOf(event: WordedEvent, before: Fields, after: Fields): string {
  switch (event.action) {
    case 'record.changed':
      if (after.isDeleted === true) return 'Deleted in the source system';
      if (after.isVoid === true) return 'Voided in the source system';
      if (after.isVoid === false && before.isVoid === true) return 'No longer void';
      return 'Document changed';
    case 'record.status_changed':
      return `Set from ${statusName(before.syncStatus)} to ${statusName(after.syncStatus)}`;
    case 'record.excluded':
      return 'Excluded';
    case 'record.included':
      return 'Included again';
    case 'record.noted':
      return 'Note';
    default:
      return actionWords(event.action);
  }
}

function changesOf(
  action: string,
  before: Fields,
  after: Fields,
  currency: string | null,
  formats: Formats,
): EventChange[] {
  const changes: EventChange[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const fact = FACTS[field];
    if (fact !== undefined) {
      changes.push({ field: fact, before: null, after: null });
      continue;
    }
    const name = FIELDS[field];
    if (name === undefined || (action === 'record.status_changed' && field === 'syncStatus')) continue;
    const beforeText = valueWords(field, before[field], textOf(before.currency) ?? currency, formats);
    const afterText = valueWords(field, after[field], textOf(after.currency) ?? currency, formats);
    if (beforeText !== afterText) changes.push({ field: name, before: beforeText, after: afterText });
  }
  return changes;
}

function valueWords(field: string, value: unknown, currency: string | null, formats: Formats): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (field === 'syncStatus') return statusName(value);
  if (typeof value !== 'string') return String(value);
  if (field === 'amount' && isAmountText(value)) {
    return [formatAmount(toAmount(value), currency, formats.locale), currency].filter(Boolean).join(' ');
  }
  if (isDay(value)) return formatDay(value, formats.locale);
  if (/^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value))) {
    return formatInstant(value, formats.timeZone, formats.locale);
  }
  return value;
}

function statusName(value: unknown): string {
  const status = typeof value === 'number' ? SYNC_STATUSES[value] : SYNC_STATUSES.find((known) => known === value);
  return status === undefined ? 'unknown' : STATUS_LABEL[status];
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
