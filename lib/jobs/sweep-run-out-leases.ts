import { workerContext } from '#lib/access/acting-context.ts';
import { sweepLeases } from '#lib/claims/sweep-leases.ts';
import { database } from '#lib/db/client.ts';
import type { JobRun } from './registry.ts';

/** Ends the leases that ran out, tenant by tenant. One tenant's trouble does not stop another's. */
export async function sweepRunOutLeases({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().$queryRaw<{ id: string }[]>`
    SELECT tenants_with_run_out_leases AS id FROM tenants_with_run_out_leases()`;
  for (const { id } of tenants) {
    if (signal.aborted) return;
    try {
      const ended = await sweepLeases(await workerContext(id, 'leases', ['claim:write']));
      log.info({ tenantId: id, ended }, 'leases ran out');
    } catch (error) {
      log.error({ tenantId: id, err: error }, 'leases not swept');
    }
  }
}
