import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Kind } from './kinds.ts';

export type Facets = { sources: { slug: string; name: string }[]; sourceStatuses: string[] };

const STATUSES_MAX = 100;

/** Gives the sources of the tenant, and the source statuses that its records of a kind have, for the filters to offer. */
export function listFacets(ctx: Ctx, kind: Kind): Promise<Facets> {
  requirePermission(ctx, 'record:read');
  return ctx.transaction(async (tx) => {
    const sources = await tx.$queryRaw<Facets['sources']>`
      SELECT slug, name FROM source WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY name`;
    // Each step jumps to the next status by the index, so that it reads as many rows as there are statuses.
    const statuses = await tx.$queryRaw<{ status: string }[]>`
      WITH RECURSIVE found AS (
        (SELECT source_status AS status FROM sync_record
          WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = ${kind} AND source_status IS NOT NULL
          ORDER BY source_status LIMIT 1)
        UNION ALL
        SELECT (SELECT r.source_status FROM sync_record r
                 WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ${kind} AND r.source_status > found.status
                 ORDER BY r.source_status LIMIT 1)
          FROM found WHERE found.status IS NOT NULL
      ) SELECT status FROM found WHERE status IS NOT NULL LIMIT ${STATUSES_MAX}::int`;
    return { sources, sourceStatuses: statuses.map(({ status }) => status) };
  });
}
