import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';

type RemovedRow = { type: string; name: string; shown: string };

/** Takes a channel away with its address; nothing more is sent there, not even what waits. Throws `not_found`. */
export async function removeChannel(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'notice:manage');
  if (!isId(id)) throw notFound('The channel');
  await ctx.transaction(async (tx) => {
    const [before] = await tx.$queryRaw<RemovedRow[]>`
      UPDATE notice_channel SET removed_at = now(), secret = NULL, key_id = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND removed_at IS NULL
      RETURNING type, name, shown`;
    if (before === undefined) throw notFound('The channel');
    await tx.$executeRaw`
      UPDATE notice_rule SET channel_ids = array_remove(channel_ids, ${id}::uuid), changed_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND ${id}::uuid = ANY (channel_ids)`;
    await tx.$executeRaw`
      UPDATE notice_delivery SET state = 'skipped', problem = 'The channel was removed.', ended_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND target_id = ${id}::uuid AND state = 'waiting'`;
    await recordAudit(ctx, tx, [{ action: 'notice_channel.removed', subject: { type: 'notice_channel', id }, before }]);
  });
}
