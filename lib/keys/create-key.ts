import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Scope } from '#lib/access/permissions.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';

export type NewKey = { sourceSlug: string; name: string; scopes: readonly Scope[] };

/** Makes an API key for one source. Gives its text, which is shown this once and stored nowhere. */
export async function createKey(ctx: Ctx, input: NewKey): Promise<{ id: string; text: string; prefix: string }> {
  requirePermission(ctx, 'key:manage');
  if (input.scopes.length === 0) {
    throw new AppError('invalid_input', {
      message: 'Give the key at least one scope.',
      fields: [{ field: 'scopes', message: 'must have at least one entry' }],
    });
  }
  const id = newId();
  const key = makeApiKeyText(ctx.tenantId);
  await ctx.transaction(async (tx) => {
    const sources = await tx.source.findMany({ where: { tenantId: ctx.tenantId }, orderBy: { slug: 'asc' } });
    const source = sources.find(({ slug }) => slug === input.sourceSlug);
    if (source === undefined) {
      throw new AppError('invalid_input', {
        message: `There is no source ${input.sourceSlug}; known are ${sources.map(({ slug }) => slug).join(', ')}.`,
        fields: [{ field: 'source', message: 'must be the slug of a source' }],
      });
    }
    await tx.apiKey.create({
      data: {
        tenantId: ctx.tenantId,
        id,
        sourceId: source.id,
        name: input.name,
        prefix: key.prefix,
        secretHash: key.secretHash,
        scopes: [...input.scopes],
      },
    });
    const after = { name: input.name, prefix: key.prefix, source: source.slug, scopes: input.scopes };
    await recordAudit(ctx, tx, [{ action: 'key.created', subject: { type: 'key', id }, after }]);
  });
  return { id, text: key.text, prefix: key.prefix };
}
