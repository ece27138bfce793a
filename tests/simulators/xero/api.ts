import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../ledger/answer.ts';
import type { Clock } from '../ledger/clock.ts';
import { XERO_ANSWERS } from './answers.ts';
import { XERO_ENTITIES, type XeroEntity, type XeroOrganisation, type XeroRow } from './organisation.ts';
import { actionsView, organisationView, xeroDate } from './organisation-view.ts';
import { readWhere, WhereError } from './where.ts';

const PAGE_SIZE = 100;
const MOST_ON_A_PAGE = 1_000;

type Name = XeroEntity | 'Organisation';

/** Any of these scopes opens a part of the API: the granular ones, and the broad ones of older apps. */
const SCOPES: Record<Name, readonly string[]> = {
  Organisation: ['accounting.settings'],
  Accounts: ['accounting.settings'],
  Items: ['accounting.settings'],
  TaxRates: ['accounting.settings'],
  TrackingCategories: ['accounting.settings'],
  Currencies: ['accounting.settings'],
  Contacts: ['accounting.contacts'],
  Invoices: ['accounting.invoices', 'accounting.transactions'],
  Payments: ['accounting.payments', 'accounting.transactions'],
};
/** What knows If-Modified-Since and tells when it changed, and what comes in pages. */
const MODIFIED_SINCE: readonly Name[] = ['Accounts', 'Contacts', 'Items', 'Invoices', 'Payments'];
const PAGED: readonly Name[] = ['Contacts', 'Invoices', 'Payments'];
/** Left out of lists unless archived ones are asked for. */
const HIDDEN_STATUSES: Partial<Record<Name, { field: string; status: string }>> = {
  Contacts: { field: 'ContactStatus', status: 'ARCHIVED' },
  TrackingCategories: { field: 'Status', status: 'ARCHIVED' },
};
/** Days and instants of the older format; the others stay as ISO text. */
const OLD_DATES = ['Date', 'DueDate', 'FullyPaidOnDate', 'UpdatedDateUTC'];

/** Answers a read of one organisation that the token reaches. */
export function answerOrganisation(
  organisation: XeroOrganisation,
  call: Call,
  scopes: readonly string[],
  clock: Clock,
): Answer {
  const [asked = '', id = ''] = call.url.pathname.split('/').slice(3);
  const names = ['Organisation', ...(Object.keys(XERO_ENTITIES) as XeroEntity[])] as const;
  const name = names.find((one) => one.toLowerCase() === asked.toLowerCase());
  if (name === undefined) return XERO_ANSWERS.not_found();
  const isOpen = SCOPES[name].some((scope) => scopes.includes(scope) || scopes.includes(`${scope}.read`));
  if (!isOpen) return XERO_ANSWERS.insufficient_scope();
  if (name === 'Organisation') {
    return id.toLowerCase() === 'actions'
      ? envelope(clock, { Actions: actionsView(organisation.settings) })
      : envelope(clock, { Organisations: [organisationView(organisation)] });
  }
  if (id !== '') {
    const row = organisation.row(name, decodeURIComponent(id));
    return row === undefined ? XERO_ANSWERS.not_found() : envelope(clock, { [name]: [shown(name, row, true)] });
  }
  return list(organisation, name, call, clock);
}

function list(organisation: XeroOrganisation, name: XeroEntity, { url, headers }: Call, clock: Clock): Answer {
  const asked = url.searchParams;
  const since = Date.parse(headers['if-modified-since'] ?? '');
  const hidden = HIDDEN_STATUSES[name];
  const isArchivedWanted = asked.get('includeArchived') === 'true' || asked.has('IDs') || !Number.isNaN(since);
  let where: (row: Record<string, unknown>) => boolean;
  try {
    where = readWhere(asked.get('where') ?? '');
  } catch (error) {
    if (!(error instanceof WhereError)) throw error;
    const body = { ErrorNumber: 16, Type: 'QueryParseException', Message: error.message };
    return { status: 400, body };
  }
  const rows = organisation
    .rows(name)
    .filter((row) => Number.isNaN(since) || !MODIFIED_SINCE.includes(name) || isAfter(row, since))
    .filter((row) => hidden === undefined || isArchivedWanted || row[hidden.field] !== hidden.status)
    .filter((row) => isAmong(asked.get('IDs'), row[XERO_ENTITIES[name]]))
    .filter((row) => isAmong(asked.get('InvoiceNumbers'), row.InvoiceNumber))
    .filter((row) => isAmong(asked.get('Statuses') ?? asked.get('statuses'), row.Status))
    .filter(where);
  const sorted = inOrder(rows, asked.get('order'));
  if (!asked.has('page') || !PAGED.includes(name)) {
    return envelope(clock, { [name]: sorted.map((row) => shown(name, briefly(name, row), name !== 'Invoices')) });
  }
  const page = Math.max(1, Number(asked.get('page')) || 1);
  const pageSize = Math.min(MOST_ON_A_PAGE, Math.max(1, Number(asked.get('pageSize')) || PAGE_SIZE));
  const onPage = sorted.slice((page - 1) * pageSize, page * pageSize);
  const isSummary = asked.get('summaryOnly') === 'true';
  const pageCount = Math.ceil(sorted.length / pageSize);
  return envelope(clock, {
    pagination: { page, pageSize, pageCount, itemCount: sorted.length },
    [name]: onPage.map((row) => shown(name, row, !isSummary)),
  });
}

/** What of a contact is told with pages and by its id alone. */
const WITH_PAGES = ['MergedToContactID', 'SalesDefaultAccountCode', 'PurchasesDefaultAccountCode'];

function briefly(entity: XeroEntity, row: XeroRow): XeroRow {
  if (entity !== 'Contacts') return row;
  const told = Object.entries(row).filter(([field]) => !WITH_PAGES.includes(field));
  return { ...Object.fromEntries(told), UpdatedDateUTC: row.UpdatedDateUTC };
}

function envelope(clock: Clock, body: Record<string, unknown>): Answer {
  const now = new Date(clock.now()).toISOString();
  const head = { Id: randomUUID(), Status: 'OK', ProviderName: 'Tieout simulator', DateTimeUTC: xeroDate(now) };
  return { status: 200, body: { ...head, ...body } };
}

/** The header has seconds, so what changed within its second counts as changed. */
function isAfter({ UpdatedDateUTC }: XeroRow, sinceMs: number): boolean {
  return Date.parse(UpdatedDateUTC) >= sinceMs;
}

function isAmong(listed: string | null, value: unknown): boolean {
  return listed === null || listed === '' || listed.split(',').includes(String(value));
}

function shown(entity: XeroEntity, row: XeroRow, hasLines: boolean): Record<string, unknown> {
  const { LineItems, ...rest } = row;
  const isTold = (name: string) => name !== 'UpdatedDateUTC' || MODIFIED_SINCE.includes(entity);
  const told = Object.entries(rest).filter(([name]) => isTold(name));
  const fields = told.map(([name, value]) => {
    const isOld = OLD_DATES.includes(name) && typeof value === 'string';
    return [name, isOld ? xeroDate(value) : value] as const;
  });
  const dates = typeof row.Date === 'string' ? { DateString: `${row.Date.slice(0, 10)}T00:00:00` } : {};
  return {
    ...Object.fromEntries(fields),
    ...dates,
    ...(LineItems === undefined ? {} : { LineItems: hasLines ? LineItems : [] }),
  };
}

function inOrder(rows: XeroRow[], order: string | null): XeroRow[] {
  const [field = '', direction = 'ASC'] = (order ?? '').split(/\s+/);
  if (field === '') return rows;
  const sign = direction.toUpperCase() === 'DESC' ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [a[field], b[field]];
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * (String(x ?? '') < String(y ?? '') ? -1 : String(x ?? '') > String(y ?? '') ? 1 : 0);
  });
}
