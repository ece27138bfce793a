import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { findOwnView } from './find-view.ts';
import { viewId } from './schemas.ts';

/** Deletes a view; whose list opened with it opens as it was before. Throws `not_found`, and `forbidden` as updateView. */
export async function deleteView(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'record:read');
  const wanted = viewId.parse(id);
  await ctx.transaction(async (tx) => {
    const { kind, name, isShared, isTenantDefault } = await findOwnView(ctx, tx, wanted);
    await tx.viewDefault.deleteMany({ where: { tenantId: ctx.tenantId, viewId: wanted } });
    await tx.savedView.delete({ where: { tenantId_id: { tenantId: ctx.tenantId, id: wanted } } });
    const before = { kind, name, isShared, isTenantDefault };
    await recordAudit(ctx, tx, [{ action: 'view.deleted', subject: { type: 'view', id: wanted }, before }]);
  });
}
