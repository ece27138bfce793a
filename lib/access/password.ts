import { randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

// argon2id, as OWASP advises for a server: 19 MiB, two passes.
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const MAX_LENGTH = 1_024;

let unknownHash: Promise<string> | undefined;

/** Takes a password; gives what is stored of it. Throws a RangeError on an empty or endless one. */
export function hashPassword(password: string): Promise<string> {
  if (password === '' || password.length > MAX_LENGTH) throw new RangeError('Not a password.');
  return hash(password.normalize('NFKC'), COST);
}

/**
 * Says whether the password is the one that was hashed. With null (nobody, or somebody without a password) the
 * answer is no after the same work, so that the time tells nobody who has an account.
 */
export async function isPasswordOf(password: string, storedHash: string | null): Promise<boolean> {
  unknownHash ??= hash(randomUUID(), COST);
  const nobody = await unknownHash;
  const isRight = await verify(storedHash ?? nobody, password.slice(0, MAX_LENGTH).normalize('NFKC'));
  return isRight && storedHash !== null && password.length <= MAX_LENGTH;
}
