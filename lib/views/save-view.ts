import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { viewer } from './find-view.ts';
import { viewContent, viewName } from './schemas.ts';
import { VIEWS_MAX } from './view-contract.ts';

const inputSchema = z.strictObject({
  kind: z.enum(KINDS),
  name: viewName,
  isShared: z.boolean(),
  content: viewContent,
});

/** Saves a new view of a tab. Throws `conflict` if the person has one of this name there, or has as many as there may be. */
export async function saveView(ctx: Ctx, input: z.input<typeof inputSchema>): Promise<{ id: string }> {
  requirePermission(ctx, 'record:read');
  const personId = viewer(ctx);
  const { kind, name, isShared, content } = inputSchema.parse(input);
  const id = newId();
  await ctx.transaction(async (tx) => {
    const saved = await tx.$executeRaw`
      INSERT INTO saved_view (tenant_id, id, owner_id, kind, name, is_shared, query, moving_range, columns)
      SELECT ${ctx.tenantId}::uuid, ${id}::uuid, ${personId}::uuid, ${kind}, ${name}, ${isShared}::boolean,
             ${content.query}, ${content.movingRange}, ${content.columns}
       WHERE (SELECT count(*) FROM saved_view v WHERE v.tenant_id = ${ctx.tenantId}::uuid
                 AND v.owner_id = ${personId}::uuid AND v.kind = ${kind}) < ${VIEWS_MAX}
      ON CONFLICT (tenant_id, owner_id, kind, name) DO NOTHING`;
    if (saved === 0) {
      const sameName = await tx.savedView.count({ where: { tenantId: ctx.tenantId, ownerId: personId, kind, name } });
      throw sameName > 0 ? nameTaken(name) : tooMany();
    }
    const after = { kind, name, isShared, ...content };
    await recordAudit(ctx, tx, [{ action: 'view.saved', subject: { type: 'view', id }, after }]);
  });
  return { id };
}

function tooMany(): AppError {
  return new AppError('conflict', {
    message: `You have ${VIEWS_MAX} views here already. Delete one you no longer use.`,
  });
}

/** Says that a person has a view of this name already. */
export function nameTaken(name: string): AppError {
  return new AppError('conflict', {
    message: `You have a view “${name}” here already. Choose another name.`,
    fields: [{ field: 'name', message: 'must be a name you have not used here' }],
  });
}
