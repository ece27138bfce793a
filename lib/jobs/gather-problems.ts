import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import type { JobRun } from './registry.ts';

/** A business in which nothing was done is looked at after so long all the same: days go by, and mutes end. */
const SILENT_SECONDS = 600;

/**
 * Gathers failures into problems for each business in which something was done. Several workers share the work: who comes
 * to a business that another is at goes on. One business's trouble does not stop another's.
 */
export async function gatherProblemsOfAll({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().$queryRaw<{ id: string }[]>`
    SELECT tenants_to_gather AS id FROM tenants_to_gather(${SILENT_SECONDS}::int)`;
  for (const { id } of tenants) {
    if (signal.aborted) return;
    try {
      const gathered = await gatherProblems(await workerContext(id, 'problems', ['problem:gather']));
      if (gathered !== null && gathered.opened + gathered.moved > 0)
        log.info({ tenantId: id, ...gathered }, 'problems gathered');
    } catch (error) {
      log.error({ tenantId: id, err: error }, 'problems not gathered');
    }
  }
}
