import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { importReporter, type Reporter } from '#lib/ingest/batch.ts';
import { choicesOf, type StoredRun } from './read-run.ts';

/** Gives whom an import reports for: the source that was chosen. */
export async function reporterOfImport(ctx: Ctx, run: StoredRun): Promise<Reporter> {
  requirePermission(ctx, 'import:create');
  const slug = choicesOf(run)?.source ?? '';
  const source = await ctx.transaction((tx) =>
    tx.source.findUnique({ where: { tenantId_slug: { tenantId: ctx.tenantId, slug } }, select: { id: true } }),
  );
  if (source === null) throw new AppError('conflict', { message: 'The source that was chosen is there no longer.' });
  return importReporter(ctx, { id: run.id, sourceId: source.id });
}
