import type { Ctx } from '#lib/access/context.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** A member as the change that holds the lock finds it. */
export type LockedMember = { id: string; name: string; email: string; roles: string[] };

/**
 * Locks the tenant's memberships, so that changes of them follow one another, and gives the one that is to change,
 * with whether another admin would be left without it.
 * Throws `not_found`, and `forbidden` if whoever acts is an admin no more by now.
 */
export async function lockMembers(
  ctx: Ctx,
  tx: TenantTx,
  personId: string,
): Promise<{ member: LockedMember; isOnlyAdmin: boolean }> {
  const members = await tx.$queryRaw<LockedMember[]>`
    SELECT u.id, u.name, u.email, m.roles
      FROM membership m JOIN app_user u ON u.id = m.user_id
     WHERE m.tenant_id = ${ctx.tenantId}::uuid ORDER BY m.user_id FOR UPDATE OF m`;
  const admins = members.filter(({ roles }) => roles.includes('admin'));
  if (ctx.actor.type === 'person' && !admins.some(({ id }) => id === ctx.actor.id)) {
    throw new AppError('forbidden', { message: 'You are not an admin any more, so you can’t change people.' });
  }
  const member = members.find(({ id }) => id === personId);
  if (member === undefined) throw notFound('This person');
  return { member, isOnlyAdmin: admins.length === 1 && admins[0]?.id === personId };
}

/** Gives the refusal to leave a tenant without an admin. */
export function needsAnAdmin(ctx: Ctx, member: LockedMember): AppError {
  const who = member.id === ctx.actor.id ? 'You are' : `${member.name} is`;
  return new AppError('conflict', {
    message: `${who} the only admin of ${ctx.tenant.name}. Make somebody else an admin first.`,
  });
}
