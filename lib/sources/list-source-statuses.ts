import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';

/** More than this is free text, which nobody maps word by word. */
const STATUSES_MAX = 100;

/** Gives the source statuses that the tenant's records of each kind have, as they are spelled, for mapping them. */
export async function listSourceStatuses(ctx: Ctx): Promise<Record<Kind, string[]>> {
  requirePermission(ctx, 'settings:manage');
  // Each step jumps to the next status by the index, so that it reads as many rows as there are statuses.
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<{ kind: Kind; status: string }[]>`
      SELECT k.kind, s.status FROM unnest(${[...KINDS]}::text[]) AS k(kind)
       CROSS JOIN LATERAL (
         WITH RECURSIVE found AS (
           (SELECT r.source_status AS status, 1 AS step FROM sync_record r
             WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = k.kind AND r.source_status IS NOT NULL
             ORDER BY r.source_status LIMIT 1)
           UNION ALL
           SELECT (SELECT r.source_status FROM sync_record r
                    WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = k.kind AND r.source_status > found.status
                    ORDER BY r.source_status LIMIT 1), found.step + 1
             FROM found WHERE found.status IS NOT NULL AND found.step < ${STATUSES_MAX}::int
         ) SELECT status FROM found WHERE status IS NOT NULL) s`,
  );
  return Object.fromEntries(
    KINDS.map((kind) => [kind, rows.filter((row) => row.kind === kind).map(({ status }) => status)]),
  ) as Record<Kind, string[]>;
}
