import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { ROLES } from '#lib/access/permissions.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { isId } from '#lib/core/ids.ts';
import { lockMembers, needsAnAdmin } from './lock-members.ts';

const inputSchema = z.strictObject({ personId: z.string().refine(isId), roles: z.array(z.enum(ROLES)) });

/**
 * Gives a member these roles instead of the former ones; they hold from the member's next click on.
 * Throws `not_found`, and `conflict` if the tenant would be left without an admin.
 */
export async function changeRoles(ctx: Ctx, input: z.input<typeof inputSchema>): Promise<{ isChanged: boolean }> {
  requirePermission(ctx, 'person:manage');
  const { personId, roles: asked } = inputSchema.parse(input);
  const roles = ROLES.filter((role) => asked.includes(role));
  return ctx.transaction(async (tx) => {
    const { member, isOnlyAdmin } = await lockMembers(ctx, tx, personId);
    if (isOnlyAdmin && !roles.includes('admin')) throw needsAnAdmin(ctx, member);
    const before = ROLES.filter((role) => member.roles.includes(role));
    if (before.join() === roles.join()) return { isChanged: false };
    await tx.membership.update({
      where: { tenantId_userId: { tenantId: ctx.tenantId, userId: personId } },
      data: { roles },
    });
    const subject = { type: 'person', id: personId } as const;
    const { name, email } = member;
    await recordAudit(ctx, tx, [
      { action: 'person.roles_changed', subject, before: { roles: before }, after: { name, email, roles } },
    ]);
    return { isChanged: true };
  });
}
