import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { CAUSES, type Cause } from './causes.ts';
import { messageSkeleton, skeletonId } from './message-skeleton.ts';
import { wakeDiagnosis } from './wake-worker.ts';

const input = z.object({
  messageId: z.string().refine(isId),
  /** Null takes the tenant's own word back: the rules decide again. */
  cause: z.enum(CAUSES as [Cause, ...Cause[]]).nullable(),
});

/**
 * Says for the tenant alone what a message means, and every message that differs from it in names and numbers alone. The
 * worker then writes it on the records that have them. Gives whether anything changed. Throws `not_found`, `invalid_input`.
 */
export async function assignCause(ctx: Ctx, request: z.input<typeof input>): Promise<boolean> {
  requirePermission(ctx, 'cause:assign');
  const parsed = input.safeParse(request);
  if (!parsed.success) throw new AppError('invalid_input', { message: 'Choose one of the causes.' });
  const { messageId, cause } = parsed.data;
  return ctx.transaction(async (tx) => {
    const [found] = await tx.$queryRaw<{ message: string }[]>`
      SELECT message FROM error_message WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${messageId}::uuid`;
    if (found === undefined) throw notFound('The message');
    const skeleton = messageSkeleton(found.message);
    const id = skeletonId(skeleton);
    const [before] = await tx.$queryRaw<{ cause: Cause }[]>`
      SELECT cause FROM cause_rule WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    if ((before?.cause ?? null) === cause) return false;
    if (cause === null) {
      await tx.$executeRaw`DELETE FROM cause_rule WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    } else {
      await writeRule(ctx, tx, { id, skeleton, message: found.message, cause });
    }
    await tx.$executeRaw`
      INSERT INTO rediagnosis (tenant_id) VALUES (${ctx.tenantId}::uuid)
      ON CONFLICT (tenant_id) DO UPDATE SET (rules_version, walk_version, after_message) = (0, 0, NULL)`;
    await recordAudit(ctx, tx, [
      {
        action: 'cause.assigned',
        subject: { type: 'message', id: messageId },
        before: { cause: before?.cause ?? null },
        after: { cause, message: found.message.slice(0, 500) },
      },
    ]);
    await wakeDiagnosis(tx);
    return true;
  });
}

async function writeRule(
  ctx: Ctx,
  tx: TenantTx,
  { id, skeleton, message, cause }: { id: string; skeleton: string; message: string; cause: Cause },
): Promise<void> {
  const by = ctx.actor.type === 'person' ? ctx.actor.id : null;
  await tx.$executeRaw`
    INSERT INTO cause_rule (tenant_id, id, skeleton, message, cause, created_by, created_by_name)
    VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${skeleton}, ${message}, ${cause}, ${by}::uuid, ${ctx.actor.name})
    ON CONFLICT (tenant_id, id) DO UPDATE
       SET (message, cause, created_by, created_by_name, created_at)
         = (EXCLUDED.message, EXCLUDED.cause, EXCLUDED.created_by, EXCLUDED.created_by_name, now())`;
}
