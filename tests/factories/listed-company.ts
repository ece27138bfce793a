import { newId } from '#lib/core/ids.ts';
import type { LedgerListItem, LedgerListType, LedgerPage, LedgerReader } from '#lib/ledgers/ledger.ts';
import { asAdministrator } from './administrator.ts';
import type { TestTenant } from './tenant.ts';

/** A company's lists in memory, as a reader gives them: for what does not depend on a provider's way of answering. */
export class ListedCompany {
  readonly calls: { type: LedgerListType; page: string | null; since: Date | null }[] = [];
  readonly #rows = new Map<string, LedgerListItem>();
  readonly #pageSize: number;
  /** Called before each answer; what it throws is the answer. */
  onCall: (call: { type: LedgerListType; page: string | null }) => void | Promise<void> = () => {};

  constructor(pageSize = 100) {
    this.#pageSize = pageSize;
  }

  put(type: LedgerListType, externalKey: string, more: Partial<LedgerListItem> = {}): void {
    const before = this.#rows.get(`${type} ${externalKey}`);
    this.#rows.set(`${type} ${externalKey}`, {
      ...(before ?? listItem(type, externalKey)),
      ...more,
      updatedAt: new Date(),
    });
  }

  remove(type: LedgerListType, externalKey: string): void {
    this.#rows.delete(`${type} ${externalKey}`);
  }

  readonly door = async (): Promise<LedgerReader> => ({
    ledger: 'qbo',
    readList: (type, from) => this.#read(type, from),
    readDocuments: async () => ({ documents: [], gone: [], next: null }),
    findDocuments: async () => [],
    readDocument: async () => null,
    readCompany: never,
    probe: never,
    get: never,
  });

  async #read(type: LedgerListType, { page, since }: { page: string | null; since: Date | null }): Promise<LedgerPage> {
    this.calls.push({ type, page, since });
    await this.onCall({ type, page });
    const rows = [...this.#rows.values()].filter(
      (row) => row.type === type && (since === null || (row.updatedAt ?? new Date()) >= since),
    );
    const start = Number(page ?? 0);
    const end = start + this.#pageSize;
    return { items: rows.slice(start, end), next: end < rows.length ? String(end) : null };
  }
}

/** An entry of a list; what a test does not name is of no matter. */
export function listItem(
  type: LedgerListType,
  externalKey: string,
  more: Partial<LedgerListItem> = {},
): LedgerListItem {
  return {
    type,
    externalKey,
    code: null,
    name: `Name ${externalKey}`,
    email: null,
    currency: null,
    isActive: true,
    isGone: false,
    updatedAt: null,
    details: {},
    ...more,
  };
}

/** Gives the tenant's connection a grant, as connecting does, so that it is connected. */
export async function connectTestTenant(tenant: TestTenant): Promise<void> {
  await asAdministrator(
    `WITH given AS (
       INSERT INTO ledger_grant (tenant_id, id, ledger, environment, scopes, issued_at, access_ends_at, refresh_ends_at, granted_by_name)
       VALUES ($1, $2, 'qbo', 'demo', '{}', now(), now() + interval '1 hour', now() + interval '100 days', 'Robin') RETURNING id)
     UPDATE connection SET grant_id = $2, status = 'connected' WHERE tenant_id = $1 AND id = $3`,
    [tenant.info.id, newId(), tenant.connectionId],
  );
}

function never(): Promise<never> {
  throw new Error('Lists alone are read');
}
