import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import { openWithin } from '#lib/bulk/open-bulk-operation.ts';
import { readOperation, toOperation } from '#lib/bulk/read-operation.ts';
import { runClaimed } from '#lib/bulk/run-bulk-operation.ts';
import { startWithin } from '#lib/bulk/start-within.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Verdict } from './check-contract.ts';

type Check = { problemId: string; state: string; operationId: string | null };

/**
 * Puts those records of a check back to Pending that will pass, and that nobody has changed since they were looked at: by
 * one bulk operation, which can be undone; or those of which nothing is known, for whoever looked at them in the ledger.
 * Asked for twice, it is the same operation. Throws `not_found`, and `conflict` while the check is under way or has none.
 */
export async function putBackChecked(
  ctx: Ctx,
  checkId: string,
  verdict: 'will_pass' | 'not_known' = 'will_pass',
): Promise<BulkOperation> {
  requirePermission(ctx, 'record:update_status');
  requirePermission(ctx, 'problem:work');
  if (!isId(checkId)) throw notFound('The check');
  const { id, claim } = await ctx.transaction(async (tx) => {
    const check = await lockCheck(ctx, tx, checkId);
    if (check.operationId !== null) return { id: check.operationId, claim: null };
    const ids = await readJudged(ctx, tx, checkId, verdict);
    const operationId = await openWithin(
      ctx,
      tx,
      { act: 'status', target: 'pending', selection: { by: 'ids', ids } },
      null,
    );
    const preview = await readOperation(ctx, tx, operationId);
    const typedCount = preview.total;
    const started = await startWithin(ctx, tx, preview, { reason: null, referenceNumber: null, typedCount }, 'call');
    await tx.$executeRaw`
      UPDATE problem_check SET operation_id = ${operationId}::uuid
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${checkId}::uuid AND operation_id IS NULL`;
    await recordAudit(ctx, tx, [
      {
        action: 'problem.check_put_back',
        subject: { type: 'problem', id: check.problemId },
        after: { bulkOperation: operationId, records: ids.length, ...(verdict === 'will_pass' ? {} : { verdict }) },
      },
    ]);
    return { id: operationId, claim: started.claim };
  });
  const operation = await ctx.transaction((tx) => readOperation(ctx, tx, id));
  if (claim === null) return toOperation(operation);
  await runClaimed(ctx.tenantId, claim, operation);
  return toOperation(await ctx.transaction((tx) => readOperation(ctx, tx, id)));
}

async function lockCheck(ctx: Ctx, tx: TenantTx, checkId: string): Promise<Check> {
  const [check] = await tx.$queryRaw<Check[]>`
    SELECT problem_id AS "problemId", state, operation_id AS "operationId" FROM problem_check
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${checkId}::uuid FOR NO KEY UPDATE`;
  if (check === undefined) throw notFound('The check');
  if (check.state === 'ready') return check;
  throw new AppError('conflict', { message: 'The check is still under way; wait for its end.' });
}

async function readJudged(ctx: Ctx, tx: TenantTx, checkId: string, verdict: Verdict): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM problem_check_record c
      JOIN sync_record r ON r.tenant_id = c.tenant_id AND r.id = c.record_id
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.check_id = ${checkId}::uuid AND c.verdict = ${verdict}
       AND r.version = c.record_version AND r.sync_status = 2 AND r.excluded_at IS NULL ORDER BY r.id`;
  if (rows.length > 0) return rows.map(({ id }) => id);
  const which = verdict === 'will_pass' ? 'No record of this check will pass as it stands' : 'This check knew of all';
  throw new AppError('conflict', { message: `${which}, or all were changed since. Check again.` });
}
