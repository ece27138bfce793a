import type { Ctx } from '#lib/access/context.ts';
import type { FieldError } from '#lib/core/app-error.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ItemResult } from '#lib/ingest/batch.ts';
import { type ImportClaim, LostImportError } from './claim-import.ts';
import { type ImportPhase, type ImportProblem, type ImportState, LISTED_PROBLEMS_MAX } from './import-contract.ts';
import type { RowBatch } from './row-batches.ts';
import type { RowReader } from './row-items.ts';

const VALUE_MAX = 200;

/** The rejected rows of a batch: the reasons that there are, each once, and then place and reason of each row in turn. */
export type Rejections = {
  groups: { errors: { column: string | null; field: string; message: string }[]; rows: number; firstRow: number }[];
  rows: number[];
};

export type BatchOutcome = {
  batch: RowBatch;
  reader: RowReader;
  results: readonly ItemResult[];
  repeated: number;
  /** So many problems of the phase are stored already. */
  listed: number;
};

export type StoredBatch = { listed: number; isStopping: boolean };

const PROBLEM_COLUMNS: readonly Column<ImportProblem & { position: number }>[] = [
  ['row_no', 'integer', (problem) => problem.row],
  ['position', 'smallint', (problem) => problem.position],
  ['field', 'text', (problem) => problem.field],
  ['column_name', 'text', (problem) => problem.column],
  ['value', 'text', (problem) => problem.value],
  ['message', 'text', (problem) => problem.message],
];

/**
 * Keeps what became of a batch, in the transaction of the batch itself; gives how many of its problems are listed, and whether
 * somebody has asked the import to stop. Throws
 * `LostImportError` when the import was taken over, and violates the key of the batch when it was done already.
 */
export async function storeBatch(
  ctx: Ctx,
  tx: TenantTx,
  claim: ImportClaim,
  phase: ImportPhase,
  outcome: BatchOutcome,
): Promise<StoredBatch> {
  const { batch, results, repeated, listed } = outcome;
  const count = (wanted: ItemResult['result']) => results.filter(({ result }) => result === wanted).length;
  const unmatched = results.filter(({ matched, result }) => result === 'created' && matched === false).length;
  const { rejections, problems } = rejectionsOf(outcome);
  const text = rejections === null ? null : JSON.stringify(rejections);
  const [run] = await tx.$queryRaw<{ state: ImportState }[]>`
    WITH run AS (
      SELECT tenant_id, id, state FROM import_run
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${claim.importId}::uuid AND runner = ${claim.token}::uuid),
    stored AS (
      INSERT INTO import_batch (tenant_id, import_id, phase, batch_no, rows, created, updated, unchanged, duplicate, rejected,
                                unmatched, repeated, rejections)
      SELECT tenant_id, id, ${phase}, ${batch.number}::int, ${batch.rows.length}::int, ${count('created')}::int,
             ${count('updated')}::int, ${count('unchanged')}::int, ${count('duplicate')}::int, ${count('rejected')}::int,
             ${unmatched}::int, ${repeated}::int, ${text}::json FROM run)
    SELECT state FROM run`;
  if (run === undefined) throw new LostImportError('The import was taken over');
  const shown = problems.slice(0, Math.max(0, LISTED_PROBLEMS_MAX - listed));
  if (shown.length > 0) {
    await tx.$executeRaw`
      INSERT INTO import_problem (tenant_id, import_id, phase, row_no, position, field, column_name, value, message)
      SELECT ${ctx.tenantId}::uuid, ${claim.importId}::uuid, ${phase}, p.row_no, p.position, p.field, p.column_name, p.value, p.message
        FROM ${recordset('p', shown, PROBLEM_COLUMNS)}`;
  }
  return { listed: shown.length, isStopping: run.state === 'stopping' };
}

function rejectionsOf({ batch, reader, results }: BatchOutcome) {
  const groups = new Map<string, { place: number; group: Rejections['groups'][number] }>();
  const rows: number[] = [];
  const problems: (ImportProblem & { position: number })[] = [];
  for (const { index, result, errors } of results) {
    const row = batch.rows[index];
    if (result !== 'rejected' || errors === undefined || row === undefined) continue;
    const placed = errors.map((error) => placeOf(reader, error));
    const key = JSON.stringify(placed);
    let known = groups.get(key);
    if (known === undefined) {
      const kept = placed.map(({ column, field, message }) => ({ column, field, message }));
      known = { place: groups.size, group: { errors: kept, rows: 0, firstRow: row.row } };
      groups.set(key, known);
    }
    known.group.rows += 1;
    rows.push(index, known.place);
    placed.forEach(({ index: place, column, field, message }, position) => {
      const value = place === null ? null : storable((row.cells[place] ?? '').slice(0, VALUE_MAX));
      problems.push({ row: row.row, position, column, field, value, message });
    });
  }
  if (rows.length === 0) return { rejections: null, problems };
  const rejections: Rejections = { groups: [...groups.values()].map(({ group }) => group), rows };
  return { rejections, problems };
}

function placeOf(reader: RowReader, { field, message }: FieldError) {
  const column = reader.columnOf(field) ?? reader.columnOf(`record.${field}`);
  return {
    index: column?.index ?? null,
    column: storable(column?.heading ?? null),
    field: storable(field),
    message: storable(message),
  };
}

/** What a file says may be what no text of a database holds. */
function storable<T extends string | null>(text: T): T {
  return (text === null ? null : text.toWellFormed().replaceAll('\u0000', '\ufffd')) as T;
}
