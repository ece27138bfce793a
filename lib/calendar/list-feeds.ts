import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { CalendarFeed } from './calendar-contract.ts';

type Row = Omit<CalendarFeed, 'createdAt' | 'lastReadAt'> & { createdAt: Date; lastReadAt: Date | null };

/** Gives the feeds that were not revoked, the oldest first. */
export async function listFeeds(ctx: Ctx): Promise<CalendarFeed[]> {
  requirePermission(ctx, 'settings:manage');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT id, name, secret_hint AS "secretHint", created_by_name AS "createdByName", created_at AS "createdAt",
             last_read_at AS "lastReadAt"
        FROM calendar_feed WHERE tenant_id = ${ctx.tenantId}::uuid AND revoked_at IS NULL ORDER BY id`,
  );
  return rows.map(({ createdAt, lastReadAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastReadAt: lastReadAt?.toISOString() ?? null,
  }));
}
