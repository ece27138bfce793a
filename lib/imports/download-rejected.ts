import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { CSV_BOM, csvLine } from '#lib/exports/csv.ts';
import type { ImportPhase } from './import-contract.ts';
import { openFile } from './import-file.ts';
import { readRun, type StoredRun } from './read-run.ts';
import { rowBatches } from './row-batches.ts';
import type { Rejections } from './store-batch.ts';

/** The columns that say why, behind the file's own: they suggest no field, so that the file can be uploaded again as it is. */
const REASON = 'Tieout: what is wrong';
const ROW = 'Tieout: row';

/** A file of rejected rows; its text in parts, since there may be a million. */
export type RejectedFile = { fileName: string; contentType: string; text: AsyncGenerator<string> };

/**
 * Gives all rows that a phase rejected, as they stand in the file, each with its row number and what is wrong with it: to
 * be put right and uploaded again. Tables come as CSV with the file's own columns; of NDJSON the lines are as they were,
 * each after a line that says what is wrong. It is an export like any other: audited, and refused to whoever may not export.
 * Throws `not_found`, and `conflict` once the file is gone.
 */
export async function downloadRejected(ctx: Ctx, id: string, phase: ImportPhase): Promise<RejectedFile> {
  requirePermission(ctx, 'export:create');
  requirePermission(ctx, 'import:create');
  const run = await ctx.transaction(async (tx) => {
    const found = await readRun(ctx, tx, id);
    if (found.fileDeletedAt !== null) {
      throw new AppError('conflict', { message: 'The file of this import has been deleted.' });
    }
    const own = { ...ctx, requestId: found.id };
    const subject = { type: 'import', id: found.id } as const;
    await recordAudit(own, tx, [{ action: 'import.rejected_downloaded', subject, after: { phase } }]);
    return found;
  });
  const name = run.fileName.replace(/\.[^.]*$/, '');
  return run.format === 'ndjson'
    ? { fileName: `${name}-rejected.ndjson`, contentType: 'application/x-ndjson', text: lines(ctx, run, phase) }
    : { fileName: `${name}-rejected.csv`, contentType: 'text/csv; charset=utf-8', text: table(ctx, run, phase) };
}

async function* table(ctx: Ctx, run: StoredRun, phase: ImportPhase): AsyncGenerator<string> {
  const headings = (run.detected?.columns ?? []).map(({ heading }) => heading);
  yield CSV_BOM + csvLine([...headings, ROW, REASON]);
  for await (const rows of rejectedRows(ctx, run, phase)) {
    let text = '';
    for (const { cells, row, reason } of rows) {
      const values = headings.map((_, index) => cells[index] ?? '');
      text += csvLine([...values.map(verbatim), { number: String(row) }, reason]);
    }
    yield text;
  }
}

async function* lines(ctx: Ctx, run: StoredRun, phase: ImportPhase): AsyncGenerator<string> {
  for await (const rows of rejectedRows(ctx, run, phase)) {
    yield rows
      .map(({ cells, row, reason }) => `${JSON.stringify({ [ROW]: row, [REASON]: reason })}\n${cells[0]}\n`)
      .join('');
  }
}

type RejectedRow = { cells: readonly string[]; row: number; reason: string };

async function* rejectedRows(ctx: Ctx, run: StoredRun, phase: ImportPhase): AsyncGenerator<RejectedRow[]> {
  for await (const { number, rows } of rowBatches(openFile(ctx, run), run)) {
    const rejections = await readRejections(ctx, run.id, phase, number);
    if (rejections === null) continue;
    const found: RejectedRow[] = [];
    for (let at = 0; at < rejections.rows.length; at += 2) {
      const row = rows[rejections.rows[at] ?? -1];
      const group = rejections.groups[rejections.rows[at + 1] ?? -1];
      if (row === undefined || group === undefined) continue;
      const reason = group.errors.map(({ column, field, message }) =>
        `${column ?? field}: ${message}`.replace(/^: /, ''),
      );
      found.push({ cells: row.cells, row: row.row, reason: reason.join('; ') });
    }
    yield found;
  }
}

async function readRejections(
  ctx: Ctx,
  importId: string,
  phase: ImportPhase,
  batchNo: number,
): Promise<Rejections | null> {
  requirePermission(ctx, 'import:create');
  const batch = await ctx.transaction((tx) =>
    tx.importBatch.findUnique({
      where: { tenantId_importId_phase_batchNo: { tenantId: ctx.tenantId, importId, phase, batchNo } },
      select: { rejections: true },
    }),
  );
  return (batch?.rejections ?? null) as Rejections | null;
}

/** A negative amount is none of the texts that a table program would run; everything else is guarded as in any other export. */
function verbatim(cell: string): string | { number: string } {
  return /^[-+][\d.,\s]*\d$/.test(cell) ? { number: `"${cell}"` } : cell;
}
