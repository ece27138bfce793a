import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { TITLE_COLUMNS, TITLE_JOINS, type TitleRow, titleOf } from './title-columns.ts';

/** Gives what people call a problem; null for one that there is not. */
export async function getProblemName(ctx: Ctx, id: string): Promise<string | null> {
  requirePermission(ctx, 'record:read');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<TitleRow[]>`
      SELECT ${TITLE_COLUMNS} FROM problem p ${TITLE_JOINS}
       WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = ${id}::uuid`,
  );
  return row === undefined ? null : titleOf(row);
}
