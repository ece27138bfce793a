import type { BulkView } from '#components/bulk/bulk-view.ts';
import type { Ctx } from '#lib/access/context.ts';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import { forecastBulkOperation } from '#lib/bulk/forecast-bulk-operation.ts';
import { TAB_OF_KIND } from '#lib/records/kinds.ts';

/** Gives an operation as its screens need it: with what it would do, if it waits to be started. */
export async function bulkView(ctx: Ctx, operation: BulkOperation): Promise<BulkView> {
  const { slug, locale, timeZone } = ctx.tenant;
  const [kind] = operation.kinds;
  const canStart = operation.state === 'previewed' && ctx.permissions.has('record:update_status');
  return {
    operation,
    forecast: canStart ? await forecastBulkOperation(ctx, operation.id) : null,
    viewer: ctx.actor.name,
    formats: { locale, timeZone },
    exportHref:
      kind !== undefined && ctx.permissions.has('export:create')
        ? `/${slug}/history/${TAB_OF_KIND[kind]}/export?operation=${operation.id}`
        : null,
    pageHref: `/${slug}/bulk/${operation.id}`,
  };
}
