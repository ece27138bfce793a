import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordOtherTenantsEvent } from '#lib/access/record-person-event.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { lockMembers } from './lock-members.ts';

/**
 * Ends all sessions of a member, on every device and in every tenant that the person belongs to, since a session
 * names the person alone. The other tenants' audit logs say so without naming who did it. Throws `not_found`.
 */
export async function signPersonOut(ctx: Ctx, personId: string): Promise<void> {
  requirePermission(ctx, 'person:manage');
  await ctx.transaction(async (tx) => {
    const { member } = await lockMembers(ctx, tx, personId);
    await tx.appUser.update({ where: { id: personId }, data: { sessionVersion: { increment: 1 } } });
    const after = { name: member.name, email: member.email };
    const subject = { type: 'person', id: personId } as const;
    await recordAudit(ctx, tx, [{ action: 'person.signed_out_by_admin', subject, after }]);
  });
  await recordOtherTenantsEvent(personId, ctx, {
    action: 'person.signed_out_by_admin',
    note: 'by an admin of another business that this person belongs to',
  });
}
