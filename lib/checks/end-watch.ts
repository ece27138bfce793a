import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { endNotice } from '#lib/notices/end-notice.ts';

/**
 * Ends what checks have open of a connection that is watched no more: its outages and its problems. Within the transaction
 * of whoever disconnects it.
 */
export async function endWatch(
  ctx: Ctx,
  tx: TenantTx,
  connection: { id: string; companyName: string; reason: string },
): Promise<void> {
  const { id, companyName, reason } = connection;
  await tx.$executeRaw`
    UPDATE connection_outage SET ended_at = greatest(began_at, now())
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${id}::uuid AND ended_at IS NULL`;
  const open = await tx.$queryRaw<{ key: string }[]>`
    SELECT problem_key AS key FROM notice_problem WHERE tenant_id = ${ctx.tenantId}::uuid AND ended_at IS NULL`;
  for (const { key } of open) {
    // The second part of a problem's name is what it is about.
    if (key.split(':')[1] !== id) continue;
    await endNotice(ctx, tx, key, {
      title: `${companyName} is connected no more, as was asked for`,
      body: reason,
      href: `connections/${id}`,
    });
  }
}
