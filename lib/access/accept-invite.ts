import { AppError, notFound } from '#lib/core/app-error.ts';
import { tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { findPerson } from './find-person.ts';
import { readInviteText } from './invite-text.ts';
import type { SessionClaim } from './member-context.ts';
import type { RequestOrigin } from './record-person-event.ts';
import { redeemInvite } from './redeem-invite.ts';

/**
 * Makes the person whose session this is a member by an invitation's link. Accepting again changes nothing.
 * Throws `unauthenticated` without a session that holds, and what `redeemInvite` throws.
 */
export async function acceptInvite(
  claim: SessionClaim,
  text: string,
  origin: RequestOrigin,
): Promise<{ isNewMember: boolean }> {
  const person = await findPerson(claim);
  if (person === null) {
    throw new AppError('unauthenticated', { message: 'Your session has ended. Sign in again.' });
  }
  const invite = readInviteText(text);
  if (invite === null) throw notFound('This invitation');
  return tenantTransaction(invite.tenantId, (tx) => redeemInvite(tx, invite, person, origin));
}
