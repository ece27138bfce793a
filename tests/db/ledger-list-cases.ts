import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { heldUntil } from '#lib/ledger-lists/call-budget.ts';
import {
  claimReading,
  isPlace,
  progressSql,
  type ReadingClaim,
  writeReading,
} from '#lib/ledger-lists/claim-reading.ts';
import { clearLists, emptyLists } from '#lib/ledger-lists/clear-lists.ts';
import { breakReading, closeReading, endReading, leaveReading } from '#lib/ledger-lists/end-reading.ts';
import { getListStates } from '#lib/ledger-lists/get-list-states.ts';
import { countItemChanges, listItemChanges } from '#lib/ledger-lists/list-item-changes.ts';
import { countLedgerItems, listLedgerItems, readItemPage } from '#lib/ledger-lists/list-ledger-items.ts';
import { readListOwner, requireConnected } from '#lib/ledger-lists/list-owner.ts';
import { queryConnections } from '#lib/ledger-lists/query-connections.ts';
import { queryLedgerList } from '#lib/ledger-lists/query-ledger-list.ts';
import { readLedgerList } from '#lib/ledger-lists/read-ledger-list.ts';
import { requestReading } from '#lib/ledger-lists/request-reading.ts';
import { type ReadingWork, runReading } from '#lib/ledger-lists/run-reading.ts';
import { markGone, storePage } from '#lib/ledger-lists/store-page.ts';
import { wakeListReader } from '#lib/ledger-lists/wake-worker.ts';
import type { LedgerPage } from '#lib/ledgers/ledger.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { ListedCompany, listItem } from '#tests/factories/listed-company.ts';
import { keyContext } from '#tests/factories/tenant.ts';

import { COMPARISON_CASES } from './comparison-cases.ts';
import { LEDGER_DOCUMENT_CASES } from './ledger-document-cases.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

const PAGE = { limit: 100, cursor: null };

const READING: ReadingWork<LedgerPage> = {
  ask: (reader) => reader.readList('customer', { page: null, since: null }),
  keysOf: () => [],
  store: storePage,
  end: endReading,
};

/** The cases of lib/ledger-lists, and of what is compared with them. */
export const LEDGER_LIST_CASES: Record<string, Case> = {
  ...COMPARISON_CASES,
  ...LEDGER_DOCUMENT_CASES,
  heldUntil: (own, other) => within(own, (ctx, tx) => heldUntil(ctx, tx, other.tenant.connectionId, new Date())),
  claimReading: (own, other) => within(own, (ctx, tx) => claimReading(ctx, tx, placeOf(other))),
  writeReading: (own, other) => within(own, (ctx, tx) => writeReading(ctx, tx, claimOf(other), progressSql(null, 1))),
  storePage: (own, other) =>
    within(own, (ctx, tx) =>
      storePage(ctx, tx, claimOf(other), { items: [listItem('customer', 'SECRET', { name: 'changed' })], next: null }),
    ),
  markGone: (own, other) => within(own, (ctx, tx) => markGone(ctx, tx, claimOf(other), isPlace(ctx, placeOf(other)))),
  closeReading: (own, other) => within(own, (ctx, tx) => closeReading(ctx, tx, claimOf(other))),
  endReading: (own, other) => within(own, (ctx, tx) => endReading(ctx, tx, claimOf(other))),
  breakReading: (own, other) =>
    within(own, (ctx, tx) =>
      breakReading(ctx, tx, claimOf(other), { problem: 'changed', notBefore: null, isPlaceLost: true }),
    ),
  leaveReading: (own, other) => within(own, (ctx, tx) => leaveReading(ctx, tx, claimOf(other), null)),
  readLedgerList: (own, other) => readLedgerList(act(own), placeOf(other), { door: new ListedCompany().door }),
  runReading: (own, other) => runReading(act(own), placeOf(other), READING, { door: new ListedCompany().door }),
  requestReading: (own, other) => requestReading(act(own), other.tenant.connectionId, ['customer']),
  clearLists: (own, other) => clearLists(act(own), other.tenant.connectionId, ['customer']),
  emptyLists: (own, other) => within(own, (ctx, tx) => emptyLists(ctx, tx, other.tenant.connectionId, ['customer'])),
  readListOwner: (own, other) => within(own, (ctx, tx) => readListOwner(ctx, tx, other.tenant.connectionId)),
  requireConnected: (own, other) => within(own, (ctx, tx) => requireConnected(ctx, tx, other.tenant.connectionId)),
  listLedgerItems: (own, other) =>
    listLedgerItems(act(own), other.tenant.connectionId, { type: 'customer', state: null, search: '' }, PAGE),
  queryConnections: (own) => queryConnections(act(own)),
  queryLedgerList: (own, other) => queryLedgerList(act(own), placeOf(other), new URLSearchParams()),
  readItemPage: (own, other) =>
    readItemPage(act(own), other.tenant.connectionId, { type: 'customer', state: null, search: '' }, PAGE),
  countLedgerItems: (own, other) =>
    expectNone(countLedgerItems(act(own), other.tenant.connectionId, { type: 'customer', search: '' })),
  getListStates: (own, other) => getListStates(act(own), other.tenant.connectionId),
  listItemChanges: (own, other) => listItemChanges(act(own), other.tenant.connectionId, null, PAGE),
  countItemChanges: (own, other) =>
    expectNone(countItemChanges(act(own), other.tenant.connectionId, ['customer'], null)),
  wakeListReader: (own) => within(own, (_ctx, tx) => wakeListReader(tx)),
};

export const LEDGER_LISTS_TOUCH_NO_TENANT: Record<string, string> = {
  readLedgerLists: 'reads the lists of every tenant, each by an act of its own',
};

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: permissionsOfRoles(['accounting_sync', 'admin']) });
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => Promise<T>): Promise<T> {
  const ctx = act(own);
  return ctx.transaction((tx) => work(ctx, tx));
}

function placeOf({ tenant }: FilledTenant) {
  return { connectionId: tenant.connectionId, type: 'customer' as const };
}

/** As if the reading were known, down to its token. */
function claimOf(other: FilledTenant): ReadingClaim {
  const { runId } = other.connection;
  return { ...placeOf(other), token: runId, readingId: runId, nextPage: null, since: null, isFirst: false };
}

async function expectNone(counts: Promise<Record<string, number>>): Promise<null> {
  const found = Object.values(await counts).filter((count) => count > 0);
  if (found.length > 0) throw new Error('SECRET was counted');
  return null;
}
