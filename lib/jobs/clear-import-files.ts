import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { clearFiles } from '#lib/imports/clear-files.ts';
import type { JobRun } from './registry.ts';

/** Clears the files of each tenant's imports that are long over, and those that nobody went on with. */
export async function clearImportFiles({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().tenant.findMany({ select: { id: true } });
  for (const { id } of tenants) {
    if (signal.aborted) return;
    const cleared = await clearFiles(await workerContext(id, 'import files', ['import:create']));
    if (cleared > 0) log.info({ tenantId: id, cleared }, 'files of imports cleared');
  }
}
