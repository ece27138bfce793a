import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Takes slugs; gives the names of the sources that have them, by slug. */
export async function getSourceNames(ctx: Ctx, slugs: readonly string[]): Promise<Map<string, string>> {
  requirePermission(ctx, 'record:read');
  if (slugs.length === 0) return new Map();
  const sources = await ctx.transaction((tx) =>
    tx.source.findMany({
      where: { tenantId: ctx.tenantId, slug: { in: [...slugs] } },
      select: { slug: true, name: true },
    }),
  );
  return new Map(sources.map(({ slug, name }) => [slug, name]));
}
