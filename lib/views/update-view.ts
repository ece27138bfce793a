import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { findOwnView, type StoredView } from './find-view.ts';
import { nameTaken } from './save-view.ts';
import { viewContent, viewId, viewName } from './schemas.ts';

const inputSchema = z.strictObject({
  id: viewId,
  /** The version that the person saw: a change made in between is not overwritten. */
  version: z.int(),
  name: viewName.optional(),
  isShared: z.boolean().optional(),
  content: viewContent.optional(),
});

/**
 * Renames a view, shares it or stops sharing it, or has it show something else; what is left out stays.
 * Throws `not_found`, `forbidden` unless it is the person's own or a shared one and the person an admin, and `conflict`
 * if it was changed meanwhile, if its owner has one of this name, or if others open with it.
 */
export async function updateView(ctx: Ctx, input: z.input<typeof inputSchema>): Promise<{ isChanged: boolean }> {
  requirePermission(ctx, 'record:read');
  const { id, version, ...change } = inputSchema.parse(input);
  return ctx.transaction(async (tx) => {
    const view = await findOwnView(ctx, tx, id);
    const next = {
      ...view,
      name: change.name ?? view.name,
      isShared: change.isShared ?? view.isShared,
      ...change.content,
    };
    const before = contentOf(view);
    const after = contentOf(next);
    if (JSON.stringify(before) === JSON.stringify(after)) return { isChanged: false };
    if (view.version !== version) {
      throw new AppError('conflict', {
        message: `“${view.name}” was changed meanwhile. Open it again to see how it is now.`,
      });
    }
    if (next.name !== view.name) {
      const isTaken = { tenantId: ctx.tenantId, ownerId: view.ownerId, kind: view.kind, name: next.name };
      if ((await tx.savedView.count({ where: isTaken })) > 0) throw nameTaken(next.name);
    }
    if (view.isShared && !next.isShared) {
      if (view.isTenantDefault) {
        throw new AppError('conflict', {
          message: 'Everybody’s list opens with this view. Choose another default first.',
        });
      }
      // Others can't open it any more, so it is no default of theirs either.
      await tx.viewDefault.deleteMany({
        where: { tenantId: ctx.tenantId, viewId: id, personId: { not: view.ownerId } },
      });
    }
    await tx.$executeRaw`
      UPDATE saved_view
         SET name = ${next.name}, is_shared = ${next.isShared}::boolean, query = ${next.query},
             moving_range = ${next.movingRange}, columns = ${next.columns}, version = version + 1, updated_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND version = ${version}`;
    await recordAudit(ctx, tx, [{ action: 'view.changed', subject: { type: 'view', id }, before, after }]);
    return { isChanged: true };
  });
}

function contentOf({ name, isShared, query, movingRange, columns }: StoredView) {
  return { name, isShared, query, movingRange, columns };
}
