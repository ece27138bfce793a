import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Asks for every check of every connection to be run; gives the runs. */
export async function askForChecks(ctx: Ctx): Promise<string[]> {
  requirePermission(ctx, 'connection:check');
  return [];
}
