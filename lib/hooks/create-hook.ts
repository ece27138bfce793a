import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { hookPath, makeHookText } from '#lib/access/hook-text.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { requiredText } from '#lib/core/schemas.ts';
import { chooseSource } from '#lib/keys/create-key.ts';
import { presetSchema } from './preset-schema.ts';

const inputSchema = z.strictObject({
  name: requiredText(255),
  /** The slug of the source that its payloads are reported for. */
  sourceSlug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens, at most 64, such as zapier'),
  /** The name of that source if it is to be made first. */
  newSourceName: requiredText(255).optional(),
  preset: presetSchema,
});

export type NewHook = z.input<typeof inputSchema>;

/**
 * Makes a hook. Gives its path from the root of the site, which is shown this once and stored nowhere: whoever knows it can
 * post. Throws `invalid_input` by field.
 */
export async function createHook(ctx: Ctx, input: NewHook): Promise<{ id: string; path: string }> {
  requirePermission(ctx, 'hook:manage');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'The hook was not made.', fields: fieldErrors(parsed.error) });
  }
  const { name, sourceSlug, newSourceName, preset } = parsed.data;
  const id = newId();
  const { text, ...secret } = makeHookText(ctx.tenantId);
  await ctx.transaction(async (tx) => {
    const { sourceId, event } = await chooseSource(ctx, tx, { sourceSlug, newSourceName });
    await tx.hook.create({ data: { tenantId: ctx.tenantId, id, sourceId, name, preset, ...secret } });
    const after = { name, source: sourceSlug, preset, address: `…${secret.secretHint}` };
    await recordAudit(ctx, tx, [...event, { action: 'hook.created', subject: { type: 'hook', id }, after }]);
  });
  return { id, path: hookPath(text) };
}
