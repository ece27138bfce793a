import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { NoticeEvent, NoticeType, Severity } from './notice-contract.ts';

/** A notice in one's own list; the instant is ISO text. */
export type ListedNotice = {
  id: string;
  event: NoticeEvent;
  type: NoticeType;
  severity: Severity;
  title: string;
  body: string;
  path: string | null;
  createdAt: string;
  isRead: boolean;
  /** The problem is open still. */
  isOpen: boolean;
};

export type NoticePage = { notices: ListedNotice[]; olderCursor: string | null };

type Row = Omit<ListedNotice, 'createdAt'> & { createdAt: Date };

/** Gives the notices of the person who asks, the newest first, so many at most; those before `cursor` if it is given. */
export async function listNotices(
  ctx: Ctx,
  { isUnreadOnly, cursor, limit }: { isUnreadOnly: boolean; cursor: string | null; limit: number },
): Promise<NoticePage> {
  requirePermission(ctx, 'notice:read');
  const isUnread = isUnreadOnly ? Prisma.sql`AND r.read_at IS NULL` : Prisma.empty;
  const isBefore = cursor !== null && isId(cursor) ? Prisma.sql`AND r.notice_id < ${cursor}::uuid` : Prisma.empty;
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT n.id, n.event, n.type, n.severity, n.title, n.body, n.path, n.created_at AS "createdAt",
             r.read_at IS NOT NULL AS "isRead", n.type = 'problem' AND p.ended_at IS NULL AND p.notice_id = n.id AS "isOpen"
        FROM notice_receipt r
        JOIN notice n ON n.tenant_id = ${ctx.tenantId}::uuid AND n.id = r.notice_id
        LEFT JOIN notice_problem p ON p.tenant_id = ${ctx.tenantId}::uuid AND p.problem_key = n.problem_key
       WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.user_id = ${ctx.actor.id}::uuid ${isUnread} ${isBefore}
       ORDER BY r.notice_id DESC LIMIT ${limit + 1}::int`,
  );
  const notices = rows.slice(0, limit).map((row) => ({
    ...row,
    isOpen: row.isOpen === true,
    createdAt: row.createdAt.toISOString(),
  }));
  return { notices, olderCursor: rows.length > limit ? (notices.at(-1)?.id ?? null) : null };
}
