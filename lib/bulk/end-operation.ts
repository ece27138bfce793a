import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { announceEvent } from '#lib/webhooks/announce-event.ts';
import { toApiOperation } from './api-operation.ts';
import type { BulkOperation, BulkResult, BulkState } from './bulk-contract.ts';
import { type Claim, writeClaimed } from './claim.ts';
import { countsSql } from './counts-sql.ts';
import { readOperation, type StoredOperation, toOperation } from './read-operation.ts';

/** Ends an operation that is done, was asked to stop, or can't go on for the given reason; gives the claim back. */
export async function endOperation(
  ctx: Ctx,
  claim: Claim,
  operation: StoredOperation,
  brokenReason: string | null = null,
): Promise<void> {
  requirePermission(ctx, 'record:update_status');
  const isDone = operation.total !== null && operation.done >= operation.total;
  const state: BulkState = brokenReason !== null ? 'broken' : isDone ? 'finished' : 'stopped';
  await ctx.transaction(async (tx) => {
    const rest = isDone ? new Map<BulkResult, number>() : await countRest(ctx, tx, operation);
    await writeClaimed(
      ctx,
      tx,
      claim,
      Prisma.sql`state = ${state}, broken_reason = ${brokenReason}, finished_at = now(), runner = NULL,
                 ${countsSql(operation, rest)}`,
    );
    const ended = toOperation(await readOperation(ctx, tx, operation.id));
    const after = { state, total: ended.total, ...ended.counts };
    const events: AuditEntry[] = [
      {
        action: state === 'broken' ? 'bulk.broken' : 'bulk.finished',
        subject: { type: 'bulk_operation', id: operation.id },
        after,
        note: brokenReason,
      },
    ];
    if (operation.undoes !== null && operation.updated > 0) {
      events.push({
        action: 'bulk.undone',
        subject: { type: 'bulk_operation', id: operation.undoes },
        after: { by: operation.id, restored: operation.updated },
      });
    }
    await recordAudit(ctx, tx, events);
    await announceEvent(ctx, tx, 'bulk.finished', { operation: finishedData(ended) });
  });
}

/** What a webhook says of it: nothing that is for screens alone, and no record by name, since there may be a million. */
function finishedData(ended: BulkOperation) {
  const { id, act, target, undoes, state, kinds, total, done, counts, skippedBy, reason, createdBy } =
    toApiOperation(ended);
  const { startedAt, finishedAt } = ended;
  const facts = { id, act, target, undoes, state, kinds, total, done, counts, skippedBy, reason };
  return { ...facts, createdBy, startedAt, finishedAt };
}

/** What nobody came to, by what is known of it already. */
async function countRest(ctx: Ctx, tx: TenantTx, operation: StoredOperation): Promise<Map<BulkResult, number>> {
  const rows = await tx.$queryRaw<{ result: BulkResult; count: number }[]>`
    SELECT coalesce(result, 'stopped') AS result, count(*)::int AS count FROM bulk_item
     WHERE tenant_id = ${ctx.tenantId}::uuid AND operation_id = ${operation.id}::uuid AND position > ${operation.done}::int
     GROUP BY 1`;
  return new Map(rows.map(({ result, count }) => [result, count]));
}
