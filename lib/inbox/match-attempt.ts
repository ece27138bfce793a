import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { writeFolded } from '#lib/ingest/apply-batch.ts';
import { findUnmatched } from '#lib/ingest/attempt-store.ts';
import { foldWaiting } from '#lib/ingest/fold.ts';
import { lockMissing } from '#lib/ingest/lock-missing.ts';
import { lockRecords, type RecordKey } from '#lib/ingest/record-store.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';

type AttemptRow = RecordKey & { recordId: string | null };

/**
 * Links an attempt that waits to the record that a person says it belongs to, with every other one that waits for the
 * same document; the record follows by the rules of state, as if they had named it. A link is for ever. Linking what is
 * linked so already changes nothing. Throws `not_found`, `invalid_input` for another kind, and `conflict` if it belongs
 * to another record.
 */
export async function matchAttempt(ctx: Ctx, attemptId: string, recordId: string): Promise<{ linked: number }> {
  requirePermission(ctx, 'inbox:resolve');
  if (!isId(attemptId)) throw notFound('The attempt');
  if (!isId(recordId)) throw notFound('The record');
  return ctx.transaction(async (tx) => {
    const attempt = await readAttempt(ctx, tx, attemptId);
    if (attempt.recordId === recordId) return { linked: 0 };
    const record = await readRecordKey(ctx, tx, recordId);
    if (attempt.kind !== record.kind) {
      throw new AppError('invalid_input', {
        message: `This attempt is of the kind ${KIND_LABEL[attempt.kind].one}, the record of the kind ${KIND_LABEL[record.kind].one}.`,
      });
    }
    const [state] = await lockRecords(tx, ctx.tenantId, [record]);
    if (state === undefined) throw notFound('The record');
    // Nobody brings the record that it waits for meanwhile; who was first with that has linked it by now.
    await lockMissing(tx, ctx.tenantId, 'await');
    const waiting = await findUnmatched(tx, ctx.tenantId, [attempt]);
    if (!waiting.some(({ id }) => id === attemptId)) return alreadyLinked(ctx, tx, attemptId, recordId);
    const reporter = {
      tenantId: ctx.tenantId,
      sourceId: attempt.sourceId,
      apiKeyId: null,
      hookId: null,
      importId: null,
    };
    await writeFolded(ctx, tx, { ...reporter, requestId: ctx.requestId }, foldWaiting(state, waiting));
    const after = { attempts: waiting.map(({ externalId }) => externalId), reportedFor: attempt.externalKey };
    await recordAudit(ctx, tx, [{ action: 'attempt.matched', subject: { type: 'record', id: recordId }, after }]);
    return { linked: waiting.length };
  });
}

async function readAttempt(ctx: Ctx, tx: TenantTx, id: string): Promise<AttemptRow> {
  const [row] = await tx.$queryRaw<AttemptRow[]>`
    SELECT record_id AS "recordId", record_source_id AS "sourceId", kind, external_key AS "externalKey"
      FROM sync_attempt WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  if (row === undefined) throw notFound('The attempt');
  return row;
}

async function readRecordKey(ctx: Ctx, tx: TenantTx, id: string): Promise<RecordKey> {
  const [row] = await tx.$queryRaw<RecordKey[]>`
    SELECT source_id AS "sourceId", kind, external_key AS "externalKey"
      FROM sync_record WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  if (row === undefined) throw notFound('The record');
  return row;
}

async function alreadyLinked(ctx: Ctx, tx: TenantTx, attemptId: string, recordId: string): Promise<{ linked: number }> {
  const { recordId: owner } = await readAttempt(ctx, tx, attemptId);
  if (owner === recordId) return { linked: 0 };
  throw new AppError('conflict', { message: 'This attempt belongs to a record already, so nothing was changed.' });
}
