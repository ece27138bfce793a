import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';

/** Asks for every check of every connection, and of the business itself, to be run; gives the runs. */
export async function askForChecks(ctx: Ctx): Promise<string[]> {
  requirePermission(ctx, 'connection:check');
  const connections = await ctx.transaction(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM connection WHERE tenant_id = ${ctx.tenantId}::uuid AND status IN ('connected', 'lost') ORDER BY id`,
  );
  const runs: string[] = [];
  for (const connectionId of [...connections.map(({ id }) => id), null]) {
    const { id } = await requestCheckRun(ctx, { connectionId, kind: 'review' });
    runs.push(id);
  }
  return runs;
}
