import path from 'node:path';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { latestCheckpoint } from '#lib/audit/latest-checkpoint.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { log } from '#lib/log.ts';
import type { Sort } from '#lib/records/list-contract.ts';
import type { ExportOptions } from './export-contract.ts';
import type { ExportColumn, Remark } from './export-job.ts';
import { takePlace } from './places.ts';
import { refuseExport } from './refuse-export.ts';
import { type RunningExport, runExport } from './running-export.ts';
import { SHEET_ROWS_MAX } from './sheet-xml.ts';
import { spoolFolder, sweepSpool } from './spool.ts';
import { type ExportScope, exportStatements } from './statements.ts';

/** What somebody asks for: which records, and how the list shows them. */
export type ExportWish = {
  scope: ExportScope;
  sort: Sort;
  /** The columns that the list shows, in their order. */
  columns: readonly ExportColumn[];
  options: ExportOptions;
  /** How the sheet of records is called, and how the file begins. */
  sheetName: string;
  fileName: string;
  /** Tab, filters and order in words, for the first sheet and the audit log. */
  remarks: readonly Remark[];
};

/** An export that has begun: it is counted and in the audit log, and its file is being written. */
export type StartedExport = RunningExport & {
  id: string;
  fileName: string;
  /** The audit log's latest checkpoint, as JSON; null if there is none yet. A CSV has no place for it. */
  checkpoint: string | null;
};

type StartOptions = {
  signal: AbortSignal;
  /** Other than Excel's own limit only where a test needs several sheets of a few rows. */
  rowsPerSheet?: number;
};

/**
 * Begins an export. It is in the audit log before the first row is read, and a second time if it is cancelled or fails.
 * Throws `forbidden` (which is audited too), `not_found` for an unknown operation, and `rate_limited`.
 */
export async function startExport(ctx: Ctx, wish: ExportWish, options: StartOptions): Promise<StartedExport> {
  if (!ctx.permissions.has('export:create')) await refuseExport(ctx, describe(wish));
  requirePermission(ctx, 'export:create');
  const leavePlace = await takePlace({ tenantId: ctx.tenantId, personId: ctx.actor.id }, options.signal);
  const id = newId();
  try {
    const statements = await ctx.transaction(async (tx) => {
      await requireOperation(ctx, tx, wish.scope);
      return exportStatements(ctx, tx, wish);
    });
    const latest = await latestCheckpoint(ctx);
    const checkpoint = latest === null ? null : JSON.stringify(latest);
    const folder = await spoolFolder();
    await sweepSpool(folder);
    options.signal.throwIfAborted();
    const createdAt = new Date().toISOString();
    const running = runExport({
      file: path.join(folder, `${id}.${wish.options.format}`),
      format: wish.options.format,
      tenantId: ctx.tenantId,
      timeZone: ctx.tenant.timeZone,
      sheetName: wish.sheetName,
      columns: wish.columns,
      remarks: [
        ...wish.remarks,
        // A copy of where the audit log stands, outside the database.
        ...(checkpoint === null ? [] : [{ label: 'Audit checkpoint', text: checkpoint }]),
      ],
      createdAt,
      createdBy: ctx.actor.name,
      rowsPerSheet: options.rowsPerSheet ?? SHEET_ROWS_MAX,
      statements,
    });
    void running.finished.then(leavePlace, leavePlace);
    return { ...(await begun(ctx, wish, id, running, options.signal)), checkpoint };
  } catch (error) {
    leavePlace();
    throw error;
  }
}

/** Waits until the records are counted and the audit log knows; from then on watches for a bad end. */
async function begun(
  ctx: Ctx,
  wish: ExportWish,
  id: string,
  running: RunningExport,
  signal: AbortSignal,
): Promise<Omit<StartedExport, 'checkpoint'>> {
  const onAbort = () => void running.cancel();
  signal.addEventListener('abort', onAbort);
  let isInLog = false;
  let records: number | null = null;
  const watched = running.finished.then(
    () => signal.removeEventListener('abort', onAbort),
    async (error: Error) => {
      signal.removeEventListener('abort', onAbort);
      if (!signal.aborted) log.error({ requestId: ctx.requestId, exportId: id, err: error }, 'export failed');
      const { rows, total } = running.standing();
      const action = signal.aborted ? 'export.cancelled' : 'export.failed';
      await record(ctx, id, action, { ...describe(wish), records, rows, total });
    },
  );
  watched.catch((error: unknown) => log.error({ exportId: id, err: error }, 'the end of an export is not in the log'));
  records = await running.counted;
  try {
    await record(ctx, id, 'export.created', { ...describe(wish), records, total: running.standing().total });
    isInLog = true;
  } finally {
    if (!isInLog) await running.cancel();
  }
  return { ...running, id, fileName: `${wish.fileName}.${wish.options.format}` };
}

function describe({ scope, options, remarks }: ExportWish) {
  const operation = scope.by === 'operation' ? { operationId: scope.operationId } : {};
  return { ...options, ...operation, filters: Object.fromEntries(remarks.map(({ label, text }) => [label, text])) };
}

async function record(
  ctx: Ctx,
  id: string,
  action: 'export.created' | 'export.cancelled' | 'export.failed',
  after: Record<string, unknown>,
): Promise<void> {
  requirePermission(ctx, 'record:read');
  await ctx.transaction((tx) => recordAudit(ctx, tx, [{ action, subject: { type: 'export', id }, after }]));
}

async function requireOperation(ctx: Ctx, tx: TenantTx, scope: ExportScope): Promise<void> {
  if (scope.by !== 'operation') return;
  const [operation] = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM bulk_operation WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${scope.operationId}::uuid`;
  if (operation === undefined) throw notFound('This bulk operation');
  if (operation.state === 'freezing') {
    throw new AppError('conflict', {
      message: 'The selection of this bulk operation is still being frozen. Try again in a moment.',
    });
  }
}
