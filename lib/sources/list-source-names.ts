import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Gives the tenant's sources by name, for those who may not see their settings. */
export function listSourceNames(ctx: Ctx): Promise<{ slug: string; name: string }[]> {
  requirePermission(ctx, 'record:read');
  return ctx.transaction((tx) =>
    tx.source.findMany({
      where: { tenantId: ctx.tenantId },
      select: { slug: true, name: true },
      orderBy: [{ name: 'asc' }, { slug: 'asc' }],
    }),
  );
}
