import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { NOW } from './claim-reading.ts';
import type { ListType } from './list-contract.ts';
import { requireConnected } from './list-owner.ts';
import { wakeListReader } from './wake-worker.ts';

/**
 * Has lists of a connection read now, by what changed since they were read last; gives how many were asked for. One whose
 * reading is under way, or broke off, is read once more after it, since that reading may be past what changed. Throws
 * `not_found`, and `conflict` while the connection is not connected.
 */
export async function requestReading(ctx: Ctx, connectionId: string, types: readonly ListType[]): Promise<number> {
  requirePermission(ctx, 'connection:check');
  return ctx.transaction(async (tx) => {
    await requireConnected(ctx, tx, connectionId);
    const asked = await tx.$queryRaw<{ type: string }[]>`
      INSERT INTO ledger_reading AS r (tenant_id, connection_id, type, state, due_at, requested_by)
      SELECT ${ctx.tenantId}::uuid, ${connectionId}::uuid, t, 'waiting', ${NOW}, ${ctx.actor.name} FROM unnest(${types}::text[]) t
      ON CONFLICT (tenant_id, connection_id, type) DO UPDATE
         SET due_at = CASE WHEN r.runner IS NULL THEN ${NOW} ELSE r.due_at END,
             state = CASE WHEN r.runner IS NULL THEN 'waiting' ELSE r.state END,
             tries = 0, requested_by = excluded.requested_by, is_asked_again = r.reading_id IS NOT NULL
       WHERE (r.runner IS NULL AND (r.due_at > now() OR r.state <> 'waiting'))
          OR (r.reading_id IS NOT NULL AND NOT r.is_asked_again)
      RETURNING type`;
    if (asked.length === 0) return 0;
    await recordAudit(ctx, tx, [
      {
        action: 'connection.lists_asked',
        subject: { type: 'connection', id: connectionId },
        after: { lists: asked.map(({ type }) => type).toSorted() },
      },
    ]);
    await wakeListReader(tx);
    return asked.length;
  });
}
