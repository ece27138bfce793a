import { Prisma } from '#lib/db/generated/client.ts';
import { recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Kind } from '#lib/records/kinds.ts';
import { type SourceSettings, syncabilityOf, syncableStatuses } from '#lib/sources/source-settings.ts';

export type ClaimSource = { id: string; slug: string; settings: SourceSettings };

/** Records of one kind and source in one source status, as it is spelled there: one range of one index. */
export type ClaimBranch = { kind: Kind; sourceId: string; sourceStatus: string | null };

/** A source that sends more different words than this for one kind has free text there, not a status. */
const STATUSES_MAX = 200;

/**
 * Gives the ranges of `sync_record` in which syncable pending records lie. Only the spellings that there are decide, which
 * a step each finds by the index; so a million records in other statuses are never read.
 */
export async function claimableBranches(
  tx: TenantTx,
  tenantId: string,
  sources: readonly ClaimSource[],
  kinds: readonly Kind[],
): Promise<ClaimBranch[]> {
  const pairs = sources.flatMap(({ id }) => kinds.map((kind) => ({ kind, sourceId: id })));
  const pending = Prisma.sql`r.tenant_id = ${tenantId}::uuid AND r.kind = p.kind AND r.source_id = p.source_id
    AND r.sync_status = 0::smallint AND r.excluded_at IS NULL`;
  const rows = await tx.$queryRaw<ClaimBranch[]>`
    SELECT p.kind, p.source_id AS "sourceId", s.status AS "sourceStatus"
      FROM ${recordset('p', pairs, [
        ['kind', 'text', ({ kind }) => kind],
        ['source_id', 'uuid', ({ sourceId }) => sourceId],
      ])}
     CROSS JOIN LATERAL (
       WITH RECURSIVE found AS (
         (SELECT r.source_status AS status, 1 AS step FROM sync_record r
           WHERE ${pending} AND r.source_status IS NOT NULL ORDER BY r.source_status LIMIT 1)
         UNION ALL
         SELECT (SELECT r.source_status FROM sync_record r
                  WHERE ${pending} AND r.source_status > found.status ORDER BY r.source_status LIMIT 1), found.step + 1
           FROM found WHERE found.status IS NOT NULL AND found.step < ${STATUSES_MAX}::int
       ) SELECT status FROM found WHERE status IS NOT NULL) s`;
  const known = Map.groupBy(rows, ({ kind, sourceId }) => `${kind} ${sourceId}`);
  return pairs.flatMap(({ kind, sourceId }) => {
    const settings = sources.find(({ id }) => id === sourceId)?.settings;
    if (settings === undefined) return [];
    const spelled = (known.get(`${kind} ${sourceId}`) ?? []).map(({ sourceStatus }) => sourceStatus);
    const all = spelled.length < STATUSES_MAX ? spelled : [...spelled, ...usualSpellings(kind, settings)];
    return [...new Set([...all, null])]
      .filter((status) => syncabilityOf(kind, status, settings) === 'syncable')
      .map((sourceStatus) => ({ kind, sourceId, sourceStatus }));
  });
}

/** Where there are too many to look through: `created`, `Created` and `CREATED`. */
function usualSpellings(kind: Kind, settings: SourceSettings): string[] {
  return syncableStatuses(kind, settings).flatMap((status) => [
    status,
    status.toUpperCase(),
    status.charAt(0).toUpperCase() + status.slice(1),
  ]);
}
