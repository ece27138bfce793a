import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { tenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import type { BulkForecast } from './bulk-contract.ts';
import { forecastOf } from './forecast.ts';
import { readOperation } from './read-operation.ts';

/** Says what a previewed operation would do if this actor ran it now. Throws `not_found`. */
export async function forecastBulkOperation(ctx: Ctx, id: string): Promise<BulkForecast> {
  requirePermission(ctx, 'record:update_status');
  return ctx.transaction(async (tx) => {
    const operation = await readOperation(ctx, tx, id);
    return forecastOf(operation, await tenantSettings(ctx, tx), ctx.permissions.has('record:override_status'));
  });
}
