import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { kindOf } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { diagnoseStored, readCauseRules } from './cause-rules.ts';
import { RULES_VERSION } from './rules-version.ts';
import { type MessageDiagnosis, storeDiagnoses } from './store-diagnoses.ts';

/** So many messages a transaction, and so many records of them: what it locks, it locks for moments. */
const MESSAGES = 50;
const RECORDS = 5000;

type Message = { id: string; message: string; code: string | null };
type Step = { isDone: boolean; records: number };

const CAUSE_COLUMNS: readonly Column<MessageDiagnosis>[] = [
  ['message_id', 'uuid', ({ messageId }) => messageId],
  ['error_code', 'text', ({ errorCode }) => errorCode],
  ['cause', 'text', ({ found }) => found.cause],
];

/**
 * Diagnoses the tenant's stored messages by the present rules, and writes the cause on the records that have them. It
 * walks the messages in the order of their ids; where it is, is kept with what it did, so that a worker that is killed
 * costs one step. Gives how many records changed.
 */
export async function rediagnose(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  requirePermission(ctx, 'cause:diagnose');
  let records = 0;
  for (let isDone = false; !isDone && signal?.aborted !== true; ) {
    const step = await ctx.transaction((tx) => walkOn(ctx, tx));
    records += step.records;
    isDone = step.isDone;
  }
  return records;
}

async function walkOn(ctx: Ctx, tx: TenantTx): Promise<Step> {
  const { tenantId } = ctx;
  await tx.$executeRaw`INSERT INTO rediagnosis (tenant_id) VALUES (${tenantId}::uuid) ON CONFLICT DO NOTHING`;
  const [walk] = await tx.$queryRaw<{ rulesVersion: number; walkVersion: number; after: string | null }[]>`
    SELECT rules_version AS "rulesVersion", walk_version AS "walkVersion", after_message AS after FROM rediagnosis
     WHERE tenant_id = ${tenantId}::uuid FOR UPDATE`;
  if (walk === undefined || walk.rulesVersion >= RULES_VERSION) return { isDone: true, records: 0 };
  const after = walk.walkVersion === RULES_VERSION ? walk.after : null;
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM error_message
     WHERE tenant_id = ${tenantId}::uuid AND (${after}::uuid IS NULL OR id > ${after}::uuid) ORDER BY id LIMIT ${MESSAGES}::int`;
  const last = ids.at(-1)?.id;
  if (last === undefined) {
    await tx.$executeRaw`
      UPDATE rediagnosis SET rules_version = ${RULES_VERSION}::int, after_message = NULL WHERE tenant_id = ${tenantId}::uuid`;
    return { isDone: true, records: 0 };
  }
  const records = await diagnoseMessages(
    ctx,
    tx,
    ids.map(({ id }) => id),
  );
  // A message of more records than a step may change is met again by the next one.
  const reached = records < RECORDS ? last : after;
  await tx.$executeRaw`
    UPDATE rediagnosis SET walk_version = ${RULES_VERSION}::int, after_message = ${reached}::uuid
     WHERE tenant_id = ${tenantId}::uuid`;
  return { isDone: false, records };
}

async function diagnoseMessages(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<number> {
  const { tenantId } = ctx;
  const rules = await readCauseRules(tx, tenantId);
  const messages = await tx.$queryRaw<Message[]>`
    SELECT m.id, m.message, c.error_code AS code
      FROM error_message m
     CROSS JOIN LATERAL (SELECT DISTINCT r.error_code FROM sync_record r
                          WHERE r.tenant_id = ${tenantId}::uuid AND r.error_message_id = m.id) c
     WHERE m.tenant_id = ${tenantId}::uuid AND m.id = ANY (${[...ids]}::uuid[])`;
  const diagnoses = messages.map(
    ({ id, message, code }): MessageDiagnosis => ({
      messageId: id,
      message,
      errorCode: code,
      found: diagnoseStored(message, code, rules),
    }),
  );
  if (diagnoses.length === 0) return 0;
  await storeDiagnoses(tx, tenantId, diagnoses);
  // Whoever holds a record now writes its cause by the same rules. The version stays: nobody's selection is stale for this.
  const changed = await tx.$queryRaw<{ kind: string }[]>`
    WITH stale AS MATERIALIZED (
      SELECT r.id, d.cause
        FROM ${recordset('d', diagnoses, CAUSE_COLUMNS)}
        JOIN sync_record r ON r.tenant_id = ${tenantId}::uuid AND r.error_message_id = d.message_id
                          AND r.error_code IS NOT DISTINCT FROM d.error_code AND r.cause IS DISTINCT FROM d.cause
       LIMIT ${RECORDS}::int FOR NO KEY UPDATE OF r SKIP LOCKED
    )
    UPDATE sync_record r SET cause = stale.cause FROM stale
     WHERE r.tenant_id = ${tenantId}::uuid AND r.id = stale.id RETURNING r.kind`;
  const kinds = [...new Set(changed.map(({ kind }) => kindOf(kind)))];
  if (kinds.length > 0) await notifyRecordsChanged(ctx, tx, kinds);
  return changed.length;
}
