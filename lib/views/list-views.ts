import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Kind } from '#lib/records/kinds.ts';
import { viewer } from './find-view.ts';
import type { SavedView } from './view-contract.ts';

/** Gives the views of a tab that the person may open, by name: the own ones and what others share. */
export function listViews(ctx: Ctx, kind: Kind): Promise<SavedView[]> {
  requirePermission(ctx, 'record:read');
  const personId = viewer(ctx);
  const isAdmin = ctx.permissions.has('settings:manage');
  return ctx.transaction(
    (tx) => tx.$queryRaw<SavedView[]>`
      SELECT v.id, v.kind, v.name, v.is_shared AS "isShared", v.owner_id = ${personId}::uuid AS "isOwn",
             p.name AS "ownerName", v.owner_id = ${personId}::uuid OR ${isAdmin}::boolean AS "canChange",
             d.view_id IS NOT NULL AS "isOwnDefault", v.is_tenant_default AS "isTenantDefault",
             v.query, v.moving_range AS "movingRange", v.columns, v.version
        FROM saved_view v
        JOIN app_user p ON p.id = v.owner_id
        LEFT JOIN view_default d ON d.tenant_id = v.tenant_id AND d.view_id = v.id AND d.person_id = ${personId}::uuid
       WHERE v.tenant_id = ${ctx.tenantId}::uuid AND v.kind = ${kind} AND (v.owner_id = ${personId}::uuid OR v.is_shared)
       ORDER BY lower(v.name), v.id`,
  );
}
