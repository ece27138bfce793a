import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { readSourceSettings, type SourceSettings } from './source-settings.ts';

export type SourceRow = { id: string; slug: string; name: string; settings: SourceSettings };

/** Gives the tenant's sources with their settings, by name. */
export async function listSources(ctx: Ctx): Promise<SourceRow[]> {
  requirePermission(ctx, 'settings:manage');
  const rows = await ctx.transaction((tx) =>
    tx.source.findMany({
      where: { tenantId: ctx.tenantId },
      select: { id: true, slug: true, name: true, settings: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    }),
  );
  return rows.map(({ settings, ...source }) => ({ ...source, settings: readSourceSettings(settings) }));
}
