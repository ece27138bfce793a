import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { toEmailAddress } from '#lib/access/email-address.ts';
import { makeInviteText } from '#lib/access/invite-text.ts';
import { ROLES, type Role } from '#lib/access/permissions.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, type FieldError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { text } from '#lib/core/schemas.ts';

/** How long a link lets somebody in. */
export const INVITE_DAYS = 7;

const GIVING: readonly Role[] = ['accounting_sync', 'admin'];

const inputSchema = z.strictObject({
  /** The one address that the link is for; empty: whoever has the link. */
  email: text(255)
    .transform(toEmailAddress)
    .refine(
      (email) => email === '' || z.email().safeParse(email).success,
      'must be a whole address, such as name@company.com, or empty',
    )
    .transform((email) => (email === '' ? null : email)),
  roles: z
    .array(z.enum(ROLES))
    .refine((roles) => GIVING.some((role) => roles.includes(role)), 'must include Accounting Sync or Admin'),
});

export type NewInvite = z.input<typeof inputSchema>;

/** Makes an invitation. Gives the text of its link, which is shown this once and stored nowhere. */
export async function invitePerson(ctx: Ctx, input: NewInvite): Promise<{ id: string; text: string; expiresAt: Date }> {
  requirePermission(ctx, 'person:manage');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  const { email } = parsed.data;
  const roles = ROLES.filter((role) => parsed.data.roles.includes(role));
  const id = newId();
  const link = makeInviteText(ctx.tenantId);
  const expiresAt = new Date(Date.now() + INVITE_DAYS * 24 * 3_600_000);
  await ctx.transaction(async (tx) => {
    if (email !== null) {
      const [member] = await tx.$queryRaw<{ name: string }[]>`
        SELECT u.name FROM membership m JOIN app_user u ON u.id = m.user_id
         WHERE m.tenant_id = ${ctx.tenantId}::uuid AND u.email = ${email}`;
      if (member !== undefined)
        throw invalid([{ field: 'email', message: `is ${member.name}, who is a member already` }]);
    }
    await tx.invite.create({
      data: {
        tenantId: ctx.tenantId,
        id,
        email,
        roles,
        secretHash: link.secretHash,
        invitedBy: ctx.actor.name,
        expiresAt,
      },
    });
    const after = { email, roles, expiresAt };
    await recordAudit(ctx, tx, [{ action: 'person.invited', subject: { type: 'invite', id }, after }]);
  });
  return { id, text: link.text, expiresAt };
}

function invalid(fields: FieldError[]): AppError {
  return new AppError('invalid_input', { message: 'The invitation was not made.', fields });
}
