import { database } from '#lib/db/client.ts';
import type { JobRun } from './registry.ts';

/** Answers are kept so long for a call that comes again with its Idempotency-Key. */
const ANSWER_HOURS = 24;

/** Deletes what has expired: the sign-in counters whose time is over, and the answers kept for calls that come again. */
export async function housekeeping({ log }: Pick<JobRun, 'log'>): Promise<void> {
  const { count } = await database().signInThrottle.deleteMany({ where: { expire: { lt: BigInt(Date.now()) } } });
  const [row] = await database().$queryRaw<{ cleared: number }[]>`
    SELECT clear_idempotent_calls(${ANSWER_HOURS}::int) AS cleared`;
  log.info({ expiredThrottles: count, expiredCalls: row?.cleared }, 'housekeeping done');
}
