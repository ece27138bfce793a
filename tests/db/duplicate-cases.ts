import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { breakSearch, claimSearch, endSearch, type SearchClaim } from '#lib/duplicates/claim-search.ts';
import { dismissPairs, restorePairs } from '#lib/duplicates/decide-pairs.ts';
import { findDuplicates } from '#lib/duplicates/find-duplicates.ts';
import { getDuplicate, getSearchStates } from '#lib/duplicates/get-duplicate.ts';
import { countDuplicates, listDuplicates, type PairRow, withSides } from '#lib/duplicates/list-duplicates.ts';
import { queryDuplicates } from '#lib/duplicates/query-duplicates.ts';
import { readSides } from '#lib/duplicates/read-sides.ts';
import { readUses } from '#lib/duplicates/read-uses.ts';
import { requestSearch } from '#lib/duplicates/request-search.ts';
import { readContacts } from '#lib/duplicates/search-contacts.ts';
import { searchDocuments, searchRecords } from '#lib/duplicates/search-documents.ts';
import { storePairs } from '#lib/duplicates/store-pairs.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

const PAGE = { limit: 100, cursor: null };

/** The cases of lib/duplicates. */
export const DUPLICATE_CASES: Record<string, Case> = {
  claimSearch: (own) => within(own, (ctx, tx) => claimSearch(ctx, tx, 'contact')),
  endSearch: (own, other) => within(own, (ctx, tx) => endSearch(ctx, tx, claimOf(other), { found: 1, isCut: true })),
  breakSearch: (own, other) => within(own, (ctx, tx) => breakSearch(ctx, tx, claimOf(other))),
  storePairs: (own, other) =>
    within(own, (ctx, tx) => storePairs(ctx, tx, claimOf(other), [], [other.tenant.connectionId])),
  findDuplicates: (own) => findDuplicates(act(own), 'record'),
  requestSearch: (own) => requestSearch(act(own)),
  readContacts: (own) => within(own, readContacts),
  searchRecords: (own) => within(own, searchRecords),
  searchDocuments: (own, other) => within(own, (ctx, tx) => searchDocuments(ctx, tx, [other.tenant.connectionId])),
  readSides: (own, other) => within(own, (ctx, tx) => readSides(ctx, tx, [sideOf(other)])),
  readUses: (own, other) => within(own, (ctx, tx) => readUses(ctx, tx, sideOf(other))),
  withSides: (own, other) =>
    within(own, async (ctx, tx) => (await withSides(ctx, tx, [pairOf(other)])).map(({ sides }) => sides)),
  listDuplicates: (own, other) =>
    listDuplicates(act(own), { tab: 'contacts', sort: 'score', connectionId: other.tenant.connectionId }, PAGE),
  countDuplicates: async (own, other) => {
    const counts = await countDuplicates(act(own), other.tenant.connectionId);
    if (Object.values(counts).some((count) => count > 0)) throw new Error('SECRET was counted');
    return counts;
  },
  queryDuplicates: (own) => queryDuplicates(act(own), new URLSearchParams()),
  getDuplicate: (own, other) => getDuplicate(act(own), other.connection.duplicateId),
  getSearchStates: (own) => getSearchStates(act(own)),
  dismissPairs: (own, other) => dismissPairs(act(own), { ids: [other.connection.duplicateId], reason: 'changed' }),
  restorePairs: (own, other) => restorePairs(act(own), { ids: [other.connection.duplicateId] }),
};

export const DUPLICATES_TOUCH_NO_TENANT: Record<string, string> = {
  readBlocks: 'runs a statement that it is given, as the searches do',
  findDuplicatesOfAll: 'searches every tenant, each by an act of its own',
};

function act({ tenant }: FilledTenant): Ctx {
  const permissions = new Set([...permissionsOfRoles(['accounting_sync', 'admin']), 'duplicate:find' as const]);
  return makeContext({ ...keyContext(tenant), permissions });
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => Promise<T>): Promise<T> {
  const ctx = act(own);
  return ctx.transaction((tx) => work(ctx, tx));
}

/** As if the search were known, down to its token. */
function claimOf(other: FilledTenant): SearchClaim {
  return { subject: 'contact', token: other.connection.duplicateId };
}

function sideOf({ tenant }: FilledTenant) {
  return { subject: 'contact' as const, kind: 'customer' as const, connectionId: tenant.connectionId, key: 'KNOWN' };
}

function pairOf(other: FilledTenant): PairRow {
  return {
    ...sideOf(other),
    id: other.tenant.connectionId,
    state: 'open',
    ledger: 'qbo',
    environment: 'demo',
    companyName: 'changed',
    leftKey: 'KNOWN',
    rightKey: 'KNOWN too',
    score: 90,
    reasons: [],
    groupId: other.tenant.connectionId,
    groupSize: 2,
    money: [],
    moneyKey: 0,
    foundAt: new Date(),
    lastSeenAt: new Date(),
    dismissedAt: null,
    dismissedByName: null,
    dismissedReason: null,
  };
}
