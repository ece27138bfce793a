import { randomUUID } from 'node:crypto';
import type { Clock } from '../ledger/clock.ts';

/** What can be read of an organisation, and the field that holds a row's id. */
export const XERO_ENTITIES = {
  Accounts: 'AccountID',
  Contacts: 'ContactID',
  Items: 'ItemID',
  TaxRates: 'TaxType',
  TrackingCategories: 'TrackingCategoryID',
  Currencies: 'Code',
  Invoices: 'InvoiceID',
  Payments: 'PaymentID',
} as const;

export type XeroEntity = keyof typeof XERO_ENTITIES;

/** A row as the organisation holds it; times are held as ISO text and shown as the API shows them. */
export type XeroRow = Record<string, unknown> & { UpdatedDateUTC: string };

/** What an organisation is, and what can change with it. */
export type XeroSettings = {
  name: string;
  country: string;
  /** `STARTER`, `STANDARD`, `PREMIUM` and so on. */
  plan: string;
  edition: 'BUSINESS' | 'PARTNER';
  baseCurrency: string;
  timeZone: string;
  /** YYYY-MM-DD, or null when it is not set. */
  periodLockDate: string | null;
  endOfYearLockDate: string | null;
  organisationStatus: string;
  hasMultiCurrency: boolean;
  /** The plan has ended: nothing may be approved any more. */
  isLapsed: boolean;
  /** Actions that are refused besides. */
  refusedActions: string[];
  isDemoCompany: boolean;
};

/** What an organisation begins with. */
export type XeroOrganisationPlan = {
  tenantId: string;
  settings?: Partial<XeroSettings>;
  rows?: Partial<Record<XeroEntity, readonly Record<string, unknown>[]>>;
  /** When its rows were last changed; now by default. */
  madeAt?: string;
};

/** What of an organisation is kept for the next process: all but its documents. */
export type XeroOrganisationState = { tenantId: string; settings: XeroSettings; rows: [XeroEntity, XeroRow[]][] };

const DEFAULTS: XeroSettings = {
  name: 'Test Organisation',
  country: 'AU',
  plan: 'STANDARD',
  edition: 'BUSINESS',
  baseCurrency: 'AUD',
  timeZone: 'AUSEASTERNSTANDARDTIME',
  periodLockDate: null,
  endOfYearLockDate: null,
  organisationStatus: 'ACTIVE',
  hasMultiCurrency: false,
  isLapsed: false,
  refusedActions: [],
  isDemoCompany: false,
};
const DOCUMENTS: readonly XeroEntity[] = ['Invoices', 'Payments'];
const NAMES = Object.keys(XERO_ENTITIES) as XeroEntity[];

/** One organisation: its settings, lists and documents, in memory. */
export class XeroOrganisation {
  readonly tenantId: string;
  settings: XeroSettings;
  readonly #clock: Clock;
  readonly #rows = new Map<XeroEntity, Map<string, XeroRow>>();

  constructor({ tenantId, settings, rows = {}, madeAt }: XeroOrganisationPlan, clock: Clock) {
    this.tenantId = tenantId;
    this.settings = { ...DEFAULTS, ...settings };
    this.#clock = clock;
    for (const entity of NAMES) {
      this.#rows.set(entity, new Map());
      for (const row of rows[entity] ?? []) this.put(entity, row, madeAt);
    }
  }

  get id(): string {
    return this.tenantId;
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#rows].map(([entity, rows]) => [entity, rows.size]));
  }

  rows(entity: XeroEntity): XeroRow[] {
    return [...(this.#rows.get(entity)?.values() ?? [])];
  }

  row(entity: XeroEntity, id: string): XeroRow | undefined {
    return this.#rows.get(entity)?.get(id) ?? this.rows(entity).find((row) => id !== '' && row.InvoiceNumber === id);
  }

  /** A row by its name, code, number or id. */
  find(entity: XeroEntity, name: string): XeroRow | undefined {
    const id = XERO_ENTITIES[entity];
    return this.rows(entity).find((row) => [row[id], row.Name, row.Code, row.InvoiceNumber].includes(name));
  }

  /** Makes a row, or changes the one that has its id, as somebody who works in the ledger does. */
  put(entity: XeroEntity, given: Record<string, unknown>, at = new Date(this.#clock.now()).toISOString()): XeroRow {
    const idField = XERO_ENTITIES[entity];
    const id = String(given[idField] ?? randomUUID());
    const row = { ...this.#rows.get(entity)?.get(id), ...given, [idField]: id, UpdatedDateUTC: at };
    this.#rows.get(entity)?.set(id, row);
    return row;
  }

  /** Changes the row of that name, code or id. @throws RangeError when there is none */
  change(entity: XeroEntity, name: string, change: Record<string, unknown>): XeroRow {
    const row = this.find(entity, name);
    if (row === undefined) throw new RangeError(`${this.settings.name} has none of ${entity} ${name}`);
    return this.put(entity, { ...change, [XERO_ENTITIES[entity]]: row[XERO_ENTITIES[entity]] });
  }

  /** Voids an invoice; a payment is deleted, as the API calls it. Its amounts stay, as the real one keeps them. */
  voidDocument(entity: XeroEntity, id: string, at?: string): void {
    const change = entity === 'Payments' ? { Status: 'DELETED' } : { Status: 'VOIDED', AmountDue: 0 };
    if (this.row(entity, id) !== undefined) this.put(entity, { ...change, [XERO_ENTITIES[entity]]: id }, at);
  }

  remove(entity: XeroEntity, id: string): void {
    this.#rows.get(entity)?.delete(id);
  }

  state(): XeroOrganisationState {
    const lists = NAMES.filter((entity) => !DOCUMENTS.includes(entity));
    return { tenantId: this.tenantId, settings: this.settings, rows: lists.map((list) => [list, this.rows(list)]) };
  }

  restore({ settings, rows }: XeroOrganisationState): void {
    this.settings = { ...this.settings, ...settings };
    for (const [entity, list] of rows) {
      const id = XERO_ENTITIES[entity];
      this.#rows.set(entity, new Map(list.map((row) => [String(row[id]), row])));
    }
  }
}
