import { setImmediate } from 'node:timers/promises';

/** Does work once the statement that was begun beside it is on its way, so that the database need not wait for it. */
export async function meanwhile<T>(work: () => T): Promise<T> {
  await setImmediate();
  return work();
}
