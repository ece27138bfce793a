import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { findView, type StoredView, viewer } from './find-view.ts';
import { viewId } from './schemas.ts';

const inputSchema = z.strictObject({ id: viewId, whose: z.enum(['own', 'tenant']), isDefault: z.boolean() });

/**
 * Has a tab open with a view, or no longer: the person's own tab, or that of everybody who has no default of the own,
 * which takes an admin and a shared view. Throws `not_found`, `forbidden`, and `conflict` for a view that is not shared.
 */
export async function setDefaultView(ctx: Ctx, input: z.input<typeof inputSchema>): Promise<{ isChanged: boolean }> {
  requirePermission(ctx, 'record:read');
  const { id, whose, isDefault } = inputSchema.parse(input);
  if (whose === 'tenant') requirePermission(ctx, 'settings:manage');
  return ctx.transaction(async (tx) => {
    const view = await findView(ctx, tx, id);
    const isChanged =
      whose === 'own' ? await setOwn(ctx, tx, view, isDefault) : await setTenant(ctx, tx, view, isDefault);
    if (!isChanged) return { isChanged };
    const after = { kind: view.kind, name: view.name, whose, isDefault };
    await recordAudit(ctx, tx, [{ action: 'view.default_set', subject: { type: 'view', id }, after }]);
    return { isChanged };
  });
}

async function setOwn(ctx: Ctx, tx: TenantTx, view: StoredView, isDefault: boolean): Promise<boolean> {
  const personId = viewer(ctx);
  const changed = isDefault
    ? await tx.$executeRaw`
        INSERT INTO view_default (tenant_id, person_id, kind, view_id)
        VALUES (${ctx.tenantId}::uuid, ${personId}::uuid, ${view.kind}, ${view.id}::uuid)
        ON CONFLICT (tenant_id, person_id, kind) DO UPDATE SET view_id = excluded.view_id
         WHERE view_default.view_id <> excluded.view_id`
    : await tx.$executeRaw`
        DELETE FROM view_default
         WHERE tenant_id = ${ctx.tenantId}::uuid AND person_id = ${personId}::uuid AND view_id = ${view.id}::uuid`;
  return changed > 0;
}

async function setTenant(ctx: Ctx, tx: TenantTx, view: StoredView, isDefault: boolean): Promise<boolean> {
  if (view.isTenantDefault === isDefault) return false;
  if (isDefault && !view.isShared) {
    throw new AppError('conflict', { message: 'Share the view first: only a shared view can be everybody’s default.' });
  }
  if (isDefault) {
    await tx.$executeRaw`
      UPDATE saved_view SET is_tenant_default = false
       WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = ${view.kind} AND is_tenant_default`;
  }
  await tx.$executeRaw`
    UPDATE saved_view SET is_tenant_default = ${isDefault}::boolean
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${view.id}::uuid`;
  return true;
}
