import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '#lib/core/app-error.ts';
import { database } from '#lib/db/client.ts';

/** Who tries to sign in: the e-mail address typed, and the network address it came from (null if unknown). */
export type SignInTry = { email: string; address: string | null };

/** How many refused tries are allowed in how many seconds. */
export const SIGN_IN_LIMITS = {
  /** One person's typing mistakes, from one network. */
  pair: { points: 10, duration: 15 * 60 },
  /** One network trying many people; an office shares one address. */
  network: { points: 100, duration: 15 * 60 },
  /** Many networks trying one person; high, since it also keeps that person out. */
  email: { points: 100, duration: 60 * 60 },
} as const;

type LimitName = keyof typeof SIGN_IN_LIMITS;

let limiters: Record<LimitName, RateLimiterPostgres> | undefined;

/**
 * Counts a try before the password is looked at, so that many at once can't slip through.
 * Throws AppError `rate_limited` with the time to wait.
 */
export async function countSignInTry(attempt: SignInTry): Promise<void> {
  const results = await Promise.allSettled(keysOf(attempt).map(([name, key]) => limiter(name).consume(key)));
  let waitMs = 0;
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    if (!(result.reason instanceof RateLimiterRes)) throw result.reason;
    waitMs = Math.max(waitMs, result.reason.msBeforeNext);
  }
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1_000);
  throw new AppError('rate_limited', {
    message: `Too many sign-ins were refused. Try again in ${minutesText(retryAfterSeconds)}.`,
    retryAfterSeconds,
  });
}

/** Takes a try back that succeeded: only refused ones count. */
export async function forgetSignInTry(attempt: SignInTry): Promise<void> {
  await Promise.all(
    keysOf(attempt).map(([name, key]) => (name === 'network' ? limiter(name).reward(key) : limiter(name).delete(key))),
  );
}

function minutesText(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

function keysOf({ email, address }: SignInTry): [LimitName, string][] {
  const network = networkOf(address);
  return [
    ['pair', hashed(`${email}\n${network}`)],
    ['network', hashed(network)],
    ['email', hashed(email)],
  ];
}

// The table needs no addresses of people, only to tell them apart.
function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

// A single subscriber holds a whole /64 of IPv6 and could come from another address each time.
function networkOf(address: string | null): string {
  if (address === null) return 'unknown';
  const plain = address.replace(/^::ffff:/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}

function limiter(name: LimitName): RateLimiterPostgres {
  limiters ??= { pair: makeLimiter('pair'), network: makeLimiter('network'), email: makeLimiter('email') };
  return limiters[name];
}

function makeLimiter(name: LimitName): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...SIGN_IN_LIMITS[name],
    keyPrefix: name,
    storeClient: { query },
    storeType: 'client',
    tableName: 'sign_in_throttle',
    tableCreated: true,
    // The worker's housekeeping clears what has expired.
    clearExpiredByTimeout: false,
  });
}

type Query = { text: string; values: unknown[] };
type CounterRow = { points: number; expire: number | null };

// The limiter speaks to a pg client; ours goes through the one pool of the process.
async function query({ text, values }: Query): Promise<{ rows: CounterRow[]; rowCount: number }> {
  if (/^\s*DELETE/.test(text)) return { rows: [], rowCount: await database().$executeRawUnsafe(text, ...values) };
  const rows = await database().$queryRawUnsafe<{ points: number; expire: bigint | null }[]>(text, ...values);
  return {
    rows: rows.map((row) => ({ points: row.points, expire: row.expire === null ? null : Number(row.expire) })),
    rowCount: rows.length,
  };
}
