import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Acts that commit out of order are still seen if they lie among the newest. */
const NEWEST = 50;

/**
 * Gives a text that differs whenever something was done in the tenant since: every change leaves an audit event.
 * It costs one look at the end of an index.
 */
export async function changeStamp(ctx: Ctx): Promise<string> {
  requirePermission(ctx, 'record:read');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<{ stamp: string | null }[]>`
      SELECT hashtextextended(string_agg(e.id::text, ' '), 0)::text AS stamp
        FROM (SELECT id FROM audit_event WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY id DESC LIMIT ${NEWEST}::int) e`,
  );
  return row?.stamp ?? 'nothing';
}
