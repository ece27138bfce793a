import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';

/**
 * Refuses a file to whoever asked for it by its address although it is hidden from them; that they asked is in the audit
 * log. Throws `forbidden`.
 */
export async function refuseExport(ctx: Ctx, asked: Record<string, unknown>): Promise<never> {
  if (!ctx.permissions.has('audit:read')) requirePermission(ctx, 'record:read');
  await ctx.transaction((tx) =>
    recordAudit(ctx, tx, [{ action: 'export.refused', subject: { type: 'export', id: null }, after: asked }]),
  );
  throw new AppError('forbidden', { message: 'Your role does not let you export. Ask an admin of this business.' });
}
