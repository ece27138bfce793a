import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Gives the sources that a file's documents and outcomes can belong to, by name. */
export async function listImportSources(ctx: Ctx): Promise<{ slug: string; name: string }[]> {
  requirePermission(ctx, 'import:create');
  return ctx.transaction((tx) =>
    tx.source.findMany({
      where: { tenantId: ctx.tenantId },
      select: { slug: true, name: true },
      orderBy: [{ name: 'asc' }, { slug: 'asc' }],
    }),
  );
}
