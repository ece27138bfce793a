import { z } from 'zod';
import { AppError, type FieldError, notFound } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { requiredText } from '#lib/core/schemas.ts';
import { tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { toEmailAddress } from './email-address.ts';
import { findInvite } from './find-invite.ts';
import { readInviteText } from './invite-text.ts';
import type { SessionClaim } from './member-context.ts';
import { hashPassword } from './password.ts';
import { PASSWORD_MIN } from './password-rule.ts';
import type { RequestOrigin } from './record-person-event.ts';
import { redeemInvite } from './redeem-invite.ts';
import { countSignInTry, forgetSignInTry } from './sign-in-throttle.ts';

const joiningSchema = z
  .strictObject({
    name: requiredText(255).transform((name) => name.trim()),
    email: requiredText(255)
      .transform(toEmailAddress)
      .pipe(z.email('must be a whole address, such as name@company.com').max(255)),
    password: z
      .string()
      .min(PASSWORD_MIN, `must have at least ${PASSWORD_MIN} characters`)
      .max(1_024, 'must have at most 1,024 characters'),
  })
  .refine(({ name }) => name !== '', { path: ['name'], message: 'must not be empty' })
  .refine(({ email, password }) => toEmailAddress(password) !== email, {
    path: ['password'],
    message: 'must not be your address',
  });

export type Joining = z.input<typeof joiningSchema>;

/**
 * Makes an account for somebody who has none, and the membership that an invitation's link offers, or neither.
 * Counts as a sign-in that was refused unless it succeeds. Gives the claim of a new session.
 * Throws `invalid_input` by field, `rate_limited`, and what `redeemInvite` throws.
 */
export async function joinByInvite(text: string, input: Joining, origin: RequestOrigin): Promise<SessionClaim> {
  const parsed = joiningSchema.safeParse(input);
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  const { name, email, password } = parsed.data;
  await countSignInTry({ email, address: origin.address });

  const invite = readInviteText(text);
  // Before the password is hashed, which takes its time.
  if (invite === null || (await findInvite(text)) === null) throw notFound('This invitation');
  const person = { id: newId(), name, email };
  const passwordHash = await hashPassword(password);
  await tenantTransaction(invite.tenantId, async (tx) => {
    const made = await tx.appUser.createMany({
      data: [{ ...person, passwordHash, isEmailProven: false }],
      skipDuplicates: true,
    });
    if (made.count === 0) {
      throw invalid([{ field: 'email', message: 'has an account already: sign in with it to accept' }]);
    }
    await redeemInvite(tx, invite, person, origin);
  });
  await forgetSignInTry({ email, address: origin.address });
  return { personId: person.id, sessionVersion: 1 };
}

function invalid(fields: FieldError[]): AppError {
  return new AppError('invalid_input', { message: 'Some of it is not as it must be.', fields });
}
