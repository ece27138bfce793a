import { database } from '#lib/db/client.ts';
import { toEmailAddress } from './email-address.ts';
import { listMemberships } from './list-memberships.ts';
import type { SessionClaim } from './member-context.ts';
import { type RequestOrigin, recordPersonEvent } from './record-person-event.ts';

/** Why somebody whom the provider vouches for may still not come in. */
export type IdentityRefusal = 'email-not-verified' | 'not-invited' | 'linked-to-another';

type Identity = { issuer: string; subject: string; email: string | null; emailVerified: boolean };

/**
 * Takes what an OpenID provider says of somebody; gives the claim of a new session, or why there is none.
 * People are known by issuer and subject. The first time, a verified address finds somebody who was invited:
 * has an account with a membership, and no identity of that issuer yet, since addresses are handed on.
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

async function linkByEmail(identity: Identity): Promise<FoundPerson | IdentityRefusal> {
  const { issuer, subject } = identity;
  if (!identity.email || !identity.emailVerified) return 'email-not-verified';
  const email = toEmailAddress(identity.email);
  const invited = await database().appUser.findUnique({ where: { email }, select: { id: true } });
  if (invited === null || (await listMemberships(invited.id)).length === 0) return 'not-invited';
  return database().$transaction(async (tx) => {
    // The lock makes two first sign-ins at once wait for one another.
    const [person] = await tx.$queryRaw<{ id: string; name: string; sessionVersion: number }[]>`
      SELECT id, name, session_version AS "sessionVersion" FROM app_user WHERE id = ${invited.id}::uuid FOR UPDATE`;
    if (person === undefined) return 'not-invited';
    const linked = await tx.userIdentity.findMany({ where: { issuer, userId: person.id } });
    if (linked.some((other) => other.subject !== subject)) return 'linked-to-another';
    if (linked.length > 0) return { ...person, isNew: false };
    await tx.userIdentity.create({ data: { issuer, subject, userId: person.id } });
    return { ...person, isNew: true };
  });
}
