import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { clearDeliveries } from '#lib/webhooks/clear-deliveries.ts';
import type { JobRun } from './registry.ts';

/** Clears away what each tenant's webhooks were sent long ago. */
export async function clearWebhookLog({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().tenant.findMany({ select: { id: true } });
  for (const { id } of tenants) {
    if (signal.aborted) return;
    const cleared = await clearDeliveries(await workerContext(id, 'webhook log', ['webhook:manage']));
    if (cleared > 0) log.info({ tenantId: id, cleared }, 'old webhook events cleared');
  }
}
