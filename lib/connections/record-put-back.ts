import type { Ctx } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { recordConnectionEvent } from './record-connection-event.ts';

/** What was put back: which outage made it fail, by which operation, and how many records. */
export type PutBack = { outageId: string; operationId: string; total: number | null };

/**
 * Notes on the connection's time line, and in the audit log, that what an outage made fail is put back to Pending: in
 * the transaction that starts it.
 */
export async function recordPutBack(ctx: Ctx, tx: TenantTx, { outageId, operationId, total }: PutBack): Promise<void> {
  const [outage] = await tx.$queryRaw<{ connectionId: string; check: string; beganAt: Date; endedAt: Date | null }[]>`
    SELECT connection_id AS "connectionId", check_name AS "check", began_at AS "beganAt", ended_at AS "endedAt"
      FROM connection_outage WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${outageId}::uuid`;
  if (outage === undefined) return;
  const { connectionId, check, beganAt, endedAt } = outage;
  const facts = { outageId, operationId, total, check, beganAt, endedAt };
  await recordConnectionEvent(ctx, tx, { connectionId, type: 'put_back', facts });
  const subject = { type: 'connection', id: connectionId } as const;
  await recordAudit(ctx, tx, [{ action: 'connection.put_back', subject, after: facts }]);
}
