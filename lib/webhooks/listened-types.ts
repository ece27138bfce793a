import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** Gives the types of event that some subscription is to be sent: mostly none. */
export async function listenedTypes(ctx: Ctx, tx: TenantTx): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ type: string }[]>`
    SELECT DISTINCT unnest(events) AS type FROM webhook_subscription
     WHERE tenant_id = ${ctx.tenantId}::uuid AND state = 'active'`;
  return new Set(rows.map(({ type }) => type));
}
