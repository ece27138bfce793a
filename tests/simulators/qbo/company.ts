import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../ledger/answer.ts';
import type { Clock } from '../ledger/clock.ts';
import { fault, QBO_ANSWERS } from './answers.ts';
import { type ListRow, type QboCompanyPlan, type QboSettings, settingsOf } from './company-settings.ts';
import {
  ENTITIES,
  type Entity,
  type EntityName,
  isList,
  type LedgerDocument,
  type LedgerRow,
  LISTS,
} from './entities.ts';

/** What a sync job sends. */
export type GivenDocument = Record<string, unknown> & {
  Id?: string;
  SyncToken?: string;
  TotalAmt?: number;
  CustomerRef?: { name?: string };
  VendorRef?: { name?: string };
  Line?: { Amount?: number; LinkedTxn?: { TxnId: string; TxnType: string }[] }[];
};

/** How a company treats what is written to it. */
export type WriteRules = {
  /** For so long a `requestid` is known again; after that the same call writes once more. */
  requestMemoryMs: number;
  /** Who is in its list of customers and vendors. */
  knows: (name: string) => boolean;
};

/** What of a company is kept for the next process: all but its documents. */
export type QboCompanyState = { realmId: string; settings: QboSettings; lists: [EntityName, LedgerRow[]][] };

type Tombstone = { entity: EntityName; Id: string; deletedAt: string };

/** One company: its settings, lists and documents, in memory. */
export class QboCompany {
  readonly realmId: string;
  settings: QboSettings;
  readonly #clock: Clock;
  readonly #rules: WriteRules;
  readonly #rows = new Map<EntityName, Map<string, LedgerRow>>();
  readonly #requests = new Map<string, { atMs: number; answer: Answer }>();
  readonly #deleted: Tombstone[] = [];
  #lastId = 0;

  constructor({ realmId, settings, lists = {}, madeAt }: QboCompanyPlan, clock: Clock, rules: WriteRules) {
    this.realmId = realmId;
    this.settings = settingsOf(settings);
    this.#clock = clock;
    this.#rules = rules;
    for (const entity of [...ENTITIES, ...LISTS]) this.#rows.set(entity, new Map());
    for (const list of LISTS) for (const row of lists[list] ?? []) this.put(list, row, madeAt);
  }

  get id(): string {
    return this.realmId;
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#rows].map(([entity, rows]) => [entity, rows.size]));
  }

  documents(entity: Entity): LedgerDocument[] {
    return this.rows(entity) as LedgerDocument[];
  }

  rows(entity: EntityName): LedgerRow[] {
    return [...this.#of(entity).values()];
  }

  row(entity: EntityName, id: string): LedgerRow | undefined {
    return this.#of(entity).get(id);
  }

  /** A row of a list by its name, number or id. */
  find(list: EntityName, name: string): LedgerRow | undefined {
    return this.rows(list).find((row) =>
      [row.Id, row.DisplayName, row.Name, row.AcctNum, row.DocNumber, row.Code].includes(name),
    );
  }

  /** Makes a row, or changes the one that has its id, as somebody who works in the ledger does. */
  put(entity: EntityName, given: ListRow, at = this.#now()): LedgerRow {
    const id = typeof given.Id === 'string' ? given.Id : this.#nextId();
    return this.#set(entity, id, { ...this.row(entity, id), ...given }, at);
  }

  #set(entity: EntityName, id: string, fields: ListRow, at = this.#now()): LedgerRow {
    const before = this.row(entity, id);
    const time = ledgerTime(Date.parse(at));
    const row: LedgerRow = {
      domain: 'QBO',
      sparse: false,
      ...(isList(entity) ? { Active: true } : {}),
      ...fields,
      Id: id,
      SyncToken: before === undefined ? '0' : String(Number(before.SyncToken) + 1),
      MetaData: { CreateTime: before?.MetaData.CreateTime ?? time, LastUpdatedTime: time },
    };
    this.#lastId = Math.max(this.#lastId, Number(id) || 0);
    this.#of(entity).set(id, row);
    return row;
  }

  /** Changes the row of that name or id. @throws RangeError when there is none */
  change(entity: EntityName, name: string, change: ListRow): LedgerRow {
    const row = this.find(entity, name);
    if (row === undefined) throw new RangeError(`${this.settings.name} has no ${entity} ${name}`);
    return this.put(entity, { ...change, Id: row.Id });
  }

  /** Deletes a document, as change data capture tells for thirty days. */
  remove(entity: EntityName, id: string, deletedAt = this.#now()): void {
    if (this.#of(entity).delete(id)) this.#deleted.push({ entity, Id: id, deletedAt });
  }

  /** Voids a document, which leaves no flag: zeros and a note. */
  voidDocument(entity: Entity, id: string, at?: string): void {
    const row = this.row(entity, id);
    if (row === undefined) return;
    const lines = Array.isArray(row.Line) ? row.Line.map((line: object) => ({ ...line, Amount: 0 })) : [];
    this.put(entity, { Id: id, TotalAmt: 0, Balance: 0, Line: lines, PrivateNote: 'Voided' }, at);
  }

  /** Rows that changed since an instant, and what was deleted. */
  changedSince(entity: EntityName, sinceMs: number): { rows: LedgerRow[]; deleted: Tombstone[] } {
    return {
      rows: this.rows(entity).filter(({ MetaData }) => Date.parse(MetaData.LastUpdatedTime) >= sinceMs),
      deleted: this.#deleted.filter((one) => one.entity === entity && Date.parse(one.deletedAt) >= sinceMs),
    };
  }

  read(entity: EntityName, id: string): Answer {
    const row = this.row(entity, id);
    return row === undefined ? QBO_ANSWERS.not_found() : { status: 200, body: { [entity]: row, time: this.#now() } };
  }

  /** Creates or updates a document; a `requestid` that is known gets the answer it got. */
  async write(entity: Entity, given: GivenDocument, requestId: string | null): Promise<Answer> {
    // It takes a moment, in which whoever asked may be gone.
    await delay(Math.random() * 4);
    const known = requestId === null ? undefined : this.#requests.get(requestId);
    if (known !== undefined && this.#clock.now() - known.atMs < this.#rules.requestMemoryMs) return known.answer;
    const answer = this.#refusal(given) ?? this.#store(entity, given);
    if (requestId !== null && answer.status === 200) {
      this.#requests.set(requestId, { atMs: this.#clock.now(), answer });
    }
    return answer;
  }

  state(): QboCompanyState {
    return { realmId: this.realmId, settings: this.settings, lists: LISTS.map((list) => [list, this.rows(list)]) };
  }

  restore({ settings, lists }: QboCompanyState): void {
    this.settings = { ...this.settings, ...settings };
    for (const [list, rows] of lists) {
      this.#rows.set(list, new Map(rows.map((row) => [row.Id, row])));
      for (const { Id } of rows) this.#lastId = Math.max(this.#lastId, Number(Id) || 0);
    }
  }

  #now(): string {
    return ledgerTime(this.#clock.now());
  }

  #nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  #of(entity: EntityName): Map<string, LedgerRow> {
    return this.#rows.get(entity) ?? new Map();
  }

  #refusal(given: GivenDocument): Answer | null {
    const { closingDate, isLapsed } = this.settings;
    if (isLapsed) return QBO_ANSWERS.subscription_lapsed();
    if (closingDate !== null && typeof given.TxnDate === 'string' && given.TxnDate <= closingDate) {
      return QBO_ANSWERS.closed_period();
    }
    const name = given.CustomerRef?.name ?? given.VendorRef?.name ?? '';
    if (!this.#rules.knows(name)) {
      return fault(400, '2500', 'Invalid Reference Id', `Invalid Reference Id : Names element id ${name} not found`);
    }
    for (const { TxnId, TxnType } of given.Line?.flatMap(({ LinkedTxn = [] }) => LinkedTxn) ?? []) {
      const linked = ENTITIES.find((entity) => entity === TxnType);
      if (linked === undefined || this.row(linked, TxnId) === undefined) {
        return fault(400, '620', 'Invalid Linked Transaction', `The transaction ${TxnId} can't be linked`);
      }
    }
    return null;
  }

  #store(entity: Entity, given: GivenDocument): Answer {
    const total =
      given.TotalAmt ?? (given.Line ?? []).reduce((sum, { Amount = 0 }) => sum + Math.round(Amount * 100), 0) / 100;
    const before = given.Id === undefined ? undefined : this.row(entity, given.Id);
    if (given.Id !== undefined && before === undefined) return this.read(entity, given.Id);
    if (before !== undefined && before.SyncToken !== given.SyncToken) {
      return fault(
        400,
        '5010',
        'Stale Object Error',
        'Stale Object Error : You and somebody else were working on this at the same time.',
      );
    }
    const row = this.#set(entity, before?.Id ?? this.#nextId(), { ...given, TotalAmt: total });
    return { status: 200, body: { [entity]: row, time: this.#now() } };
  }
}

/** An instant as QuickBooks writes it: to the second, in Pacific time. */
function ledgerTime(atMs: number): string {
  const hoursBehind = 8;
  const shifted = new Date(atMs - hoursBehind * 3_600_000);
  return `${shifted.toISOString().slice(0, 19)}-08:00`;
}
