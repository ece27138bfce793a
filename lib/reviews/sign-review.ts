import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { isId } from '#lib/core/ids.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import { reviewKey } from './open-review.ts';
import { readResult } from './read-result.ts';
import { NOTE_MAX } from './review-contract.ts';

const signInput = z.strictObject({
  id: z.string().refine(isId, 'is not a review'),
  note: z
    .string()
    .trim()
    .max(NOTE_MAX, `must be at most ${NOTE_MAX.toLocaleString('en')} characters`),
});

/**
 * Signs a review: what it shows at this moment is kept for ever, with who signed and why. Throws `not_found`, and `conflict`
 * if somebody has signed it already.
 */
export async function signReview(ctx: Ctx, input: z.input<typeof signInput>): Promise<void> {
  requirePermission(ctx, 'review:sign');
  const parsed = signInput.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'It was not signed.', fields: fieldErrors(parsed.error) });
  }
  const { id, note } = parsed.data;
  await ctx.transaction(async (tx) => {
    const result = await readResult(ctx, tx);
    const signed = await tx.$executeRaw`
        UPDATE health_review
           SET result = ${JSON.stringify(result)}::json, note = ${note === '' ? null : note}, signed_by = ${ctx.actor.id}::uuid,
               signed_by_name = ${ctx.actor.name}, signed_at = now()
         WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND signed_at IS NULL`;
    if (signed === 0) {
      const [there] = await tx.$queryRaw<{ signedByName: string }[]>`
          SELECT signed_by_name AS "signedByName" FROM health_review
           WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
      if (there === undefined) throw notFound('The health check');
      throw new AppError('conflict', { message: `${there.signedByName} has signed it already.` });
    }
    const after = { note: note === '' ? null : note, blocked: result.figures.blocked };
    await recordAudit(ctx, tx, [{ action: 'review.signed', subject: { type: 'review', id }, after }]);
    const title = `${ctx.actor.name} signed the health check`;
    await endNotice(ctx, tx, reviewKey(id), { title, body: note, href: `connections/reviews/${id}` });
  });
}
