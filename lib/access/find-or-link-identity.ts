import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import { tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { toEmailAddress } from './email-address.ts';
import { readInviteText } from './invite-text.ts';
import { listMemberships } from './list-memberships.ts';
import type { SessionClaim } from './member-context.ts';
import { type RequestOrigin, recordPersonEvent } from './record-person-event.ts';
import { redeemInvite } from './redeem-invite.ts';

/** Why somebody whom the provider vouches for may still not come in. */
export type IdentityRefusal = 'email-not-verified' | 'not-invited' | 'linked-to-another';

type Identity = {
  issuer: string;
  subject: string;
  name?: string | null;
  email: string | null;
  emailVerified: boolean;
  /** The text of the invitation that somebody came by, if any. */
  inviteText?: string | null;
};

/**
 * Takes what an OpenID provider says of somebody; gives the claim of a new session, or why there is none.
 * People are known by issuer and subject. The first time, a verified address finds somebody who was invited:
 * has an account with a membership, or came by an invitation that is open; and no identity of that issuer yet, since
 * addresses are handed on.
 */
export async function findOrLinkIdentity(
  identity: Identity & RequestOrigin,
): Promise<{ claim: SessionClaim } | { refused: IdentityRefusal }> {
  const { issuer, subject, requestId, address } = identity;
  const found = (await findLinked(issuer, subject)) ?? (await linkByEmail(identity));
  if (typeof found === 'string') return { refused: found };
  if (found.isNew) {
    await recordPersonEvent(found, { requestId, address }, { action: 'person.identity_linked', note: issuer });
  }
  await recordPersonEvent(found, { requestId, address }, { action: 'person.signed_in', note: `through ${issuer}` });
  return { claim: { personId: found.id, sessionVersion: found.sessionVersion } };
}

type FoundPerson = { id: string; name: string; sessionVersion: number; isNew: boolean };

async function findLinked(issuer: string, subject: string): Promise<FoundPerson | null> {
  const identity = await database().userIdentity.findUnique({ where: { issuer_subject: { issuer, subject } } });
  if (identity === null) return null;
  const person = await database().appUser.findUnique({
    where: { id: identity.userId },
    select: { id: true, name: true, sessionVersion: true },
  });
  return person && { ...person, isNew: false };
}

async function linkByEmail(identity: Identity & RequestOrigin): Promise<FoundPerson | IdentityRefusal> {
  if (!identity.email || !identity.emailVerified) return 'email-not-verified';
  const email = toEmailAddress(identity.email);
  const invited = await database().appUser.findUnique({ where: { email }, select: { id: true } });
  if (invited === null || (await listMemberships(invited.id)).length === 0) return joinByProvider(identity, email);
  return database().$transaction((tx) => linkPerson(tx, identity, invited.id));
}

/** Lets somebody in who comes by an open invitation: makes the account if there is none, the membership and the link. */
async function joinByProvider(
  identity: Identity & RequestOrigin,
  email: string,
): Promise<FoundPerson | IdentityRefusal> {
  const invite = identity.inviteText ? readInviteText(identity.inviteText) : null;
  if (invite === null) return 'not-invited';
  const { name, requestId, address } = identity;
  try {
    return await tenantTransaction(invite.tenantId, async (tx) => {
      const data = { id: newId(), email, name: name?.trim().slice(0, 255) || email };
      await tx.appUser.createMany({ data: [data], skipDuplicates: true });
      const person = await tx.appUser.findUniqueOrThrow({ where: { email }, select: { id: true, name: true } });
      const linked = await linkPerson(tx, identity, person.id);
      if (typeof linked !== 'string') await redeemInvite(tx, invite, { ...person, email }, { requestId, address });
      return linked;
    });
  } catch (error) {
    if (error instanceof AppError) return 'not-invited';
    throw error;
  }
}

async function linkPerson(
  tx: Prisma.TransactionClient,
  { issuer, subject }: Identity,
  personId: string,
): Promise<FoundPerson | IdentityRefusal> {
  // The lock makes two first sign-ins at once wait for one another.
  const [person] = await tx.$queryRaw<
    { id: string; name: string; sessionVersion: number; isEmailProven: boolean }[]
  >`SELECT id, name, session_version AS "sessionVersion", is_email_proven AS "isEmailProven"
      FROM app_user WHERE id = ${personId}::uuid FOR UPDATE`;
  if (person === undefined) return 'not-invited';
  const { isEmailProven, ...found } = person;
  const linked = await tx.userIdentity.findMany({ where: { issuer, userId: person.id } });
  if (linked.some((other) => other.subject !== subject)) return 'linked-to-another';
  if (linked.length > 0) return { ...found, isNew: false };
  await tx.userIdentity.create({ data: { issuer, subject, userId: person.id } });
  if (isEmailProven) return { ...found, isNew: true };
  // Whoever typed this address before it was proven may be somebody else: their password and sessions end here.
  const { sessionVersion } = await tx.appUser.update({
    where: { id: person.id },
    data: { isEmailProven: true, passwordHash: null, sessionVersion: { increment: 1 } },
    select: { sessionVersion: true },
  });
  return { ...found, sessionVersion, isNew: true };
}
