import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { hookPath, makeHookText } from '#lib/access/hook-text.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';

/** So long the former address is taken beside the new one, unless it is to end at once. */
export const OVERLAP_HOURS = 24;

const inputSchema = z.strictObject({
  id: z.string(),
  /** The former address stays good for a day, so that nothing is lost while senders are changed; false where it leaked. */
  keepsFormer: z.boolean(),
});

/**
 * Gives a hook a new address and gives its path, which is shown this once. Throws `not_found`, and `conflict` for a hook
 * that was revoked.
 */
export async function changeHookAddress(
  ctx: Ctx,
  input: z.input<typeof inputSchema>,
): Promise<{ path: string; formerUntil: Date | null }> {
  requirePermission(ctx, 'hook:manage');
  const { id, keepsFormer } = inputSchema.parse(input);
  if (!isId(id)) throw notFound('The hook');
  const { text, ...secret } = makeHookText(ctx.tenantId);
  const formerUntil = keepsFormer ? new Date(Date.now() + OVERLAP_HOURS * 3_600_000) : null;
  await ctx.transaction(async (tx) => {
    const [hook] = await tx.$queryRaw<{ secretHint: string; isRevoked: boolean }[]>`
      SELECT secret_hint AS "secretHint", revoked_at IS NOT NULL AS "isRevoked" FROM hook
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`;
    if (hook === undefined) throw notFound('The hook');
    if (hook.isRevoked) {
      throw new AppError('conflict', { message: 'This hook was revoked. Make a new one instead.' });
    }
    await tx.$executeRaw`
      UPDATE hook SET secret_hash = ${secret.secretHash}::bytea, secret_hint = ${secret.secretHint},
                      previous_secret_hash = CASE WHEN ${keepsFormer} THEN secret_hash END,
                      previous_until = ${formerUntil}::timestamptz
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    const before = { address: `…${hook.secretHint}` };
    const after = { address: `…${secret.secretHint}`, formerUntil };
    await recordAudit(ctx, tx, [{ action: 'hook.address_changed', subject: { type: 'hook', id }, before, after }]);
  });
  return { path: hookPath(text), formerUntil };
}
