import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { switchOffOfKey } from '#lib/webhooks/switch-off.ts';

/** Revokes the key with a prefix, from the next call on, and switches its webhooks off. A key revoked before stays as it is. Throws `not_found`. */
export async function revokeKey(ctx: Ctx, prefix: string): Promise<{ isNewlyRevoked: boolean }> {
  requirePermission(ctx, 'key:manage');
  if (!/^[a-z0-9]{8}$/.test(prefix)) throw notFound(`The key ${prefix}`);
  return ctx.transaction(async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { tenantId_prefix: { tenantId: ctx.tenantId, prefix } } });
    if (key === null) throw notFound(`The key ${prefix}`);
    const revoked = await tx.apiKey.updateMany({
      where: { tenantId: ctx.tenantId, id: key.id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 0) return { isNewlyRevoked: false };
    const after = { name: key.name, prefix };
    await recordAudit(ctx, tx, [{ action: 'key.revoked', subject: { type: 'key', id: key.id }, after }]);
    await switchOffOfKey(ctx, tx, key.id);
    return { isNewlyRevoked: true };
  });
}
