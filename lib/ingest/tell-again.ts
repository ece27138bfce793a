import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { diagnoseStored, readCauseRules } from '#lib/causes/cause-rules.ts';
import { RAW_MAX } from '#lib/causes/reading/read-error.ts';
import { RULES_VERSION } from '#lib/causes/rules-version.ts';
import { knownBy, toldMessage } from '#lib/causes/told-message.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { kindOf } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { errorMessageId } from './error-messages.ts';
import { storeFailures } from './store-failures.ts';

/** So many records a transaction, each with an answer that may be long. */
const RECORDS = 100;

type Failed = {
  id: string;
  kind: string;
  errorMessage: string | null;
  errorCode: string | null;
  raw: string | null;
  toldBefore: string | null;
};
type Told = Failed & { toldMessage: string | null; cause: string | null };

const COLUMNS: readonly Column<Told>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['told_message', 'text', (one) => one.toldMessage],
  ['error_message_id', 'uuid', (one) => idOf(knownBy(one))],
  ['cause', 'text', ({ cause }) => cause],
];

/**
 * Looks once more, by the present rules, for the texts by which failed records are known, in the answers that their last
 * attempts keep. It walks the records in the order of their ids; where it is, is kept with what it did, so that a worker
 * that is killed costs one step. Gives how many records changed.
 */
export async function tellAgain(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  requirePermission(ctx, 'cause:diagnose');
  let records = 0;
  for (let isDone = false; !isDone && signal?.aborted !== true; ) {
    const step = await ctx.transaction((tx) => walkOn(ctx, tx));
    records += step.records;
    isDone = step.isDone;
  }
  return records;
}

async function walkOn(ctx: Ctx, tx: TenantTx): Promise<{ isDone: boolean; records: number }> {
  const { tenantId } = ctx;
  await tx.$executeRaw`INSERT INTO rediagnosis (tenant_id) VALUES (${tenantId}::uuid) ON CONFLICT DO NOTHING`;
  const [walk] = await tx.$queryRaw<{ toldVersion: number; tellVersion: number; after: string | null }[]>`
    SELECT told_version AS "toldVersion", tell_version AS "tellVersion", after_record AS after FROM rediagnosis
     WHERE tenant_id = ${tenantId}::uuid FOR UPDATE`;
  if (walk === undefined || walk.toldVersion >= RULES_VERSION) return { isDone: true, records: 0 };
  const failed = await nextFailed(tx, tenantId, walk.tellVersion === RULES_VERSION ? walk.after : null);
  const isDone = failed.length < RECORDS;
  const records = await tell(ctx, tx, failed);
  await tx.$executeRaw`
    UPDATE rediagnosis
       SET tell_version = ${RULES_VERSION}::int, after_record = ${isDone ? null : failed.at(-1)?.id}::uuid,
           told_version = CASE WHEN ${isDone} THEN ${RULES_VERSION}::int ELSE told_version END
     WHERE tenant_id = ${tenantId}::uuid`;
  return { isDone, records };
}

/** Whoever holds one that is skipped reports it anew, or moves it by hand: then it is known as it was until the next failure. */
function nextFailed(tx: TenantTx, tenantId: string, after: string | null): Promise<Failed[]> {
  return tx.$queryRaw<Failed[]>`
    SELECT r.id, r.kind, r.error_message AS "errorMessage", r.error_code AS "errorCode", r.told_message AS "toldBefore",
           left(a.raw, ${RAW_MAX}::int) AS raw
      FROM sync_record r
      JOIN sync_attempt a ON a.tenant_id = ${tenantId}::uuid AND a.id = r.last_attempt_id AND a.outcome = 2
       AND (a.raw IS NOT NULL OR a.error_message IS NULL)
     WHERE r.tenant_id = ${tenantId}::uuid AND (${after}::uuid IS NULL OR r.id > ${after}::uuid)
       AND (r.sync_status <> 1 OR r.is_by_hand)
     ORDER BY r.id LIMIT ${RECORDS}::int FOR NO KEY UPDATE OF r SKIP LOCKED`;
}

async function tell(ctx: Ctx, tx: TenantTx, failed: readonly Failed[]): Promise<number> {
  const { tenantId } = ctx;
  const retold = failed
    .map((one) => ({ ...one, toldMessage: toldMessage(one) }))
    .filter((one) => one.toldMessage !== one.toldBefore);
  if (retold.length === 0) return 0;
  const rules = await readCauseRules(tx, tenantId);
  const told = retold.map((one): Told => {
    const message = knownBy(one);
    return { ...one, cause: message === null ? null : diagnoseStored(message, one.errorCode, rules).cause };
  });
  const failures = told.flatMap((one) => {
    const message = knownBy(one);
    return message === null ? [] : [{ message, code: one.errorCode }];
  });
  await storeFailures(tx, tenantId, failures, rules);
  // The version stays: nobody's selection is stale for this.
  await tx.$executeRaw`
    UPDATE sync_record r SET (told_message, error_message_id, cause) = (t.told_message, t.error_message_id, t.cause)
      FROM ${recordset('t', told, COLUMNS)}
     WHERE r.tenant_id = ${tenantId}::uuid AND r.id = t.id`;
  await notifyRecordsChanged(ctx, tx, [...new Set(told.map(({ kind }) => kindOf(kind)))]);
  return told.length;
}

function idOf(message: string | null): string | null {
  return message === null ? null : errorMessageId(message);
}
