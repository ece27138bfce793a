import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { forecastPending } from '#lib/forecasts/forecast-pending.ts';
import type { JobRun } from './registry.ts';

/** Tells, tenant by tenant, what will become of pending records where something changed. One tenant's trouble does not stop another's. */
export async function forecastPendingOfAll({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  for (let left = await tenantsToForecast(); left.length > 0; ) {
    const unfinished: string[] = [];
    for (const tenantId of left) {
      if (signal.aborted) return;
      try {
        const ctx = await workerContext(tenantId, 'Forecasts', ['record:forecast']);
        if (!(await forecastPending(ctx, signal))) unfinished.push(tenantId);
      } catch (error) {
        log.error({ tenantId, err: error }, 'pending records not forecast');
      }
    }
    left = unfinished;
  }
}

async function tenantsToForecast(): Promise<string[]> {
  const rows = await database().$queryRaw<
    { id: string }[]
  >`SELECT tenants_to_forecast AS id FROM tenants_to_forecast()`;
  return rows.map(({ id }) => id);
}
