import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';

const id = z.string().refine(isId).nullable();
const input = z.strictObject({ connectionId: id, recordId: id });

/**
 * Begins a guided run about a record, a connection or the whole business; gives its id. A record's run is about the
 * connection that it names; where there is only one, everything is about that one. Throws `not_found`.
 */
export async function startGuidedRun(
  ctx: Ctx,
  given: { connectionId: string | null; recordId: string | null },
): Promise<string> {
  requirePermission(ctx, 'connection:check');
  const { connectionId, recordId } = input.parse(given);
  const about = await ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ connectionId: string | null; isThere: boolean; only: string | null }[]>`
      SELECT (SELECT r.connection_id FROM sync_record r WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ${recordId}::uuid)
               AS "connectionId",
             EXISTS (SELECT FROM sync_record r WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ${recordId}::uuid) AS "isThere",
             (SELECT min(c.id::text) FROM connection c WHERE c.tenant_id = ${ctx.tenantId}::uuid HAVING count(*) = 1) AS only`;
    return row;
  });
  if (recordId !== null && about?.isThere !== true) throw notFound('The record');
  const run = await requestCheckRun(ctx, {
    connectionId: connectionId ?? about?.connectionId ?? about?.only ?? null,
    kind: 'guided',
    scope: { recordId },
  });
  return run.id;
}
