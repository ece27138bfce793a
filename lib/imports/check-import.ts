import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { choiceErrors } from './choice-errors.ts';
import { importChoices } from './choice-schemas.ts';
import type { ImportRun } from './import-contract.ts';
import { readRun, toRun } from './read-run.ts';
import { wakeImporter } from './wake-worker.ts';

/**
 * Takes what a person chose and has the dry run made with it, which writes nothing; can be asked again with other choices
 * until the import runs. Throws `not_found`, `invalid_input` with a field for each choice that is missing or wrong (such as
 * `dateFormat`, `columns`, `source`), and `conflict` while the file is being read or once something was written.
 */
export async function checkImport(ctx: Ctx, { id, choices }: { id: string; choices: unknown }): Promise<ImportRun> {
  requirePermission(ctx, 'import:create');
  const parsed = importChoices.safeParse(choices);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'Some choices are missing.', fields: fieldErrors(parsed.error) });
  }
  return ctx.transaction(async (tx) => {
    const run = await readRun(ctx, tx, id);
    const source = await tx.source.findUnique({
      where: { tenantId_slug: { tenantId: ctx.tenantId, slug: parsed.data.source } },
      select: { id: true },
    });
    const fields = [
      ...(source === null ? [{ field: 'source', message: 'must be one of the sources of this business' }] : []),
      ...choiceErrors(parsed.data, run),
    ];
    if (fields.length > 0) throw new AppError('invalid_input', { message: 'Some choices are missing.', fields });
    const changed = await tx.$executeRaw`
      UPDATE import_run SET state = 'checking', choices = ${JSON.stringify(parsed.data)}::jsonb, checked = NULL, finished_at = NULL,
             step = NULL, done = 0, total = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${run.id}::uuid AND state IN ('choosing', 'checked', 'stopped')
         AND detected IS NOT NULL AND started_at IS NULL AND file_deleted_at IS NULL`;
    if (changed === 0) {
      throw new AppError('conflict', { message: 'This import can’t be checked at this moment.' });
    }
    await tx.importBatch.deleteMany({ where: { tenantId: ctx.tenantId, importId: run.id, phase: 'check' } });
    await tx.importProblem.deleteMany({ where: { tenantId: ctx.tenantId, importId: run.id, phase: 'check' } });
    const own = { ...ctx, requestId: run.id };
    const subject = { type: 'import', id: run.id } as const;
    await recordAudit(own, tx, [{ action: 'import.checked', subject, after: { choices: parsed.data } }]);
    await wakeImporter(tx);
    return toRun(await readRun(ctx, tx, id));
  });
}
