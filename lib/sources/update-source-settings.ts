import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { readSourceSettings } from './source-settings.ts';

const inputSchema = z.strictObject({ slug: z.string(), pendingWhenChanged: z.boolean() });

/**
 * Says whether a complete record of a source goes back to Pending when its document changes; it holds for what the
 * source sends from now on. Throws `not_found`.
 */
export async function updateSourceSettings(
  ctx: Ctx,
  input: z.input<typeof inputSchema>,
): Promise<{ isChanged: boolean }> {
  requirePermission(ctx, 'settings:manage');
  const { slug, pendingWhenChanged } = inputSchema.parse(input);
  return ctx.transaction(async (tx) => {
    // The lock keeps two changes of different settings from undoing one another.
    const [source] = await tx.$queryRaw<{ id: string; settings: unknown }[]>`
      SELECT id, settings FROM source WHERE tenant_id = ${ctx.tenantId}::uuid AND slug = ${slug} FOR UPDATE`;
    if (source === undefined) throw notFound(`The source ${slug}`);
    const before = readSourceSettings(source.settings);
    if (before.pendingWhenChanged === pendingWhenChanged) return { isChanged: false };
    await tx.$executeRaw`
      UPDATE source SET settings = settings || ${JSON.stringify({ pendingWhenChanged })}::jsonb
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${source.id}::uuid`;
    const subject = { type: 'source', id: source.id } as const;
    await recordAudit(ctx, tx, [
      {
        action: 'source.settings_changed',
        subject,
        before: { slug, pendingWhenChanged: before.pendingWhenChanged },
        after: { slug, pendingWhenChanged },
      },
    ]);
    return { isChanged: true };
  });
}
