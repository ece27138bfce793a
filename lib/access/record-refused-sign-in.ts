import { database } from '#lib/db/client.ts';
import { isKnowable, toEmailAddress } from './email-address.ts';
import { type RequestOrigin, recordPersonEvent } from './record-person-event.ts';

type RefusedSignIn = RequestOrigin & { email: string; note: string };

/**
 * Writes a refused sign-in into the audit logs of the person's tenants, if the address is somebody's.
 * To be called after the answer, which must take the same time for everybody.
 */
export async function recordRefusedSignIn({ email, note, requestId, address }: RefusedSignIn): Promise<void> {
  const tried = toEmailAddress(email);
  if (!isKnowable(tried)) return;
  const person = await database().appUser.findUnique({
    where: { email: tried },
    select: { id: true, name: true },
  });
  if (person !== null) {
    await recordPersonEvent(person, { requestId, address }, { action: 'person.sign_in_refused', note });
  }
}
