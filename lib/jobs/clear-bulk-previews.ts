import { workerContext } from '#lib/access/acting-context.ts';
import { clearPreviews } from '#lib/bulk/clear-previews.ts';
import { database } from '#lib/db/client.ts';
import type { JobRun } from './registry.ts';

/** Clears each tenant's abandoned previews away. */
export async function clearBulkPreviews({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().tenant.findMany({ select: { id: true } });
  for (const { id } of tenants) {
    if (signal.aborted) return;
    const cleared = await clearPreviews(await workerContext(id, 'bulk previews', ['record:update_status']));
    if (cleared > 0) log.info({ tenantId: id, cleared }, 'abandoned previews cleared');
  }
}
