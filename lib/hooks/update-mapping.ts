import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { mappingSchema } from '#lib/mapping/mapping-schema.ts';
import { presetSchema } from './preset-schema.ts';
import { readHook } from './read-hook.ts';

const inputSchema = z.strictObject({
  id: z.string(),
  preset: presetSchema,
  /** The hook's own rules, which go before the preset's field by field; null for none. */
  mapping: mappingSchema.nullable(),
  /** The version that was shown: whoever comes second is told, and overwrites nothing. */
  mappingVersion: z.int(),
});

export type NewMapping = z.input<typeof inputSchema>;

/**
 * Changes how a hook's payloads are read, from the next one on; those that wait are read again by `runPayloadsAgain`.
 * Throws `invalid_input` by field (`mapping.fields.outcome.paths[0]`), `not_found`, and `conflict` if the mapping was
 * changed meanwhile.
 */
export async function updateMapping(ctx: Ctx, input: NewMapping): Promise<{ mappingVersion: number }> {
  requirePermission(ctx, 'hook:manage');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'The mapping was not saved.', fields: fieldErrors(parsed.error) });
  }
  const { id, preset, mapping, mappingVersion } = parsed.data;
  return ctx.transaction(async (tx) => {
    const hook = await readHook(ctx, tx, id);
    const isSame = hook.preset === preset && JSON.stringify(hook.mapping) === JSON.stringify(mapping);
    if (isSame && hook.mappingVersion === mappingVersion) return { mappingVersion };
    const stored = mapping === null ? null : JSON.stringify(mapping);
    const written = await tx.$executeRaw`
      UPDATE hook SET preset = ${preset}, mapping = ${stored}::jsonb, mapping_version = mapping_version + 1
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND mapping_version = ${mappingVersion}::int`;
    if (written === 0) {
      throw new AppError('conflict', { message: 'Somebody else changed this mapping meanwhile. Load it again.' });
    }
    const before = { preset: hook.preset, mapping: hook.mapping };
    const after = { preset, mapping };
    await recordAudit(ctx, tx, [{ action: 'hook.mapping_changed', subject: { type: 'hook', id }, before, after }]);
    return { mappingVersion: mappingVersion + 1 };
  });
}
