import { isId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import type { SessionClaim } from './member-context.ts';

/** Somebody with an account. */
export type Person = { id: string; email: string; name: string };

/** Takes a session's claim; gives the person, or null if the session is over or the account is gone. */
export async function findPerson(claim: SessionClaim): Promise<Person | null> {
  if (!isId(claim.personId)) return null;
  const person = await database().appUser.findUnique({
    where: { id: claim.personId },
    select: { id: true, email: true, name: true, sessionVersion: true },
  });
  if (person === null || person.sessionVersion !== claim.sessionVersion) return null;
  return { id: person.id, email: person.email, name: person.name };
}
