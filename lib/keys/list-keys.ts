import { type Ctx, requirePermission } from '#lib/access/context.ts';

export type KeyRow = {
  id: string;
  name: string;
  prefix: string;
  source: string;
  sourceName: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** Gives the tenant's API keys, the newest first. Their secrets are stored nowhere. */
export function listKeys(ctx: Ctx): Promise<KeyRow[]> {
  requirePermission(ctx, 'key:manage');
  return ctx.transaction(
    (tx) => tx.$queryRaw<KeyRow[]>`
      SELECT k.id, k.name, k.prefix, s.slug AS source, s.name AS "sourceName", k.scopes, k.created_at AS "createdAt",
             k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt"
        FROM api_key k JOIN source s ON s.tenant_id = k.tenant_id AND s.id = k.source_id
       WHERE k.tenant_id = ${ctx.tenantId}::uuid ORDER BY k.id DESC`,
  );
}
