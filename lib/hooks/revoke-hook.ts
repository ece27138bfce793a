import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';

/**
 * Revokes a hook for good, with its former address too: from the next call on nothing is taken. What it received before
 * is still worked on. One revoked before stays as it is. Throws `not_found`.
 */
export async function revokeHook(ctx: Ctx, id: string): Promise<{ isNewlyRevoked: boolean }> {
  requirePermission(ctx, 'hook:manage');
  if (!isId(id)) throw notFound('The hook');
  return ctx.transaction(async (tx) => {
    const hook = await tx.hook.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } });
    if (hook === null) throw notFound('The hook');
    const revoked = await tx.hook.updateMany({
      where: { tenantId: ctx.tenantId, id, revokedAt: null },
      data: { revokedAt: new Date(), previousSecretHash: null, previousUntil: null },
    });
    if (revoked.count === 0) return { isNewlyRevoked: false };
    const after = { name: hook.name, address: `…${hook.secretHint}` };
    await recordAudit(ctx, tx, [{ action: 'hook.revoked', subject: { type: 'hook', id }, after }]);
    return { isNewlyRevoked: true };
  });
}
