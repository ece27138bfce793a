import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { BulkOperation } from './bulk-contract.ts';
import { readOperation, toOperation } from './read-operation.ts';
import { wakeWorker } from './wake-worker.ts';

/**
 * Asks a running operation to stop after the batch it is at: what it did stays done. Any member who may change statuses
 * may stop one. Asked of one that does not run, it changes nothing. Throws `not_found`.
 */
export async function stopBulkOperation(ctx: Ctx, id: string): Promise<BulkOperation> {
  requirePermission(ctx, 'record:update_status');
  return ctx.transaction(async (tx) => {
    const operation = await readOperation(ctx, tx, id);
    const asked = await tx.$executeRaw`
      UPDATE bulk_operation SET state = 'stopping'
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${operation.id}::uuid AND state = 'running'`;
    if (asked > 0) {
      const own = { ...ctx, requestId: operation.id };
      await recordAudit(own, tx, [{ action: 'bulk.stopped', subject: { type: 'bulk_operation', id: operation.id } }]);
      await wakeWorker(tx);
    }
    return toOperation(await readOperation(ctx, tx, id));
  });
}
