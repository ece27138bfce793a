import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { readingChoices } from './choice-schemas.ts';
import type { ImportRun } from './import-contract.ts';
import { readRun, toRun } from './read-run.ts';
import { wakeImporter } from './wake-worker.ts';

/**
 * Has the file read again in another way: another encoding, separator or sheet, or with or without headings. What is
 * left out is found out. Throws `not_found`, `invalid_input`, and `conflict` once something was written or a worker is at it.
 */
export async function changeReading(ctx: Ctx, { id, reading }: { id: string; reading: unknown }): Promise<ImportRun> {
  requirePermission(ctx, 'import:create');
  const parsed = readingChoices.safeParse(reading);
  if (!parsed.success) {
    throw new AppError('invalid_input', {
      message: 'The file can’t be read in this way.',
      fields: fieldErrors(parsed.error),
    });
  }
  return ctx.transaction(async (tx) => {
    const run = await readRun(ctx, tx, id);
    const changed = await tx.$executeRaw`
      UPDATE import_run SET state = 'reading', reading = ${JSON.stringify(parsed.data)}::jsonb, choices = NULL, checked = NULL,
             step = NULL, done = 0, total = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${run.id}::uuid AND state IN ('choosing', 'checked')
         AND started_at IS NULL AND file_deleted_at IS NULL`;
    if (changed === 0) {
      throw new AppError('conflict', { message: 'This import can’t be read anew at this moment.' });
    }
    const own = { ...ctx, requestId: run.id };
    const subject = { type: 'import', id: run.id } as const;
    await recordAudit(own, tx, [
      { action: 'import.read_anew', subject, before: { reading: run.reading }, after: { reading: parsed.data } },
    ]);
    await wakeImporter(tx);
    return toRun(await readRun(ctx, tx, id));
  });
}
