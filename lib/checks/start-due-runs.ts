import { createHash } from 'node:crypto';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { FULL_SECONDS, LIGHT_SECONDS } from './check-list.ts';
import { wakeChecks } from './wake-worker.ts';

type DueRow = { id: string; isFullDue: boolean };

/**
 * Starts the runs that the clock asks for at a moment; gives how many. A full run is a light one too. Several workers may do
 * it at once: each run is started once. What nobody has run yet of a kind is not started again.
 */
export async function startDueRuns(ctx: Ctx, now: Date): Promise<number> {
  requirePermission(ctx, 'connection:check');
  return ctx.transaction(async (tx) => {
    const due = await tx.$queryRaw<DueRow[]>`
      SELECT id, (next_full_at IS NULL OR next_full_at <= ${now}::timestamptz) AS "isFullDue" FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND status IN ('connected', 'lost')
         AND (next_light_at IS NULL OR next_light_at <= ${now}::timestamptz
              OR next_full_at IS NULL OR next_full_at <= ${now}::timestamptz)
         FOR UPDATE SKIP LOCKED`;
    let started = 0;
    for (const { id, isFullDue } of due) {
      const nextFull = isFullDue ? nextTurn(id, FULL_SECONDS, now) : null;
      await tx.$executeRaw`
        UPDATE connection SET next_light_at = ${nextTurn(id, LIGHT_SECONDS, now)}::timestamptz,
                              next_full_at = coalesce(${nextFull}::timestamptz, next_full_at)
         WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
      started += await start(ctx, tx, id, isFullDue ? 'full' : 'light', now);
    }
    if (due.length === 0) started += await startOfBusiness(ctx, tx, now);
    if (started > 0) await wakeChecks(tx);
    return started;
  });
}

/** A business without any connection is looked at by what its jobs report. */
async function startOfBusiness(ctx: Ctx, tx: TenantTx, now: Date): Promise<number> {
  const [has] = await tx.$queryRaw<[{ connection: boolean; recent: boolean }]>`
    SELECT EXISTS (SELECT FROM connection WHERE tenant_id = ${ctx.tenantId}::uuid AND status IN ('connected', 'lost')) AS connection,
           EXISTS (SELECT FROM check_run WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id IS NULL
                      AND requested_at > ${new Date(now.getTime() - LIGHT_SECONDS * 1000)}::timestamptz) AS recent`;
  return has.connection || has.recent ? 0 : start(ctx, tx, null, 'light', now);
}

async function start(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string | null,
  kind: 'light' | 'full',
  now: Date,
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO check_run (tenant_id, id, connection_id, kind, requested_by, requested_at)
    VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${connectionId}::uuid, ${kind}, ${ctx.actor.name}, ${now}::timestamptz)
    ON CONFLICT (tenant_id, coalesce(connection_id, '00000000-0000-0000-0000-000000000000'), kind)
          WHERE state IN ('waiting', 'running') AND kind <> 'guided' DO NOTHING`;
}

/** Each connection has its own moment within the period, so that a thousand of them are not called at once. */
export function nextTurn(connectionId: string, seconds: number, now: Date): Date {
  const phase = createHash('sha256').update(connectionId).digest().readUInt32BE() % seconds;
  const passed = Math.floor((now.getTime() / 1000 - phase) / seconds);
  return new Date(((passed + 1) * seconds + phase) * 1000);
}
