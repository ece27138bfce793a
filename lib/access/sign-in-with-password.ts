import { AppError } from '#lib/core/app-error.ts';
import { database } from '#lib/db/client.ts';
import { isKnowable, toEmailAddress } from './email-address.ts';
import type { SessionClaim } from './member-context.ts';
import { isPasswordOf } from './password.ts';
import { type RequestOrigin, recordPersonEvent } from './record-person-event.ts';
import { countSignInTry, forgetSignInTry } from './sign-in-throttle.ts';

type PasswordSignIn = RequestOrigin & { email: string; password: string };

/**
 * Takes an e-mail address and a password; gives the claim of a new session.
 * Throws AppError `unauthenticated`, with one answer and one amount of work for an unknown address, a wrong password
 * and somebody who has none; and `rate_limited` after too many of them.
 */
export async function signInWithPassword(input: PasswordSignIn): Promise<SessionClaim> {
  const { password, requestId, address } = input;
  const email = toEmailAddress(input.email);
  await countSignInTry({ email, address });
  const person = isKnowable(email)
    ? await database().appUser.findUnique({
        where: { email },
        select: { id: true, name: true, passwordHash: true, sessionVersion: true },
      })
    : null;
  const isRight = await isPasswordOf(password, person?.passwordHash ?? null);
  if (person === null || !isRight) {
    throw new AppError('unauthenticated', { message: 'The e-mail address or the password is wrong.' });
  }
  await forgetSignInTry({ email, address });
  await recordPersonEvent(person, { requestId, address }, { action: 'person.signed_in', note: 'with a password' });
  return { personId: person.id, sessionVersion: person.sessionVersion };
}
