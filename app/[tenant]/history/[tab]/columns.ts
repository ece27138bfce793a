import type { TableColumn } from '#components/data-table/types.ts';
import { isComparedKind, type Kind } from '#lib/records/kinds.ts';
import type { Sort, SortKey } from '#lib/records/list-contract.ts';
import type { ListState } from './list-address.ts';

type ColumnSpec = Omit<TableColumn, 'sort'> & { sortKey?: SortKey; firstDirection?: Sort['direction'] };

const NUMBER: ColumnSpec = {
  id: 'number',
  label: 'Number',
  width: 112,
  minWidth: 88,
  isFixed: true,
  narrow: 'title',
  sortKey: 'number',
  firstDirection: 'asc',
};
const PAYER: ColumnSpec = {
  id: 'payer',
  label: 'Payer',
  width: 160,
  sortKey: 'payer',
  firstDirection: 'asc',
};
const AMOUNT: ColumnSpec = {
  id: 'amount',
  label: 'Amount',
  width: 118,
  align: 'end',
  narrow: 'value',
  sortKey: 'amount',
};
const SYNCED: ColumnSpec = { id: 'synced', label: 'Synced', width: 112, align: 'end' };
const DIFFERENCE: ColumnSpec = {
  id: 'difference',
  label: 'Difference',
  width: 116,
  align: 'end',
  sortKey: 'difference',
};
const STATUS: ColumnSpec = { id: 'status', label: 'Status', width: 176 };
const SYNC_DATE: ColumnSpec = { id: 'date', label: 'Sync date', width: 152, narrow: 'aside', sortKey: 'date' };
const AGE: ColumnSpec = {
  id: 'date',
  label: 'Age',
  width: 272,
  narrow: 'aside',
  sortKey: 'date',
  firstDirection: 'asc',
};
const MESSAGE: ColumnSpec = { id: 'message', label: 'Message', width: 340, minWidth: 160, isElastic: true };
const BILLING_ORG: ColumnSpec = { id: 'billingOrg', label: 'Billing organisation', width: 160 };
const SHIPMENT: ColumnSpec = { id: 'shipment', label: 'Shipment ID', width: 116 };
const SOURCE_STATUS: ColumnSpec = { id: 'sourceStatus', label: 'Source status', width: 112 };
const DOCUMENT_DATE: ColumnSpec = { id: 'documentDate', label: 'Document date', width: 116 };
const REFERENCE: ColumnSpec = { id: 'reference', label: 'Reference', width: 116 };
const SOURCE: ColumnSpec = { id: 'source', label: 'Source', width: 92 };

/**
 * Gives the columns of a tab in their order. Where records failed, the message stands in the middle of the first view;
 * where they did not, what the ledger answered does.
 */
export function columnsFor(kind: Kind, state: ListState, sortHref: (sort: Sort) => string): TableColumn[] {
  const compared = isComparedKind(kind) ? [DIFFERENCE] : [];
  const date = state.status === 'pending' ? AGE : SYNC_DATE;
  const money = [AMOUNT, SYNCED, ...compared];
  // The ledger's contact comes first: the payer of what is sold, the billing organisation of what is bought.
  const isSale = kind === 'invoice' || kind === 'invoice_payment';
  const [contact, other] = isSale ? [PAYER, BILLING_ORG] : [BILLING_ORG, PAYER];
  const party = { ...contact, narrow: 'subtitle' as const };
  const rest = [REFERENCE, other, SHIPMENT, SOURCE_STATUS, DOCUMENT_DATE, SOURCE];
  const specs = inOrder(state.status, { party, money, compared, date, rest });

  return specs.map(({ sortKey, firstDirection = 'desc', ...column }) => ({
    ...column,
    sort: sortKey === undefined ? null : sortOf(sortKey, firstDirection, state, sortHref),
  }));
}

type Parts = { party: ColumnSpec; money: ColumnSpec[]; compared: ColumnSpec[]; date: ColumnSpec; rest: ColumnSpec[] };

function inOrder(status: ListState['status'], { party, money, compared, date, rest }: Parts): ColumnSpec[] {
  const message = { ...MESSAGE, narrow: 'detail' as const };
  switch (status) {
    // How long it waits, and for what, comes before money that no job has synced yet.
    case 'pending':
      return [NUMBER, party, AMOUNT, { ...STATUS, width: 100 }, date, message, SYNCED, ...compared, ...rest];
    case 'failed':
      return [NUMBER, party, ...money, { ...STATUS, width: 92 }, message, date, ...rest];
    case 'all':
      return [NUMBER, party, ...money, STATUS, message, date, ...rest];
    case 'complete':
      return [NUMBER, party, ...money, { ...STATUS, width: 248, narrow: 'detail' as const }, date, ...rest, MESSAGE];
    default:
      return status satisfies never;
  }
}

function sortOf(
  key: SortKey,
  first: Sort['direction'],
  state: ListState,
  sortHref: (sort: Sort) => string,
): TableColumn['sort'] {
  if (state.sort.key !== key) return { href: sortHref({ key, direction: first }), direction: null };
  const { direction } = state.sort;
  const isAscending = direction === 'asc';
  // The older a pending record is, the greater its age: the two orders mirror each other.
  const isShownAscending = key === 'date' && state.status === 'pending' ? !isAscending : isAscending;
  return {
    href: sortHref({ key, direction: isAscending ? 'desc' : 'asc' }),
    direction: isShownAscending ? 'ascending' : 'descending',
  };
}
