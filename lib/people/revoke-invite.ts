import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';

/**
 * Withdraws an invitation: its link lets nobody in any more. One withdrawn before stays as it is.
 * Throws `not_found`, and `conflict` if somebody has used it meanwhile.
 */
export async function revokeInvite(ctx: Ctx, id: string): Promise<{ isNewlyRevoked: boolean }> {
  requirePermission(ctx, 'person:manage');
  if (!isId(id)) throw notFound('This invitation');
  return ctx.transaction(async (tx) => {
    const key = { tenantId: ctx.tenantId, id };
    const revoked = await tx.invite.updateManyAndReturn({
      where: { ...key, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const [invite] = revoked;
    if (invite === undefined) {
      const found = await tx.invite.findUnique({ where: { tenantId_id: key } });
      if (found === null) throw notFound('This invitation');
      if (found.acceptedAt === null) return { isNewlyRevoked: false };
      throw new AppError('conflict', { message: 'Somebody has used this invitation meanwhile and is a member now.' });
    }
    const before = { email: invite.email, roles: invite.roles };
    await recordAudit(ctx, tx, [{ action: 'person.invite_revoked', subject: { type: 'invite', id }, before }]);
    return { isNewlyRevoked: true };
  });
}
