import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { SILENT_SECONDS } from '#lib/duplicates/claim-search.ts';
import type { Subject } from '#lib/duplicates/duplicate-contract.ts';
import { findDuplicates } from '#lib/duplicates/find-duplicates.ts';
import type { JobRun } from './registry.ts';

/**
 * Looks for duplicates wherever a list was read since the last time, somebody asked, or it is time to, one tenant after
 * another. One tenant's trouble does not stop another's.
 */
export async function findDuplicatesOfAll({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const due = await database().$queryRaw<{ tenantId: string; subject: Subject }[]>`
    SELECT tenant_id AS "tenantId", subject FROM due_duplicate_searches(${SILENT_SECONDS}::int)`;
  for (const { tenantId, subject } of due) {
    if (signal.aborted) return;
    try {
      await findDuplicates(await workerContext(tenantId, 'Duplicates', ['duplicate:find']), subject);
    } catch (error) {
      log.error({ tenantId, subject, err: error }, 'duplicates were not looked for');
    }
  }
}
