import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';

/** Marks one notice of the person who asks as read; none if it is not in the own list. */
export async function markRead(ctx: Ctx, noticeId: string): Promise<number> {
  requirePermission(ctx, 'notice:read');
  if (!isId(noticeId)) return 0;
  return ctx.transaction(
    (tx) => tx.$executeRaw`
      UPDATE notice_receipt SET read_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND user_id = ${ctx.actor.id}::uuid AND notice_id = ${noticeId}::uuid
         AND read_at IS NULL`,
  );
}

/** Marks all up to and with one notice as read, so that one that comes meanwhile stays unread; gives how many. */
export async function markAllRead(ctx: Ctx, newestId: string): Promise<number> {
  requirePermission(ctx, 'notice:read');
  if (!isId(newestId)) return 0;
  return ctx.transaction(
    (tx) => tx.$executeRaw`
      UPDATE notice_receipt SET read_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND user_id = ${ctx.actor.id}::uuid AND notice_id <= ${newestId}::uuid
         AND read_at IS NULL`,
  );
}
