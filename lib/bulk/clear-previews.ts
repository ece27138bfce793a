import { type Ctx, requirePermission } from '#lib/access/context.ts';

const KEPT_HOURS = 24;

/** Clears away the previews that nobody started within a day; gives how many. They changed nothing. */
export async function clearPreviews(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'record:update_status');
  return ctx.transaction(async (tx) => {
    const old = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM bulk_operation
       WHERE tenant_id = ${ctx.tenantId}::uuid AND started_at IS NULL AND state IN ('previewed', 'broken')
         AND created_at < now() - make_interval(hours => ${KEPT_HOURS}::int)
         FOR UPDATE`;
    const ids = old.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await tx.bulkItem.deleteMany({ where: { tenantId: ctx.tenantId, operationId: { in: ids } } });
    const { count } = await tx.bulkOperation.deleteMany({ where: { tenantId: ctx.tenantId, id: { in: ids } } });
    return count;
  });
}
