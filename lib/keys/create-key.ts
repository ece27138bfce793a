import { z } from 'zod';
import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { SCOPES } from '#lib/access/permissions.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, type FieldError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { requiredText } from '#lib/core/schemas.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

const inputSchema = z.strictObject({
  /** The slug of the source that the key reports for. */
  sourceSlug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens, at most 64, such as tms'),
  /** The name of that source if it is to be made first. */
  newSourceName: requiredText(255).optional(),
  name: requiredText(255),
  scopes: z.array(z.enum(SCOPES)).min(1, 'must have at least one entry').readonly(),
});

export type NewKey = z.input<typeof inputSchema>;

/**
 * Makes an API key for one source, and the source too if it is new. Gives the key's text, which is shown this once
 * and stored nowhere. Throws `invalid_input` by field.
 */
export async function createKey(ctx: Ctx, input: NewKey): Promise<{ id: string; text: string; prefix: string }> {
  requirePermission(ctx, 'key:manage');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw invalid('The key was not made.', fieldErrors(parsed.error));
  const { sourceSlug, newSourceName, name, scopes } = parsed.data;
  const id = newId();
  const key = makeApiKeyText(ctx.tenantId);
  await ctx.transaction(async (tx) => {
    const { sourceId, event } = await chooseSource(ctx, tx, { sourceSlug, newSourceName });
    await tx.apiKey.create({
      data: {
        tenantId: ctx.tenantId,
        id,
        sourceId,
        name,
        prefix: key.prefix,
        secretHash: key.secretHash,
        scopes: [...scopes],
      },
    });
    const after = { name, prefix: key.prefix, source: sourceSlug, scopes };
    await recordAudit(ctx, tx, [...event, { action: 'key.created', subject: { type: 'key', id }, after }]);
  });
  return { id, text: key.text, prefix: key.prefix };
}

/**
 * Finds the source that a new key or hook reports for, or makes it if it is given a name. Gives its id, and the event of
 * its making if it is new. Throws `invalid_input`.
 */
export async function chooseSource(
  ctx: Ctx,
  tx: TenantTx,
  { sourceSlug, newSourceName }: { sourceSlug: string; newSourceName?: string | undefined },
): Promise<{ sourceId: string; event: AuditEntry[] }> {
  if (newSourceName === undefined) return { sourceId: await findSource(ctx, tx, sourceSlug), event: [] };
  const sourceId = await createSource(ctx, tx, sourceSlug, newSourceName);
  const after = { slug: sourceSlug, name: newSourceName };
  return { sourceId, event: [{ action: 'source.created', subject: { type: 'source', id: sourceId }, after }] };
}

async function createSource(ctx: Ctx, tx: TenantTx, slug: string, name: string): Promise<string> {
  const id = newId();
  const made = await tx.source.createMany({ data: [{ tenantId: ctx.tenantId, id, slug, name }], skipDuplicates: true });
  if (made.count > 0) return id;
  throw invalid(`There is a source ${slug} already.`, [
    { field: 'sourceSlug', message: 'is the slug of a source that exists: choose that source instead' },
  ]);
}

async function findSource(ctx: Ctx, tx: TenantTx, slug: string): Promise<string> {
  const sources = await tx.source.findMany({ where: { tenantId: ctx.tenantId }, orderBy: { slug: 'asc' } });
  const source = sources.find((known) => known.slug === slug);
  if (source !== undefined) return source.id;
  const known = sources.map((other) => other.slug).join(', ');
  throw invalid(`There is no source ${slug}; known are ${known}.`, [
    { field: 'sourceSlug', message: 'must be the slug of a source' },
  ]);
}

function invalid(message: string, fields: FieldError[]): AppError {
  return new AppError('invalid_input', { message, fields });
}
