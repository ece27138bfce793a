import { database } from '#lib/db/client.ts';
import type { SessionClaim } from './member-context.ts';
import { type RequestOrigin, recordPersonEvent } from './record-person-event.ts';

/**
 * Ends all sessions of the person whose session this is, on every device: each carries the version it was made
 * with. A session that is over already changes nothing.
 */
export async function signOutEverywhere(claim: SessionClaim, origin: RequestOrigin): Promise<void> {
  const [person] = await database().appUser.updateManyAndReturn({
    where: { id: claim.personId, sessionVersion: claim.sessionVersion },
    data: { sessionVersion: { increment: 1 } },
    select: { id: true, name: true },
  });
  if (person !== undefined) await recordPersonEvent(person, origin, { action: 'person.signed_out_everywhere' });
}
