import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** Gives the words of an error message of the tenant; null for one it never had. */
export async function getErrorMessage(ctx: Ctx, id: string): Promise<string | null> {
  requirePermission(ctx, 'record:read');
  return ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ message: string }[]>`
      SELECT message FROM error_message WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    return rows[0]?.message ?? null;
  });
}
