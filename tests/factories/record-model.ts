import { dayOf } from '#lib/core/dates.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { AGE_DAYS, EVERY_RECORD, type Flag, NONE, type RecordFilter, type Sort } from '#lib/records/list-contract.ts';
import { causeOf, type ListedRecord } from './stored-records.ts';

/** No condition at all: every record that is not excluded. */
export const EVERYTHING: RecordFilter = EVERY_RECORD;

/** What the lists should show, told record by record in plain words: the model that tests compare the SQL with. */
export type RecordModel = {
  timeZone: string;
  sourceSlugs: ReadonlyMap<string, string>;
  /** The ids of records that jobs hold. */
  held?: ReadonlySet<string>;
};

const STATUS = ['pending', 'complete', 'failed'] as const;

/** Says whether a filter should show a record. */
export function isShown(record: ListedRecord, filter: RecordFilter, model: RecordModel): boolean {
  return (
    filter.kinds.some((kind) => kind === record.kind) &&
    isShownByStatus(record, filter, model) &&
    isWithin(record.document_date, filter.documentFrom, filter.documentTo) &&
    has(record.payer, filter.payer) &&
    has(record.billing_org, filter.billingOrg) &&
    (filter.sources.length === 0 || filter.sources.includes(model.sourceSlugs.get(record.source_id) ?? '')) &&
    (filter.sourceStatuses.length === 0 || filter.sourceStatuses.includes(record.source_status ?? '')) &&
    filter.flags.every((flag) => hasFlag(record, flag, model)) &&
    (filter.currency === null || (record.currency ?? NONE) === filter.currency) &&
    (filter.messageId === null || messageIdOf(record) === filter.messageId) &&
    (filter.cause === null || (causeOf(record) ?? NONE) === filter.cause) &&
    (filter.connection === null || (record.connection_id ?? NONE) === filter.connection) &&
    isOfAge(record, filter, model) &&
    isFound(record, filter.search.trim().toLowerCase())
  );
}

/** Orders records as a list does: by the key, then by id. */
export function inOrder(records: readonly ListedRecord[], { key, direction }: Sort): ListedRecord[] {
  const sorted = records.toSorted((a, b) => {
    const [left, right] = [sortValue(a, key), sortValue(b, key)];
    const compared =
      typeof left === 'string' ? Buffer.compare(Buffer.from(left), Buffer.from(String(right))) : left - Number(right);
    return compared === 0 ? (a.id < b.id ? -1 : 1) : compared;
  });
  return direction === 'asc' ? sorted : sorted.reverse();
}

/** The date that the list orders by: since when it is pending, else its sync date. */
export function listDate(record: ListedRecord): string {
  return record.sync_status === 0 ? record.pending_since : (record.sync_date ?? record.pending_since);
}

/** Synced minus total in ten-thousandths, or null if the two can't be compared. */
export function differenceUnits(record: ListedRecord): bigint | null {
  const isComparable =
    record.amount !== null && record.synced_amount !== null && record.synced_currency === record.currency;
  return isComparable ? unitsOf(record.synced_amount) - unitsOf(record.amount) : null;
}

/** An amount of four decimals in ten-thousandths; nothing is 0. */
export function unitsOf(amount: string | null): bigint {
  return BigInt((amount ?? '0.0000').replace('.', ''));
}

function isShownByStatus(record: ListedRecord, filter: RecordFilter, { timeZone }: RecordModel): boolean {
  if (filter.excluded === 'only') return record.excluded_at !== null;
  if (record.excluded_at !== null) return false;
  const status = STATUS[record.sync_status];
  if (filter.syncStatus !== 'all' && filter.syncStatus !== status) return false;
  return status === 'pending' || isWithin(dayIn(timeZone, listDate(record)), filter.syncedFrom, filter.syncedTo);
}

function messageIdOf({ error_message }: ListedRecord): string {
  return error_message === null ? NONE : errorMessageId(error_message);
}

function isOfAge(record: ListedRecord, { age }: RecordFilter, { timeZone }: RecordModel): boolean {
  if (age === null) return true;
  const days = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  const ageDays = days(dayOf(new Date(), timeZone)) - days(dayIn(timeZone, listDate(record)));
  const { min, max } = AGE_DAYS[age];
  return ageDays >= min && (max === null || ageDays <= max);
}

function isWithin(day: string | null, from: string | null, to: string | null): boolean {
  if (from === null && to === null) return true;
  return day !== null && (from === null || day >= from) && (to === null || day <= to);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function dayIn(timeZone: string, instant: string): string {
  // To make one takes a hundred times as long as to ask it.
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock.format(new Date(instant));
}

function has(text: string | null, part: string): boolean {
  return part === '' || (text ?? '').toLowerCase().includes(part.toLowerCase());
}

function isFound(record: ListedRecord, text: string): boolean {
  if (text === '') return true;
  if (text.length < 3) return (record.number ?? '').toLowerCase().startsWith(text);
  const { number, reference_number, payer, billing_org, shipment_id, error_message } = record;
  return [number, reference_number, payer, billing_org, shipment_id, error_message?.slice(0, 2000)].some((part) =>
    (part ?? '').toLowerCase().includes(text),
  );
}

function hasFlag(record: ListedRecord, flag: Flag, model: RecordModel): boolean {
  switch (flag) {
    case 'differs':
      return (differenceUnits(record) ?? 0n) !== 0n;
    case 'changed_since_sync':
      return record.sync_status === 1 && record.content_version > (record.synced_content_version ?? Infinity);
    case 'by_hand':
      return record.is_by_hand;
    case 'tried_after_closing':
      return record.is_tried_after_closing;
    case 'two_references':
      return record.has_two_references;
    case 'already_in_ledger':
      return record.sync_status !== 1 && (record.synced_at !== null || record.reference_number !== null);
    case 'void_in_ledger':
      return record.is_void && record.excluded_at === null;
    case 'in_doubt':
      return record.is_in_doubt;
    case 'held':
      return model.held?.has(record.id) ?? false;
    case 'not_by_hand':
      return !record.is_by_hand;
    case 'no_document_date':
      return record.document_date === null;
    default:
      return flag satisfies never;
  }
}

function sortValue(record: ListedRecord, key: Sort['key']): string | number {
  switch (key) {
    case 'date':
      return listDate(record);
    case 'number':
      return (record.number ?? '').toLowerCase();
    case 'payer':
      return (record.payer ?? '').toLowerCase();
    case 'amount':
      return record.amount === null ? Number.NEGATIVE_INFINITY : Number(record.amount);
    case 'difference': {
      const units = differenceUnits(record);
      return units === null ? Number.NEGATIVE_INFINITY : Number(units);
    }
    default:
      return key satisfies never;
  }
}
