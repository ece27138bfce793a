import { workerContext } from '#lib/access/acting-context.ts';
import { rediagnose } from '#lib/causes/rediagnose.ts';
import { RULES_VERSION } from '#lib/causes/rules-version.ts';
import { database } from '#lib/db/client.ts';
import { tellAgain } from '#lib/ingest/tell-again.ts';
import type { JobRun } from './registry.ts';

/** Tells and diagnoses again, tenant by tenant, what older rules diagnosed or nobody yet. One tenant's trouble does not stop another's. */
export async function diagnoseAgain({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().$queryRaw<{ id: string }[]>`
    SELECT tenants_to_diagnose AS id FROM tenants_to_diagnose(${RULES_VERSION}::int)`;
  for (const { id } of tenants) {
    if (signal.aborted) return;
    try {
      const ctx = await workerContext(id, 'causes', ['cause:diagnose']);
      const records = (await tellAgain(ctx, signal)) + (await rediagnose(ctx, signal));
      if (records > 0) log.info({ tenantId: id, records }, 'causes changed');
    } catch (error) {
      log.error({ tenantId: id, err: error }, 'not diagnosed again');
    }
  }
}
