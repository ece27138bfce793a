import type { LedgerListItem, LedgerListType, LedgerPage } from '../ledger.ts';
import { placeText, readPlace } from '../page-place.ts';
import { flagAt, instantAt, known, type Row, rowsAt, textAt } from '../read-fields.ts';

const PAGE_SIZE = 500;

/** How lists are asked for. */
type Ways = {
  /** Runs a select statement; gives `QueryResponse`. */
  select: (statement: string) => Promise<unknown>;
  readPreferences: () => Promise<unknown>;
};

type Fields = Partial<Pick<LedgerListItem, 'externalKey' | 'code' | 'name' | 'email' | 'currency' | 'details'>>;
type Entity = { name: string; fields: (row: Row) => Fields };

const name = (row: Row) => textAt(row, 'FullyQualifiedName') ?? textAt(row, 'Name') ?? '';

const person = (row: Row): Fields => ({
  name: textAt(row, 'DisplayName') ?? name(row),
  email: textAt(row, 'PrimaryEmailAddr.Address'),
  currency: textAt(row, 'CurrencyRef.value'),
  details: known({
    company: textAt(row, 'CompanyName'),
    number: textAt(row, 'AcctNum'),
    // All but the last four of a vendor's is masked.
    taxNumber: textAt(row, 'PrimaryTaxIdentifier') ?? textAt(row, 'TaxIdentifier') ?? textAt(row, 'BusinessNumber'),
    phone: textAt(row, 'PrimaryPhone.FreeFormNumber') ?? textAt(row, 'Mobile.FreeFormNumber'),
    parent: textAt(row, 'ParentRef.value'),
  }),
});

const tracked = (kind: 'Class' | 'Department', category: string) => (row: Row) => ({
  externalKey: `${kind.toLowerCase()}:${textAt(row, 'Id')}`,
  name: name(row),
  details: { category },
});

/** Which of QuickBooks' entities make up each list, with what we take of a row. */
const ENTITIES: Record<LedgerListType, readonly Entity[]> = {
  account: [
    {
      name: 'Account',
      fields: (row) => ({
        code: textAt(row, 'AcctNum'),
        name: name(row),
        currency: textAt(row, 'CurrencyRef.value'),
        details: known({
          type: textAt(row, 'AccountType'),
          subType: textAt(row, 'AccountSubType'),
          class: textAt(row, 'Classification'),
        }),
      }),
    },
  ],
  customer: [{ name: 'Customer', fields: person }],
  vendor: [{ name: 'Vendor', fields: person }],
  item: [
    {
      name: 'Item',
      fields: (row) => ({
        code: textAt(row, 'Sku'),
        name: name(row),
        details: known({
          type: textAt(row, 'Type'),
          incomeAccount: textAt(row, 'IncomeAccountRef.value'),
          expenseAccount: textAt(row, 'ExpenseAccountRef.value'),
        }),
      }),
    },
  ],
  tax_code: [
    {
      name: 'TaxCode',
      fields: (row) => ({
        code: textAt(row, 'Name'),
        name: textAt(row, 'Name') ?? '',
        details: known({ description: textAt(row, 'Description'), isTaxable: flagAt(row, 'Taxable') }),
      }),
    },
  ],
  tracking: [
    { name: 'Class', fields: tracked('Class', 'Class') },
    { name: 'Department', fields: tracked('Department', 'Location') },
  ],
  currency: [
    {
      name: 'CompanyCurrency',
      fields: (row) => {
        const code = textAt(row, 'Code') ?? '';
        return { externalKey: code, code, name: textAt(row, 'Name') ?? code, currency: code };
      },
    },
  ],
};

/**
 * Reads one page of a list, the inactive rows too. With `since` only what changed at or after it. Nothing of these lists
 * can be deleted in QuickBooks, only made inactive, so that nothing is ever gone.
 */
export async function readQboList(
  type: LedgerListType,
  { page, since }: { page: string | null; since: Date | null },
  { select, readPreferences }: Ways,
): Promise<LedgerPage> {
  const place = readPlace(page);
  const entities = ENTITIES[type];
  const entity = entities[place.list];
  if (entity === undefined) return { items: [], next: null };
  const home = type === 'currency' && page === null ? await readHome(readPreferences) : null;
  // Without multicurrency the entity itself is refused.
  if (home?.hasMultiCurrency === false) return { items: [home.item], next: null };
  const changed = since === null ? '' : ` AND MetaData.LastUpdatedTime >= '${since.toISOString()}'`;
  const answer = await select(
    `SELECT * FROM ${entity.name} WHERE Active IN (true, false)${changed} ORDERBY Id STARTPOSITION ${place.at} MAXRESULTS ${PAGE_SIZE}`,
  );
  const rows = rowsAt(answer, entity.name);
  const items = rows.map((row) => itemOf(type, row, entity.fields(row)));
  return { items: home === null ? items : [home.item, ...items], next: nextOf() };

  function nextOf(): string | null {
    if (rows.length === PAGE_SIZE) return placeText({ list: place.list, at: place.at + PAGE_SIZE });
    return place.list + 1 < entities.length ? placeText({ list: place.list + 1, at: 1 }) : null;
  }
}

function itemOf(type: LedgerListType, row: Row, fields: Fields): LedgerListItem {
  return {
    type,
    externalKey: textAt(row, 'Id') ?? '',
    code: null,
    name: '',
    email: null,
    currency: null,
    isActive: flagAt(row, 'Active') ?? true,
    isGone: false,
    updatedAt: instantAt(row, 'MetaData.LastUpdatedTime'),
    details: {},
    ...fields,
  };
}

/** The home currency is in no list: only the preferences name it. */
async function readHome(readPreferences: Ways['readPreferences']) {
  const preferences = await readPreferences();
  const code = textAt(preferences, 'CurrencyPrefs.HomeCurrency.value') ?? '';
  const fields = { externalKey: code, code, name: code, currency: code, details: { isHome: true } };
  const item = itemOf('currency', preferences as Row, { ...fields });
  const hasMultiCurrency = flagAt(preferences, 'CurrencyPrefs.MultiCurrencyEnabled') === true;
  return { hasMultiCurrency, item: { ...item, isActive: true, updatedAt: null } };
}
