import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Unread notices are counted up to here: "99+". */
export const UNREAD_MAX = 99;

/** Counts the unread notices of the person who asks, up to one more than is shown. */
export async function countUnread(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'notice:read');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM (
        SELECT FROM notice_receipt
         WHERE tenant_id = ${ctx.tenantId}::uuid AND user_id = ${ctx.actor.id}::uuid AND read_at IS NULL
         LIMIT ${UNREAD_MAX + 1}::int) r`,
  );
  return row.count;
}
