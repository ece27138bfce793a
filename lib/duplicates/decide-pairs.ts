import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { requiredText } from '#lib/core/schemas.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { GROUP_MAX, REASON_MAX, type Subject } from './duplicate-contract.ts';
import { type GroupedPair, groupPairs, type Place } from './group-pairs.ts';

/** Every pair of the largest group, and no more. */
const IDS_MAX = (GROUP_MAX * (GROUP_MAX - 1)) / 2;

const ids = z
  .array(z.uuid('must be an id'))
  .min(1, 'must have at least one entry')
  .max(IDS_MAX, `must have at most ${IDS_MAX} entries`);
const dismissal = z.strictObject({
  ids,
  reason: z
    .string()
    .transform((text) => text.trim())
    .pipe(requiredText(REASON_MAX)),
});
const restoral = z.strictObject({ ids });

/** What became of the pairs: those that were no longer there to decide about are `passed`. */
export type Decided = { changed: number; passed: number };

type Changed = { id: string; subject: Subject; kind: string; leftKey: string; rightKey: string };

/**
 * Says of pairs that they are no duplicates, which holds in every search from now on. Those that are gone, or were
 * dismissed already, are passed over. Throws `invalid_input` by field.
 */
export async function dismissPairs(ctx: Ctx, input: z.input<typeof dismissal>): Promise<Decided> {
  requirePermission(ctx, 'duplicate:dismiss');
  const { ids, reason } = parsedBy(dismissal, input);
  return ctx.transaction(async (tx) => {
    await lockSearches(ctx, tx);
    const changed = await tx.$queryRaw<Changed[]>`
      UPDATE duplicate_pair SET state = 'dismissed', dismissed_at = now(), dismissed_by = ${ctx.actor.id}::uuid,
                                dismissed_by_name = ${ctx.actor.name}, dismissed_reason = ${reason}, version = version + 1
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${ids}::uuid[]) AND state = 'open'
      RETURNING id, subject, kind, left_key AS "leftKey", right_key AS "rightKey"`;
    await regroup(ctx, tx, changed);
    const events = changed.map((pair) => ({ ...eventOf(pair, 'duplicate.dismissed'), note: reason }));
    await recordAudit(ctx, tx, events);
    return { changed: changed.length, passed: new Set(ids).size - changed.length };
  });
}

/** Takes it back that pairs are no duplicates. Those that are not dismissed are passed over. */
export async function restorePairs(ctx: Ctx, input: z.input<typeof restoral>): Promise<Decided> {
  requirePermission(ctx, 'duplicate:dismiss');
  const { ids } = parsedBy(restoral, input);
  return ctx.transaction(async (tx) => {
    await lockSearches(ctx, tx);
    const changed = await tx.$queryRaw<Changed[]>`
      UPDATE duplicate_pair SET state = CASE state WHEN 'gone' THEN 'gone' ELSE 'open' END, dismissed_at = NULL, dismissed_by = NULL,
                                dismissed_by_name = NULL, dismissed_reason = NULL, version = version + 1
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${ids}::uuid[]) AND dismissed_at IS NOT NULL
      RETURNING id, subject, kind, left_key AS "leftKey", right_key AS "rightKey"`;
    await regroup(ctx, tx, changed);
    const events = changed.map((pair) => eventOf(pair, 'duplicate.restored'));
    await recordAudit(ctx, tx, events);
    return { changed: changed.length, passed: new Set(ids).size - changed.length };
  });
}

/** A search that ends at this moment groups what it found by what is dismissed: the one waits for the other. */
async function lockSearches({ tenantId }: Ctx, tx: TenantTx): Promise<void> {
  await tx.$queryRaw`SELECT subject FROM duplicate_search WHERE tenant_id = ${tenantId}::uuid ORDER BY subject FOR UPDATE`;
}

const COLUMNS: readonly Column<Place & { id: string }>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['group_id', 'uuid', ({ groupId }) => groupId],
  ['is_lead', 'boolean', ({ isLead }) => isLead],
  ['group_size', 'smallint', ({ groupSize }) => groupSize],
];

/** Groups anew what shares a side with pairs that were decided about: without one of its pairs, a group is none. */
async function regroup(ctx: Ctx, tx: TenantTx, changed: readonly Changed[]): Promise<void> {
  if (changed.length === 0) return;
  const keys = changed.flatMap(({ leftKey, rightKey }) => [leftKey, rightKey]);
  const touched = await tx.$queryRaw<(GroupedPair & { state: string })[]>`
    WITH near AS (
      SELECT DISTINCT d.group_id FROM duplicate_pair d
       WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.subject = ANY (${changed.map(({ subject }) => subject)}::text[])
         AND (d.left_key = ANY (${keys}::text[]) OR d.right_key = ANY (${keys}::text[])))
    SELECT d.id, concat_ws(' ', d.subject, d.connection_id, d.kind) AS scope, d.left_key AS "leftKey", d.right_key AS "rightKey",
           d.score::int AS score, d.state
      FROM duplicate_pair d JOIN near n ON n.group_id = d.group_id WHERE d.tenant_id = ${ctx.tenantId}::uuid`;
  const places = groupPairs(touched.filter(({ state }) => state === 'open'));
  const rows = touched.map(({ id }) => ({ id, ...(places.get(id) ?? { groupId: id, isLead: true, groupSize: 2 }) }));
  await tx.$executeRaw`
    UPDATE duplicate_pair d SET group_id = n.group_id, is_lead = n.is_lead, group_size = n.group_size
      FROM ${recordset('n', rows, COLUMNS)} WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.id = n.id`;
}

function eventOf({ id, ...pair }: Changed, action: 'duplicate.dismissed' | 'duplicate.restored') {
  return { action, subject: { type: 'duplicate' as const, id }, after: pair };
}

function parsedBy<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', { message: 'Nothing was changed.', fields: fieldErrors(parsed.error) });
}
