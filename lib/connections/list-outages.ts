import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import type { Outage } from './connection-page-contract.ts';

/** More than so many within one period are a flapping link: the latest are shown. */
const OUTAGES_MAX = 200;

type StoredOutage = Omit<Outage, 'beganAt' | 'endedAt'> & { beganAt: Date; endedAt: Date | null };

/** Gives the outages of a connection that last, or ended after an instant: the latest first. */
export async function listOutages(ctx: Ctx, connectionId: string, since: Date): Promise<Outage[]> {
  requirePermission(ctx, 'connection:read');
  if (!isId(connectionId)) return [];
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<StoredOutage[]>`
      SELECT o.id, o.matter, o.check_name AS "check", o.sentence, o.began_at AS "beganAt", o.ended_at AS "endedAt"
        FROM connection_outage o
       WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.connection_id = ${connectionId}::uuid
         AND (o.ended_at IS NULL OR o.ended_at >= ${since}::timestamptz)
       ORDER BY o.began_at DESC, o.id DESC LIMIT ${OUTAGES_MAX}::int`,
  );
  return rows.map((row) => ({
    ...row,
    beganAt: row.beganAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }));
}
