import type { Ctx } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { importChoices, readingChoices } from './choice-schemas.ts';
import {
  type Detected,
  FILE_KEPT_DAYS,
  type ImportChoices,
  type ImportCounts,
  type ImportFormat,
  type ImportPhase,
  type ImportRun,
  type ImportState,
  type ImportStep,
  type ReadingChoices,
} from './import-contract.ts';

/** One import as its row has it, with what its batches have come to. */
export type StoredRun = {
  id: string;
  fileName: string;
  size: number;
  pieces: number;
  format: ImportFormat | null;
  state: ImportState;
  reading: unknown;
  detected: Detected | null;
  choices: unknown;
  step: ImportStep | null;
  done: number;
  total: number | null;
  checked: ImportCounts | null;
  counts: ImportCounts | null;
  /** Of a phase that goes on. */
  checkedSoFar: ImportCounts | null;
  countsSoFar: ImportCounts | null;
  reason: string | null;
  createdBy: string;
  createdByName: string;
  address: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  fileDeletedAt: Date | null;
  hasRunner: boolean;
  tries: number;
  sameFile: { id: string; createdAt: string; createdBy: string } | null;
};

const COUNT_NAMES = ['rows', 'created', 'updated', 'unchanged', 'duplicate', 'rejected', 'unmatched', 'repeated'];
const SUMS = Prisma.raw(COUNT_NAMES.map((name) => `'${name}', sum(b.${name})`).join(', '));

/** What the batches of a phase have come to; null before the first. */
function soFar(phase: ImportPhase): Prisma.Sql {
  return Prisma.sql`(SELECT CASE WHEN count(*) > 0 THEN json_build_object(${SUMS}) END FROM import_batch b
    WHERE b.tenant_id = r.tenant_id AND b.import_id = r.id AND b.phase = ${phase})`;
}

const COLUMNS = Prisma.sql`
  r.id, r.file_name AS "fileName", r.size::float8 AS size, r.pieces, r.format, r.state, r.reading, r.detected, r.choices, r.step,
  r.done::float8 AS done, r.total::float8 AS total, r.checked, r.counts,
  CASE WHEN r.checked IS NULL THEN ${soFar('check')} END AS "checkedSoFar",
  CASE WHEN r.counts IS NULL THEN ${soFar('run')} END AS "countsSoFar", r.reason,
  r.created_by AS "createdBy", r.created_by_name AS "createdByName", r.address, r.created_at AS "createdAt",
  r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.file_deleted_at AS "fileDeletedAt",
  r.runner IS NOT NULL AS "hasRunner", r.tries,
  CASE WHEN r.counts IS NULL THEN
    (SELECT json_build_object('id', s.id, 'createdAt', s.created_at, 'createdBy', s.created_by_name) FROM import_run s
      WHERE s.tenant_id = r.tenant_id AND s.sha256 = r.sha256 AND s.id < r.id AND s.started_at IS NOT NULL
      ORDER BY s.id DESC LIMIT 1) END AS "sameFile"`;

/** Where a page of imports begins: beyond one of them, towards later or earlier ones. */
export type RunsRequest = { beyond: string | null; isBackward: boolean; limit: number };

/** Reads imports, the latest first (backward: the earliest first). Ids rise with time. */
export function readRuns(ctx: Ctx, tx: TenantTx, { beyond, isBackward, limit }: RunsRequest): Promise<StoredRun[]> {
  const isBeyond =
    beyond === null ? Prisma.empty : Prisma.sql`AND r.id ${Prisma.raw(isBackward ? '>' : '<')} ${beyond}::uuid`;
  return tx.$queryRaw<StoredRun[]>`
    SELECT ${COLUMNS} FROM import_run r
     WHERE r.tenant_id = ${ctx.tenantId}::uuid ${isBeyond}
     ORDER BY r.id ${Prisma.raw(isBackward ? 'ASC' : 'DESC')} LIMIT ${limit}::int`;
}

/** Reads one import. Throws `not_found` for an unknown id and for another tenant's alike. */
export async function readRun(ctx: Ctx, tx: TenantTx, id: string): Promise<StoredRun> {
  const [row] = isId(id)
    ? await tx.$queryRaw<StoredRun[]>`
        SELECT ${COLUMNS} FROM import_run r WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ${id}::uuid`
    : [];
  if (row === undefined) throw notFound('The import');
  return row;
}

/** Gives what a person chose; null before the first dry run. */
export function choicesOf({ choices }: Pick<StoredRun, 'choices'>): ImportChoices | null {
  return choices === null ? null : importChoices.parse(choices);
}

/** Gives how a person wants the file read. */
export function readingOf({ reading }: Pick<StoredRun, 'reading'>): ReadingChoices {
  return readingChoices.parse(reading);
}

const AT_WORK: readonly ImportState[] = ['reading', 'checking', 'running', 'stopping'];

/** Says whether the writing may begin, or go on. */
export function isRunnable({ state, checked }: Pick<StoredRun, 'state' | 'checked'>): boolean {
  return checked !== null && (state === 'checked' || state === 'stopped');
}

/** Gives an import as screens see it. */
export function toRun(row: StoredRun): ImportRun {
  const isAtWork = AT_WORK.includes(row.state);
  const keptUntil =
    row.finishedAt === null || row.fileDeletedAt !== null
      ? null
      : new Date(row.finishedAt.getTime() + FILE_KEPT_DAYS * 86_400_000);
  return {
    id: row.id,
    fileName: row.fileName,
    size: row.size,
    format: row.format,
    state: row.state,
    reason: row.reason,
    detected: row.detected,
    reading: readingOf(row),
    choices: choicesOf(row),
    progress:
      isAtWork && row.hasRunner && row.step !== null ? { step: row.step, done: row.done, total: row.total } : null,
    isWaiting: isAtWork && !row.hasRunner,
    checked: row.checked ?? row.checkedSoFar,
    counts: row.counts ?? row.countsSoFar,
    isRunnable: isRunnable(row),
    createdBy: { id: row.createdBy, name: row.createdByName },
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    fileKeptUntil: keptUntil?.toISOString() ?? null,
    sameFile:
      row.sameFile === null ? null : { ...row.sameFile, createdAt: new Date(row.sameFile.createdAt).toISOString() },
  };
}
