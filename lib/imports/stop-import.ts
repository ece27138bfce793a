import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { ImportRun } from './import-contract.ts';
import { readRun, toRun } from './read-run.ts';
import { wakeImporter } from './wake-worker.ts';

/**
 * Asks an import to stop: one that a worker is at stops after its batch, and what it wrote stays written; one that waits
 * for a person is given up. Any member who may import may stop one. Asked of one that is over, it changes nothing.
 * Throws `not_found`.
 */
export async function stopImport(ctx: Ctx, id: string): Promise<ImportRun> {
  requirePermission(ctx, 'import:create');
  return ctx.transaction(async (tx) => {
    const run = await readRun(ctx, tx, id);
    const changed = await tx.$queryRaw<{ state: string }[]>`
      UPDATE import_run
         SET state = CASE WHEN state IN ('reading', 'checking', 'running') THEN 'stopping' ELSE 'stopped' END,
             finished_at = CASE WHEN state IN ('reading', 'checking', 'running') THEN finished_at ELSE now() END
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${run.id}::uuid
         AND state IN ('reading', 'choosing', 'checking', 'checked', 'running') RETURNING state`;
    if (changed.length > 0) {
      const own = { ...ctx, requestId: run.id };
      await recordAudit(own, tx, [{ action: 'import.stopped', subject: { type: 'import', id: run.id } }]);
      await wakeImporter(tx);
    }
    return toRun(await readRun(ctx, tx, id));
  });
}
