import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId, newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { wakeNotices } from './wake-notices.ts';

/** Sends a test to one channel, as every notice is sent. Gives its id. Throws `not_found`. */
export async function sendTestNotice(ctx: Ctx, channelId: string): Promise<{ id: string }> {
  requirePermission(ctx, 'notice:manage');
  if (!isId(channelId)) throw notFound('The channel');
  return ctx.transaction(async (tx) => {
    const [channel] = await tx.$queryRaw<{ name: string; shown: string }[]>`
      SELECT name, shown FROM notice_channel
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${channelId}::uuid AND removed_at IS NULL`;
    if (channel === undefined) throw notFound('The channel');
    const id = await insertTest(ctx, tx, channelId);
    const subject = { type: 'notice_channel', id: channelId } as const;
    await recordAudit(ctx, tx, [{ action: 'notice_channel.tested', subject, after: { ...channel, noticeId: id } }]);
    return { id };
  });
}

async function insertTest(ctx: Ctx, tx: TenantTx, channelId: string): Promise<string> {
  const id = newId();
  const body = `Nothing happened. ${ctx.actor.name} sent it to see whether notices of ${ctx.tenant.name} arrive here.`;
  await tx.$executeRaw`
    WITH test AS (
      INSERT INTO notice (tenant_id, id, problem_key, event, type, severity, title, body, facts)
      VALUES (${ctx.tenantId}::uuid, ${id}::uuid, 'test', 'test', 'test', 'info', 'A test', ${body}, '{}'))
    INSERT INTO notice_delivery (tenant_id, notice_id, target_id, via)
    VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${channelId}::uuid, 'channel')`;
  await wakeNotices(tx);
  return id;
}
