import type { FieldError } from '#lib/core/app-error.ts';
import type { Operation } from '#lib/ingest/batch.ts';
import { FileRefusal, type FileRow } from './formats/file-refusal.ts';
import { fileRows } from './formats/file-rows.ts';
import { BATCH_ROWS } from './import-contract.ts';
import type { ImportFile } from './import-file.ts';
import { planOf } from './read-file.ts';
import { choicesOf, type StoredRun } from './read-run.ts';
import { type RowReader, rowReader } from './row-items.ts';

/** Rows of one batch, each at the place that is its operation's index. */
export type RowBatch = { number: number; rows: readonly FileRow[] };

/** A batch as it was read: what can be applied, and what can't be with its reasons. */
export type ReadBatch = RowBatch & {
  operations: Operation[];
  refused: { index: number; errors: readonly FieldError[] }[];
};

/** The rows of data of a file in batches, always the same ones: batch 7 holds the same rows whenever the file is read. */
export async function* rowBatches(
  file: ImportFile,
  run: Pick<StoredRun, 'format' | 'detected'>,
): AsyncGenerator<RowBatch> {
  if (run.format === null || run.detected === null) throw new FileRefusal('The file has not been read.');
  let number = 0;
  let waiting: FileRow[] = [];
  let isHeading = run.detected.hasHeadings;
  for await (const rows of fileRows(file, planOf(run.format, run.detected))) {
    let from = 0;
    if (isHeading && rows.length > 0) [isHeading, from] = [false, 1];
    while (waiting.length + rows.length - from >= BATCH_ROWS) {
      const to = from + BATCH_ROWS - waiting.length;
      yield { number, rows: waiting.concat(rows.slice(from, to)) };
      [number, waiting, from] = [number + 1, [], to];
    }
    waiting = waiting.concat(rows.slice(from));
  }
  if (waiting.length > 0) yield { number, rows: waiting };
}

/** Makes the reader of an import's rows. */
export function readerOf(run: StoredRun): RowReader {
  const choices = choicesOf(run);
  if (run.format === null || run.detected === null || choices === null)
    throw new FileRefusal('Nothing has been chosen.');
  return rowReader(run.format, choices, run.detected);
}

/** Reads the rows of a batch. */
export function readBatch(reader: RowReader, batch: RowBatch): ReadBatch {
  const read: ReadBatch = { ...batch, operations: [], refused: [] };
  batch.rows.forEach((row, index) => {
    const item = reader.read(row, index);
    if ('errors' in item) read.refused.push({ index, errors: item.errors });
    else read.operations.push(item);
  });
  return read;
}
