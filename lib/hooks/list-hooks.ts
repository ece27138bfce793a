import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Hook } from './hook-contract.ts';
import { readMapping } from './read-hook.ts';

type Row = Omit<Hook, 'mapping' | 'createdAt' | 'revokedAt' | 'lastReceivedAt' | 'previousUntil'> & {
  mapping: unknown;
  createdAt: Date;
  revokedAt: Date | null;
  lastReceivedAt: Date | null;
  previousUntil: Date | null;
};

/** Gives the tenant's hooks, the newest first, revoked ones too. For who manages hooks, and who clears the inbox. */
export async function listHooks(ctx: Ctx): Promise<Hook[]> {
  requirePermission(ctx, ctx.permissions.has('hook:manage') ? 'hook:manage' : 'inbox:resolve');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT h.id, h.name, s.slug AS source, s.name AS "sourceName", h.secret_hint AS "secretHint", h.preset, h.mapping,
             h.mapping_version AS "mappingVersion", h.created_at AS "createdAt", h.revoked_at AS "revokedAt",
             CASE WHEN h.previous_until > now() THEN h.previous_until END AS "previousUntil",
             (SELECT p.received_at FROM hook_payload p WHERE p.tenant_id = h.tenant_id AND p.hook_id = h.id
               ORDER BY p.id DESC LIMIT 1) AS "lastReceivedAt",
             (SELECT count(*)::int FROM hook_payload p
               WHERE p.tenant_id = h.tenant_id AND p.hook_id = h.id
                 AND p.state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')) AS waiting
        FROM hook h JOIN source s ON s.tenant_id = h.tenant_id AND s.id = h.source_id
       WHERE h.tenant_id = ${ctx.tenantId}::uuid ORDER BY h.id DESC`,
  );
  return rows.map((row) => ({
    ...row,
    mapping: readMapping(row.mapping),
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastReceivedAt: row.lastReceivedAt?.toISOString() ?? null,
    previousUntil: row.previousUntil?.toISOString() ?? null,
  }));
}
