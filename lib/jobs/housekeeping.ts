import { database } from '#lib/db/client.ts';
import type { JobRun } from './registry.ts';

/** Deletes what has expired: the sign-in counters whose time (milliseconds since 1970) is over. */
export async function housekeeping({ log }: JobRun): Promise<void> {
  const { count } = await database().signInThrottle.deleteMany({ where: { expire: { lt: BigInt(Date.now()) } } });
  log.info({ expiredThrottles: count }, 'housekeeping done');
}
