import type { LedgerListItem, LedgerListType, LedgerPage } from '../ledger.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { placeText, readPlace } from '../page-place.ts';
import { fieldAt, flagAt, instantAt, known, needRows, type Row, rowsAt, textAt } from '../read-fields.ts';

/** What an answer without a body stands for: nothing has changed. */
export const UNCHANGED = Symbol('unchanged');

const PAGE_SIZE = 500;
const ACTIVE = 'ACTIVE';
/** A contact whose person asked to be forgotten is as good as deleted. */
const GONE = ['DELETED', 'GDPRREQUEST'];

type Ask = (path: string, query: Record<string, string>, since: Date | null) => Promise<unknown>;
type From = { page: string | null; since: Date | null };

/** Reads one page of a list, the archived rows too. With `since` only what changed at or after it, where Xero can tell. */
export function readXeroList(type: LedgerListType, from: From, ask: Ask): Promise<LedgerPage> {
  switch (type) {
    case 'account':
      return whole(ask('Accounts', {}, from.since), 'Accounts', accountOf);
    case 'customer':
    case 'vendor':
      return readContacts(type, from, ask);
    case 'item':
      return whole(ask('Items', { unitdp: '4' }, from.since), 'Items', itemOf);
    case 'tax_code':
      return whole(ask('TaxRates', {}, null), 'TaxRates', taxCodeOf);
    case 'tracking':
      return whole(ask('TrackingCategories', { includeArchived: 'true' }, null), 'TrackingCategories', optionsOf);
    case 'currency':
      return whole(ask('Currencies', {}, null), 'Currencies', currencyOf);
    default:
      return type satisfies never;
  }
}

/** A list that is not in the answer is not an empty one: everything in it would count as gone. */
function rowsOf(answer: unknown, name: string): Row[] {
  return answer === UNCHANGED ? [] : needRows(answer, name, LEDGER_WORDS.xero.name);
}

/** These lists come in one piece. */
async function whole(
  asked: Promise<unknown>,
  name: string,
  read: (row: Row) => LedgerListItem | LedgerListItem[],
): Promise<LedgerPage> {
  return { items: rowsOf(await asked, name).flatMap(read), next: null };
}

/** Customers and suppliers are one list in Xero; who has neither bought nor sold yet may become either. */
async function readContacts(type: 'customer' | 'vendor', { page, since }: From, ask: Ask): Promise<LedgerPage> {
  const { at } = readPlace(page);
  const query = { page: String(at), pageSize: String(PAGE_SIZE), includeArchived: 'true', order: 'ContactID ASC' };
  const answer = await ask('Contacts', query, since);
  const rows = rowsOf(answer, 'Contacts');
  const contacts = rows.map((row) => {
    const [isCustomer, isSupplier] = [flagAt(row, 'IsCustomer') === true, flagAt(row, 'IsSupplier') === true];
    const isOurs = type === 'customer' ? isCustomer || !isSupplier : isSupplier || !isCustomer;
    const contact = contactOf(type, row);
    return { isOurs, contact: isOurs ? contact : { ...contact, isGone: true } };
  });
  const pageCount = Number(fieldAt(answer, 'pagination.pageCount'));
  // An empty page is the last one, whatever is said of their number.
  const isMore = rows.length > 0 && (Number.isFinite(pageCount) ? at < pageCount : rows.length === PAGE_SIZE);
  return {
    // Who has changed sides meanwhile is gone from this one; a whole reading need not know of the others.
    items: contacts.filter(({ isOurs }) => isOurs || since !== null).map(({ contact }) => contact),
    next: isMore ? placeText({ list: 0, at: at + 1 }) : null,
  };
}

function entry(type: LedgerListType, row: Row, fields: Partial<LedgerListItem>): LedgerListItem {
  const status = textAt(row, 'Status') ?? textAt(row, 'ContactStatus') ?? ACTIVE;
  return {
    type,
    externalKey: '',
    code: null,
    name: '',
    email: null,
    currency: null,
    isActive: status === ACTIVE,
    isGone: GONE.includes(status),
    updatedAt: instantAt(row, 'UpdatedDateUTC'),
    details: {},
    ...fields,
  };
}

function accountOf(row: Row): LedgerListItem {
  return entry('account', row, {
    externalKey: textAt(row, 'AccountID') ?? '',
    code: textAt(row, 'Code'),
    name: textAt(row, 'Name') ?? '',
    currency: textAt(row, 'CurrencyCode'),
    details: known({
      type: textAt(row, 'Type'),
      class: textAt(row, 'Class'),
      taxType: textAt(row, 'TaxType'),
      systemAccount: textAt(row, 'SystemAccount'),
      takesPayments: flagAt(row, 'EnablePaymentsToAccount'),
    }),
  });
}

function contactOf(type: 'customer' | 'vendor', row: Row): LedgerListItem {
  return entry(type, row, {
    externalKey: textAt(row, 'ContactID') ?? '',
    code: textAt(row, 'ContactNumber') ?? textAt(row, 'AccountNumber'),
    name: textAt(row, 'Name') ?? '',
    email: textAt(row, 'EmailAddress'),
    currency: textAt(row, 'DefaultCurrency'),
    details: known({
      mergedTo: textAt(row, 'MergedToContactID'),
      taxNumber: textAt(row, 'TaxNumber'),
      phone: phoneOf(row),
      // What a line that names no account is booked on; told with pages and single contacts alone.
      salesAccount: textAt(row, 'SalesDefaultAccountCode'),
      purchasesAccount: textAt(row, 'PurchasesDefaultAccountCode'),
    }),
  });
}

/** The first number that a contact has, its parts as they are dialled; the main one before a mobile. */
function phoneOf(row: Row): string | null {
  const phones = rowsAt(row, 'Phones').filter((phone) => textAt(phone, 'PhoneNumber') !== null);
  const first = phones.find((phone) => textAt(phone, 'PhoneType') === 'DEFAULT') ?? phones[0];
  if (first === undefined) return null;
  const country = textAt(first, 'PhoneCountryCode');
  const parts = [country === null ? null : `+${country.replace(/^\+/, '')}`, textAt(first, 'PhoneAreaCode')];
  return [...parts, textAt(first, 'PhoneNumber')].filter((part) => part !== null).join(' ');
}

function itemOf(row: Row): LedgerListItem {
  return entry('item', row, {
    externalKey: textAt(row, 'ItemID') ?? '',
    code: textAt(row, 'Code'),
    name: textAt(row, 'Name') ?? textAt(row, 'Code') ?? '',
    details: known({ isSold: flagAt(row, 'IsSold'), isPurchased: flagAt(row, 'IsPurchased') }),
  });
}

function taxCodeOf(row: Row): LedgerListItem {
  const key = textAt(row, 'TaxType') ?? textAt(row, 'Name') ?? '';
  return entry('tax_code', row, {
    externalKey: key,
    code: key,
    name: textAt(row, 'Name') ?? key,
    details: known({
      rate: textAt(row, 'EffectiveRate'),
      forRevenue: flagAt(row, 'CanApplyToRevenue'),
      forExpenses: flagAt(row, 'CanApplyToExpenses'),
    }),
  });
}

/** An option is active as long as its category is. */
function optionsOf(category: Row): LedgerListItem[] {
  const [id, name] = [textAt(category, 'TrackingCategoryID') ?? '', textAt(category, 'Name') ?? ''];
  const isCategoryActive = (textAt(category, 'Status') ?? ACTIVE) === ACTIVE;
  return rowsAt(category, 'Options').map((option) => {
    const found = entry('tracking', option, {
      externalKey: `${id}/${textAt(option, 'TrackingOptionID')}`,
      name: textAt(option, 'Name') ?? '',
      details: { category: name },
    });
    return { ...found, isActive: found.isActive && isCategoryActive };
  });
}

function currencyOf(row: Row): LedgerListItem {
  const code = textAt(row, 'Code') ?? '';
  return entry('currency', row, { externalKey: code, code, name: textAt(row, 'Description') ?? code, currency: code });
}
