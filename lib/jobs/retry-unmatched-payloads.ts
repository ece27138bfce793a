import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { retryUnmatchedPayloads } from '#lib/hooks/retry-unmatched-payloads.ts';
import type { JobRun } from './registry.ts';

/** Looks for records that came after the payloads that wait for them, tenant by tenant. */
export async function retryUnmatchedPayloadsOfAll({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().$queryRaw<{ id: string }[]>`
    SELECT id FROM tenants_with_unmatched_payloads() AS id`;
  for (const { id } of tenants) {
    if (signal.aborted) return;
    try {
      const again = await retryUnmatchedPayloads(await workerContext(id, 'hook payloads', ['attempt:write']));
      if (again > 0) log.info({ tenantId: id, payloads: again }, 'records came for hook payloads');
    } catch (error) {
      log.error({ tenantId: id, err: error }, 'hook payloads not looked at again');
    }
  }
}
