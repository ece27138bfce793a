import { setTimeout } from 'node:timers/promises';
import { deliverTo } from '#lib/webhooks/deliver-to.ts';
import type { SendOptions } from '#lib/webhooks/send-request.ts';
import { type DueWebhook, listDueWebhooks } from './due-webhooks.ts';
import type { JobRun } from './registry.ts';

/** So many targets at once in this worker, of one business, and of those that fail: the slow never take every place. */
const LANES = 48;
const LANES_OF_TENANT = 12;
const LANES_OF_FAILING = 24;
/** While calls run, whatever falls due elsewhere waits no longer than this. */
const LOOK_AGAIN_MS = 300;

/**
 * Sends every webhook that is due, each target by itself, so that a slow one holds up nobody else. Ends when nothing is
 * due and no call runs; what falls due later is found by the clock or by a wake-up.
 */
export async function deliverWebhooks(
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  options: SendOptions = {},
): Promise<void> {
  const lanes = new Map<string, DueWebhook & { ended: Promise<void> }>();
  const failed = new Set<string>();
  for (;;) {
    for (const due of signal.aborted ? [] : await listDueWebhooks()) {
      if (failed.has(due.id) || !hasRoom(lanes, due)) continue;
      const ended = deliverTo(due.tenantId, due.id, { ...options, signal })
        .catch((error: unknown) => {
          // Its claims run out, and the next run tries again.
          failed.add(due.id);
          log.error({ err: error, subscription: due.id }, 'webhook not delivered');
        })
        .finally(() => lanes.delete(due.id));
      lanes.set(due.id, { ...due, ended });
    }
    if (lanes.size === 0) return;
    const ended = [...lanes.values()].map((lane) => lane.ended);
    if (signal.aborted) await Promise.all(ended);
    else await Promise.race([...ended, setTimeout(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined)]);
  }
}

function hasRoom(lanes: ReadonlyMap<string, DueWebhook>, { tenantId, id, isFailing }: DueWebhook): boolean {
  if (lanes.has(id) || lanes.size >= LANES) return false;
  const taken = [...lanes.values()];
  if (taken.filter((lane) => lane.tenantId === tenantId).length >= LANES_OF_TENANT) return false;
  return !isFailing || taken.filter((lane) => lane.isFailing).length < LANES_OF_FAILING;
}
