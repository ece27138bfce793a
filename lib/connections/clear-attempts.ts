import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';

/** Ends the attempts whose time is over and erases their secrets. Gives how many. For the worker. */
export async function clearAttempts(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'connection:manage');
  return ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ ledger: string; connectionId: string | null }[]>`
      UPDATE connect_attempt SET ended_at = now(), end_reason = 'expired', secret = NULL, key_id = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND expires_at <= now() AND secret IS NOT NULL AND ended_at IS NULL
      RETURNING ledger, connection_id AS "connectionId"`;
    const events = rows.map(
      ({ ledger, connectionId }): AuditEntry => ({
        action: 'connection.connect_refused',
        subject: { type: 'connection', id: connectionId },
        after: { ledger, reason: 'expired' },
      }),
    );
    await recordAudit(ctx, tx, events);
    return rows.length;
  });
}
