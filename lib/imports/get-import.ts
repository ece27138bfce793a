import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { ImportRun } from './import-contract.ts';
import { readRun, toRun } from './read-run.ts';

/** Gives one import as it stands. Throws `not_found`. */
export async function getImport(ctx: Ctx, id: string): Promise<ImportRun> {
  requirePermission(ctx, 'import:create');
  return toRun(await ctx.transaction((tx) => readRun(ctx, tx, id)));
}
