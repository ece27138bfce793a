import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { countsOf, readClearance } from './get-clearance.ts';
import { recordConnectionEvent } from './record-connection-event.ts';

/**
 * Asks that a connection ends by itself once nothing of it is pending, held or in doubt. One that was asked for before
 * stays as it is. Throws `not_found`, and `conflict` for one that is not connected.
 */
export async function askDisconnect(ctx: Ctx, id: string): Promise<{ isNewlyAsked: boolean }> {
  requirePermission(ctx, 'connection:manage');
  if (!isId(id)) throw notFound('The connection');
  return ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ status: string; companyName: string; isAsked: boolean }[]>`
      SELECT status, company_name AS "companyName", ends_when_clear_at IS NOT NULL AS "isAsked" FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    if (row === undefined) throw notFound('The connection');
    if (row.isAsked) return { isNewlyAsked: false };
    if (row.status !== 'connected' && row.status !== 'lost') {
      throw new AppError('conflict', { message: `${row.companyName} is not connected, so there is nothing to end.` });
    }
    await tx.$executeRaw`
      UPDATE connection SET ends_when_clear_at = now(), ends_when_clear_by = ${ctx.actor.name}
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    const facts = countsOf(await readClearance(ctx, tx, id));
    await recordConnectionEvent(ctx, tx, { connectionId: id, type: 'disconnect_asked', facts });
    const after = { companyName: row.companyName, ...facts };
    await recordAudit(ctx, tx, [{ action: 'connection.disconnect_asked', subject: { type: 'connection', id }, after }]);
    return { isNewlyAsked: true };
  });
}
