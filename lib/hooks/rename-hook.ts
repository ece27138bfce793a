import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { requiredText } from '#lib/core/schemas.ts';

const inputSchema = z.strictObject({ id: z.uuid(), name: requiredText(255) });

/** Gives a hook another name. Throws `invalid_input`, `not_found`. */
export async function renameHook(ctx: Ctx, input: z.input<typeof inputSchema>): Promise<{ isChanged: boolean }> {
  requirePermission(ctx, 'hook:manage');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'The name was not changed.', fields: fieldErrors(parsed.error) });
  }
  const { id, name } = parsed.data;
  return ctx.transaction(async (tx) => {
    const [hook] = await tx.$queryRaw<{ name: string }[]>`
      SELECT name FROM hook WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`;
    if (hook === undefined) throw notFound('The hook');
    if (hook.name === name) return { isChanged: false };
    await tx.$executeRaw`
      UPDATE hook SET name = ${name} WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    const entry = { before: { name: hook.name }, after: { name } };
    await recordAudit(ctx, tx, [{ action: 'hook.renamed', subject: { type: 'hook', id }, ...entry }]);
    return { isChanged: true };
  });
}
