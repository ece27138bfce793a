import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Channel, ChannelType } from './channel-contract.ts';

type Row = {
  id: string;
  type: ChannelType;
  name: string;
  shown: string;
  createdByName: string;
  createdAt: Date;
  lastDeliveredAt: Date | null;
  lastFailedAt: Date | null;
  lastProblem: string | null;
};

/** Gives the channels there are, the oldest first. */
export async function listChannels(ctx: Ctx): Promise<Channel[]> {
  requirePermission(ctx, 'notice:manage');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT id, type, name, shown, created_by_name AS "createdByName", created_at AS "createdAt",
             last_delivered_at AS "lastDeliveredAt", last_failed_at AS "lastFailedAt", last_problem AS "lastProblem"
        FROM notice_channel WHERE tenant_id = ${ctx.tenantId}::uuid AND removed_at IS NULL ORDER BY id`,
  );
  return rows.map(({ lastProblem, createdAt, lastDeliveredAt, lastFailedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null,
    lastFailedAt: lastFailedAt?.toISOString() ?? null,
    problem: (lastFailedAt?.getTime() ?? 0) > (lastDeliveredAt?.getTime() ?? 0) ? lastProblem : null,
  }));
}
