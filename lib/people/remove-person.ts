import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { lockMembers, needsAnAdmin } from './lock-members.ts';

/**
 * Takes a member out of the tenant, from the next click on. The account stays, and so does all that the person did.
 * Throws `not_found`, and `conflict` if the tenant would be left without an admin.
 */
export async function removePerson(ctx: Ctx, personId: string): Promise<void> {
  requirePermission(ctx, 'person:manage');
  await ctx.transaction(async (tx) => {
    const { member, isOnlyAdmin } = await lockMembers(ctx, tx, personId);
    if (isOnlyAdmin) throw needsAnAdmin(ctx, member);
    await tx.membership.delete({ where: { tenantId_userId: { tenantId: ctx.tenantId, userId: personId } } });
    const { name, email, roles } = member;
    const subject = { type: 'person', id: personId } as const;
    await recordAudit(ctx, tx, [{ action: 'person.removed', subject, before: { name, email, roles } }]);
  });
}
