import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { AuditAction, AuditSubjectType } from '#lib/audit/actions.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { requiredText } from '#lib/core/schemas.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { ITEMS_MAX, REASON_MAX } from './inbox-contract.ts';

const ids = z
  .array(z.uuid('must be an id'))
  .min(1, 'must have at least one entry')
  .max(ITEMS_MAX, `must have at most ${ITEMS_MAX} entries`);
const part = z.enum(['unmatched', 'rejected']);
const dismissal = z.strictObject({
  part,
  ids,
  reason: z
    .string()
    .transform((text) => text.trim())
    .pipe(requiredText(REASON_MAX)),
});
const restoral = z.strictObject({ part, ids });

/** What became of the items of an act: those that were no longer there to decide about are `passed`. */
export type Decided = { changed: number; passed: number };

/** What is kept of an item in the audit log, by which people know it again. */
type Changed = { id: string; after: Record<string, unknown> };

/**
 * Takes attempts without a record, or refused items, out of the inbox, all for one reason. An attempt still links itself
 * if its record comes. What is not waiting any more is passed over. Throws `invalid_input` by field.
 */
export async function dismissItems(ctx: Ctx, input: z.input<typeof dismissal>): Promise<Decided> {
  requirePermission(ctx, 'inbox:resolve');
  const { part, ids, reason } = parsedBy(dismissal, input);
  return ctx.transaction(async (tx) => {
    const changed = await (part === 'unmatched' ? dismissAttempts : dismissRejected)(ctx, tx, ids, reason);
    return audited(ctx, tx, part, 'dismissed', ids, changed, reason);
  });
}

/** Puts what was dismissed back into the inbox. What is not dismissed is passed over. */
export async function restoreItems(ctx: Ctx, input: z.input<typeof restoral>): Promise<Decided> {
  requirePermission(ctx, 'inbox:resolve');
  const { part, ids } = parsedBy(restoral, input);
  return ctx.transaction(async (tx) => {
    const changed = await (part === 'unmatched' ? restoreAttempts : restoreRejected)(ctx, tx, ids);
    return audited(ctx, tx, part, 'restored', ids, changed, null);
  });
}

function dismissAttempts(ctx: Ctx, tx: TenantTx, ids: readonly string[], reason: string): Promise<Changed[]> {
  return tx.$queryRaw<Changed[]>`
    WITH dismissed AS (
      INSERT INTO attempt_dismissal (tenant_id, attempt_id, dismissed_by, dismissed_by_name, reason)
      SELECT a.tenant_id, a.id, ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${reason}
        FROM sync_attempt a
       WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.id = ANY (${ids}::uuid[]) AND a.record_id IS NULL
       ORDER BY a.id
      ON CONFLICT DO NOTHING RETURNING attempt_id)
    SELECT a.id, json_build_object('externalId', a.external_id, 'kind', a.kind, 'sourceId', a.external_key) AS after
      FROM dismissed d JOIN sync_attempt a ON a.tenant_id = ${ctx.tenantId}::uuid AND a.id = d.attempt_id`;
}

function restoreAttempts(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<Changed[]> {
  return tx.$queryRaw<Changed[]>`
    WITH restored AS (
      DELETE FROM attempt_dismissal
       WHERE tenant_id = ${ctx.tenantId}::uuid AND attempt_id = ANY (${ids}::uuid[]) RETURNING attempt_id)
    SELECT a.id, json_build_object('externalId', a.external_id, 'kind', a.kind, 'sourceId', a.external_key) AS after
      FROM restored d JOIN sync_attempt a ON a.tenant_id = ${ctx.tenantId}::uuid AND a.id = d.attempt_id`;
}

function dismissRejected(ctx: Ctx, tx: TenantTx, ids: readonly string[], reason: string): Promise<Changed[]> {
  return tx.$queryRaw<Changed[]>`
    UPDATE rejected_item SET state = 'dismissed', state_at = now(), state_by = ${ctx.actor.id}::uuid,
                             state_by_name = ${ctx.actor.name}, state_reason = ${reason}
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${ids}::uuid[]) AND state = 'waiting'
    RETURNING id, json_build_object('call', call, 'about', subject_key, 'times', times) AS after`;
}

function restoreRejected(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<Changed[]> {
  return tx.$queryRaw<Changed[]>`
    UPDATE rejected_item SET state = 'waiting', state_at = NULL, state_by = NULL, state_by_name = NULL, state_reason = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${ids}::uuid[]) AND state = 'dismissed'
    RETURNING id, json_build_object('call', call, 'about', subject_key, 'times', times) AS after`;
}

const SUBJECT: Record<z.infer<typeof part>, AuditSubjectType & ('attempt' | 'rejected_item')> = {
  unmatched: 'attempt',
  rejected: 'rejected_item',
};

async function audited(
  ctx: Ctx,
  tx: TenantTx,
  part: keyof typeof SUBJECT,
  act: 'dismissed' | 'restored',
  ids: readonly string[],
  changed: readonly Changed[],
  note: string | null,
): Promise<Decided> {
  const type = SUBJECT[part];
  const action: AuditAction = `${type}.${act}`;
  const events = changed.map(({ id, after }): AuditEntry => ({ action, subject: { type, id }, after, note }));
  await recordAudit(ctx, tx, events);
  return { changed: changed.length, passed: new Set(ids).size - changed.length };
}

function parsedBy<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', { message: 'Nothing was changed.', fields: fieldErrors(parsed.error) });
}
