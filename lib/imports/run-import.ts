import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import type { ImportRun } from './import-contract.ts';
import { choicesOf, isRunnable, readRun, toRun } from './read-run.ts';
import { wakeImporter } from './wake-worker.ts';

/**
 * Has an import written that was checked, or one that was stopped go on where it stopped. Asked of one that runs already,
 * it changes nothing. Throws `not_found`, and `conflict` for one that was not checked.
 */
export async function runImport(ctx: Ctx, id: string): Promise<ImportRun> {
  requirePermission(ctx, 'import:create');
  return ctx.transaction(async (tx) => {
    const run = await readRun(ctx, tx, id);
    if (run.state === 'running' || run.state === 'finished') return toRun(run);
    const begun = isRunnable(run)
      ? await tx.$executeRaw`
          UPDATE import_run SET state = 'running', started_at = coalesce(started_at, now()), finished_at = NULL, counts = NULL,
                 step = NULL, done = 0, total = NULL
           WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${run.id}::uuid AND state IN ('checked', 'stopped')
             AND file_deleted_at IS NULL`
      : 0;
    if (begun === 0) {
      throw new AppError('conflict', { message: 'This import has not been checked. Check it first.' });
    }
    const own = { ...ctx, requestId: run.id };
    const after = { fileName: run.fileName, choices: choicesOf(run), forecast: run.checked };
    await recordAudit(own, tx, [{ action: 'import.started', subject: { type: 'import', id: run.id }, after }]);
    await wakeImporter(tx);
    return toRun(await readRun(ctx, tx, id));
  });
}
