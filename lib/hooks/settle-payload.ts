import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { requiredText } from '#lib/core/schemas.ts';

const IDS_MAX = 200;
const idsSchema = z.array(z.uuid()).min(1, 'must name at least one').max(IDS_MAX, `must name at most ${IDS_MAX}`);
const dismissSchema = z.strictObject({ ids: idsSchema, reason: requiredText(2000) });

/** How many were changed; the others were in another state already, or are not there. */
export type Settled = { changed: number };

/** Takes payloads that wait out of the inbox, with a reason. Nothing is deleted; `restorePayloads` undoes it. */
export async function dismissPayloads(ctx: Ctx, input: z.input<typeof dismissSchema>): Promise<Settled> {
  requirePermission(ctx, 'inbox:resolve');
  const parsed = dismissSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'Nothing was dismissed.', fields: fieldErrors(parsed.error) });
  }
  const { ids, reason } = parsed.data;
  const by = ctx.actor.type === 'person' ? ctx.actor.id : null;
  return ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; formerState: string }[]>`
      UPDATE hook_payload SET former_state = state, state = 'dismissed', settled_at = now(), settled_by = ${by}::uuid,
                              settled_reason = ${reason}
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${ids}::uuid[])
         AND state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')
      RETURNING id, former_state AS "formerState"`;
    const events = rows.map(
      ({ id, formerState }): AuditEntry => ({
        action: 'hook_payload.dismissed',
        subject: { type: 'hook_payload', id },
        before: { state: formerState },
        after: { state: 'dismissed' },
        note: reason,
      }),
    );
    await recordAudit(ctx, tx, events);
    return { changed: rows.length };
  });
}

/** Puts dismissed payloads back into the inbox, as they were. */
export async function restorePayloads(ctx: Ctx, input: { ids: readonly string[] }): Promise<Settled> {
  requirePermission(ctx, 'inbox:resolve');
  const ids = idsSchema.parse(input.ids);
  return ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; state: string }[]>`
      UPDATE hook_payload SET state = former_state, former_state = NULL, settled_at = NULL, settled_by = NULL,
                              settled_reason = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${ids}::uuid[]) AND state = 'dismissed'
         AND former_state IS NOT NULL
      RETURNING id, state`;
    const events = rows.map(
      ({ id, state }): AuditEntry => ({
        action: 'hook_payload.restored',
        subject: { type: 'hook_payload', id },
        before: { state: 'dismissed' },
        after: { state },
      }),
    );
    await recordAudit(ctx, tx, events);
    return { changed: rows.length };
  });
}
