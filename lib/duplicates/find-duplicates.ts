import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { breakSearch, claimSearch, LostSearchError } from './claim-search.ts';
import type { Subject } from './duplicate-contract.ts';
import { pairContacts, readContacts } from './search-contacts.ts';
import { searchDocuments, searchRecords } from './search-documents.ts';
import { type SearchedPair, storePairs } from './store-pairs.ts';

/** A business may have hundreds of thousands of documents. */
const TIMEOUT_MS = 300_000;

/** `left`: somebody else is at it. */
export type SearchOutcome = { found: number } | 'left';

/**
 * Looks for what is in the tenant's ledgers twice, and keeps what was found. Several workers may try at once: one
 * searches, and what it keeps is all or nothing, so that one that dies leaves what was found before.
 */
export async function findDuplicates(ctx: Ctx, subject: Subject): Promise<SearchOutcome> {
  requirePermission(ctx, 'duplicate:find');
  const claim = await ctx.transaction((tx) => claimSearch(ctx, tx, subject));
  if (claim === null) return 'left';
  try {
    const { found, searched } = await SEARCH[subject](ctx);
    await ctx.transaction((tx) => storePairs(ctx, tx, claim, found, searched), { timeoutMs: TIMEOUT_MS });
    return { found: found.length };
  } catch (error) {
    if (error instanceof LostSearchError) return 'left';
    await ctx.transaction((tx) => breakSearch(ctx, tx, claim));
    throw error;
  }
}

type Found = { found: SearchedPair[]; searched: (string | null)[] };

const SEARCH: Record<Subject, (ctx: Ctx) => Promise<Found>> = {
  contact: searchContacts,
  document: searchRead,
  record: searchSent,
};

async function searchContacts(ctx: Ctx): Promise<Found> {
  requirePermission(ctx, 'duplicate:find');
  const read = await ctx.transaction((tx) => readContacts(ctx, tx), { isSnapshot: true, timeoutMs: TIMEOUT_MS });
  const found: SearchedPair[] = [];
  for (const contacts of read) found.push(...(await pairContacts(contacts)));
  return { found, searched: read.map(({ connectionId }) => connectionId) };
}

async function searchSent(ctx: Ctx): Promise<Found> {
  requirePermission(ctx, 'duplicate:find');
  const search = async (tx: TenantTx) => ({
    found: await searchRecords(ctx, tx),
    connections: await tx.connection.findMany({ where: { tenantId: ctx.tenantId }, select: { id: true } }),
  });
  const { found, connections } = await ctx.transaction(search, { isSnapshot: true, timeoutMs: TIMEOUT_MS });
  return { found, searched: [null, ...connections.map(({ id }) => id)] };
}

async function searchRead(ctx: Ctx): Promise<Found> {
  requirePermission(ctx, 'duplicate:find');
  const search = async (tx: TenantTx) => {
    const connections = await tx.$queryRaw<{ id: string }[]>`
      SELECT c.id FROM connection c
       WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.status IN ('connected', 'lost')
         AND (SELECT count(*) FROM ledger_reading r
               WHERE r.tenant_id = c.tenant_id AND r.connection_id = c.id AND r.type IN ('invoice', 'bill')
                 AND r.whole_at IS NOT NULL) = 2`;
    const searched = connections.map(({ id }) => id);
    return { searched, found: searched.length === 0 ? [] : await searchDocuments(ctx, tx, searched) };
  };
  return ctx.transaction(search, { isSnapshot: true, timeoutMs: TIMEOUT_MS });
}
