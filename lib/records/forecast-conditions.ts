import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { ForecastOutcome } from '#lib/forecasts/forecast-contract.ts';
import type { SyncStatus } from './kinds.ts';

/** The conditions that something is told of a record of one status before it is tried: only of one that is pending. */
export function forecastConditions(ctx: Ctx, outcome: ForecastOutcome, status: SyncStatus): Prisma.Sql[] {
  if (status !== 'pending') return [Prisma.sql`false`];
  return [
    Prisma.sql`r.id IN (SELECT f.record_id FROM record_forecast f
                         WHERE f.tenant_id = ${ctx.tenantId}::uuid AND f.outcome = ${outcome})`,
  ];
}
