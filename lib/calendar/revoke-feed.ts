import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';

/** Revokes a feed: its address gives nothing from now on. Done again it does nothing. Throws `not_found`. */
export async function revokeFeed(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'settings:manage');
  if (!isId(id)) throw notFound('The feed');
  await ctx.transaction(async (tx) => {
    const [feed] = await tx.$queryRaw<{ name: string; isRevoked: boolean }[]>`
      SELECT name, revoked_at IS NOT NULL AS "isRevoked" FROM calendar_feed
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    if (feed === undefined) throw notFound('The feed');
    const revoked = await tx.$executeRaw`
      UPDATE calendar_feed SET revoked_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND revoked_at IS NULL`;
    if (revoked === 0) return;
    const subject = { type: 'calendar_feed', id } as const;
    await recordAudit(ctx, tx, [{ action: 'calendar_feed.revoked', subject, before: { name: feed.name } }]);
  });
}
