import type { Ctx } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { endSearch, type SearchClaim } from './claim-search.ts';
import type { PairKind, Reason, Sum } from './duplicate-contract.ts';
import { groupPairs, type Place } from './group-pairs.ts';
import { inOrder, pairId } from './pair-id.ts';

/** More than this nobody looks through; the surest are kept. */
export const PAIRS_MAX = 20_000;

/** So many rows go to the database at once. */
const ROWS_AT_ONCE = 5_000;

/** Two that a search found. `connectionId` null: records that name no company. */
export type SearchedPair = {
  connectionId: string | null;
  kind: PairKind;
  keys: readonly [string, string];
  score: number;
  reasons: readonly Reason[];
  money: readonly Sum[];
};

type Row = SearchedPair & Place & { id: string; leftKey: string; rightKey: string; scope: string };

const COLUMNS: readonly Column<Row>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['connection_id', 'uuid', ({ connectionId }) => connectionId],
  ['kind', 'text', ({ kind }) => kind],
  ['left_key', 'text', ({ leftKey }) => leftKey],
  ['right_key', 'text', ({ rightKey }) => rightKey],
  ['score', 'smallint', ({ score }) => score],
  ['reasons', 'text', ({ reasons }) => reasons.join()],
  ['group_id', 'uuid', ({ groupId }) => groupId],
  ['is_lead', 'boolean', ({ isLead }) => isLead],
  ['group_size', 'smallint', ({ groupSize }) => groupSize],
  ['money', 'jsonb', ({ money }) => money],
  ['money_key', 'numeric', ({ money }) => Math.max(0, ...money.map(({ amount }) => Math.abs(Number(amount))))],
];

/**
 * Keeps what a search found instead of what was found before: what is no longer found is gone, what somebody dismissed
 * stays so. `searched`: the connections that were looked through, null for records that name none; those of others are
 * left as they were. Throws `LostSearchError`.
 */
export async function storePairs(
  ctx: Ctx,
  tx: TenantTx,
  claim: SearchClaim,
  found: readonly SearchedPair[],
  searched: readonly (string | null)[],
): Promise<void> {
  const kept = found.toSorted((a, b) => b.score - a.score).slice(0, PAIRS_MAX);
  await endSearch(ctx, tx, claim, { found: kept.length, isCut: found.length > kept.length });
  const dismissed = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM duplicate_pair
     WHERE tenant_id = ${ctx.tenantId}::uuid AND subject = ${claim.subject} AND dismissed_at IS NOT NULL FOR UPDATE`;
  const rows = placed(ctx, claim, kept, new Set(dismissed.map(({ id }) => id)));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await tx.$executeRaw`
      INSERT INTO duplicate_pair AS d (tenant_id, id, subject, connection_id, kind, left_key, right_key, score, reasons, state,
                                       group_id, is_lead, group_size, money, money_key, search_id)
      SELECT ${ctx.tenantId}::uuid, n.id, ${claim.subject}, n.connection_id, n.kind, n.left_key, n.right_key, n.score,
             string_to_array(n.reasons, ','), 'open', n.group_id, n.is_lead, n.group_size, n.money, n.money_key, ${claim.token}::uuid
        FROM ${recordset('n', rows.slice(from, from + ROWS_AT_ONCE), COLUMNS)}
      ON CONFLICT (tenant_id, id) DO UPDATE
         SET score = excluded.score, reasons = excluded.reasons, group_id = excluded.group_id, is_lead = excluded.is_lead,
             group_size = excluded.group_size, money = excluded.money, money_key = excluded.money_key,
             state = CASE WHEN d.dismissed_at IS NULL THEN 'open' ELSE 'dismissed' END, gone_at = NULL,
             search_id = excluded.search_id, last_seen_at = now(),
             version = d.version + CASE WHEN (d.score, d.reasons, d.gone_at) IS DISTINCT FROM
                                             (excluded.score, excluded.reasons, excluded.gone_at) THEN 1 ELSE 0 END`;
  }
  await tx.$executeRaw`
    UPDATE duplicate_pair SET state = 'gone', gone_at = now(), group_id = id, is_lead = true, group_size = 2, version = version + 1
     WHERE tenant_id = ${ctx.tenantId}::uuid AND subject = ${claim.subject} AND state <> 'gone'
       AND search_id <> ${claim.token}::uuid
       AND (connection_id = ANY (${searched.filter((id) => id !== null)}::uuid[]) OR (connection_id IS NULL AND ${searched.includes(null)}))`;
}

/** Those that somebody dismissed stand by themselves, and hold no group together. */
function placed(
  { tenantId }: Ctx,
  { subject }: SearchClaim,
  pairs: readonly SearchedPair[],
  dismissed: ReadonlySet<string>,
): Row[] {
  const known = new Map<string, Omit<Row, keyof Place>>();
  for (const pair of pairs) {
    const [leftKey, rightKey] = inOrder(...pair.keys);
    const id = pairId(tenantId, { subject, ...pair, leftKey, rightKey });
    if (!known.has(id)) known.set(id, { ...pair, id, leftKey, rightKey, scope: `${pair.connectionId} ${pair.kind}` });
  }
  const places = groupPairs([...known.values()].filter(({ id }) => !dismissed.has(id)));
  return [...known.values()].map((row) => ({
    ...row,
    ...(places.get(row.id) ?? { groupId: row.id, isLead: true, groupSize: 2 }),
  }));
}
