import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { recordConnectionEvent } from './record-connection-event.ts';

/** Takes back that a connection ends by itself. False where nothing was asked for, or it has ended. Throws `not_found`. */
export async function withdrawDisconnect(ctx: Ctx, id: string): Promise<{ isWithdrawn: boolean }> {
  requirePermission(ctx, 'connection:manage');
  if (!isId(id)) throw notFound('The connection');
  return ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ companyName: string; askedBy: string | null }[]>`
      SELECT company_name AS "companyName", ends_when_clear_by AS "askedBy" FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    if (row === undefined) throw notFound('The connection');
    if (row.askedBy === null) return { isWithdrawn: false };
    await tx.$executeRaw`
      UPDATE connection SET ends_when_clear_at = NULL, ends_when_clear_by = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    const facts = { askedBy: row.askedBy };
    await recordConnectionEvent(ctx, tx, { connectionId: id, type: 'disconnect_withdrawn', facts });
    const after = { companyName: row.companyName, ...facts };
    await recordAudit(ctx, tx, [
      { action: 'connection.disconnect_withdrawn', subject: { type: 'connection', id }, after },
    ]);
    return { isWithdrawn: true };
  });
}
