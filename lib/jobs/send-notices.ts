import { setTimeout } from 'node:timers/promises';
import { deliverNotices } from '#lib/notices/deliver-notices.ts';
import type { SendOptions } from '#lib/webhooks/send-request.ts';
import { listTenantsWithDueNotices } from './due-notices.ts';
import type { JobRun } from './registry.ts';

/** So many businesses at once in this worker: a slow mail server or chat of one holds up no other. */
const LANES = 12;
/** While some are sent, what falls due elsewhere waits no longer than this. */
const LOOK_AGAIN_MS = 500;

/** Sends every notice that is due, each business by itself. Ends when nothing is due and nothing is being sent. */
export async function sendNotices(
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  options: SendOptions = {},
): Promise<void> {
  const lanes = new Map<string, Promise<void>>();
  const failed = new Set<string>();
  for (;;) {
    for (const tenantId of signal.aborted ? [] : await listTenantsWithDueNotices()) {
      if (failed.has(tenantId) || lanes.has(tenantId) || lanes.size >= LANES) continue;
      const lane = deliverNotices(tenantId, { ...options, signal })
        .then((sent) => log.info({ tenantId, sent }, 'notices sent'))
        .catch((error: unknown) => {
          // Its claims run out, and the next run tries again.
          failed.add(tenantId);
          log.error({ err: error, tenantId }, 'notices not sent');
        })
        .finally(() => lanes.delete(tenantId));
      lanes.set(tenantId, lane);
    }
    if (lanes.size === 0) return;
    const running = [...lanes.values()];
    if (signal.aborted) await Promise.all(running);
    else await Promise.race([...running, setTimeout(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined)]);
  }
}
