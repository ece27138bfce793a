import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Gives how many problems are neither solved nor muted. */
export async function countUnsolved(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'problem:read');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM problem
       WHERE tenant_id = ${ctx.tenantId}::uuid AND state <> 'solved' AND state <> 'muted'`,
  );
  return row?.count ?? 0;
}
