import type { Ctx } from '#lib/access/context.ts';
import { requirePermission } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { putReference } from './put-reference.ts';
import { type CsvItem, readReferenceCsv } from './read-csv.ts';
import type { ReferenceResult, ReferenceType, SnapshotState } from './reference-contract.ts';
import { REFERENCE_ITEMS_MAX } from './schemas.ts';

const PROBLEMS_SHOWN = 100;

/** What a person uploads. `isWhole`: what the file does not hold is no longer in the source. */
export type ReferenceUpload = { type: ReferenceType; source: string; text: string; isWhole: boolean };

/** What became of a file; `row` is the row's number as a spreadsheet counts. */
export type UploadResult = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  deactivated: number;
  /** False where a whole list had rows that were refused, so that nothing was made inactive. */
  isComplete: boolean;
  unknownColumns: string[];
  /** The first ones; `rejected` counts all. */
  problems: { row: number; field: string; message: string }[];
};

/**
 * Reads a CSV file of reference data and puts its items as calls of the API would, 1,000 at a time. What went in stays if
 * it breaks off: the same file again is safe. Throws `invalid_input` for a file that can't be read.
 */
export async function uploadReference(
  ctx: Ctx,
  { type, source, text, isWhole }: ReferenceUpload,
): Promise<UploadResult> {
  requirePermission(ctx, 'reference:write');
  const { items, unknownColumns } = readReferenceCsv(type, text);
  const snapshotId = newId();
  const count = new Set(items.map(({ item }) => item.sourceId)).size;
  const results: ReferenceResult[] = [];
  const problems: UploadResult['problems'] = [];
  let snapshot: SnapshotState | null = null;
  for (let from = 0; from < items.length; from += REFERENCE_ITEMS_MAX) {
    const part = items.slice(from, from + REFERENCE_ITEMS_MAX);
    const isLast = from + REFERENCE_ITEMS_MAX >= items.length;
    const answer = await putReference(ctx, type, {
      source,
      items: part.map(({ item }) => item),
      ...(isWhole ? { snapshot: { id: snapshotId, ...(isLast ? { isLast, count } : {}) } } : {}),
    });
    results.push(...answer.results);
    problems.push(...problemsOf(part, answer.results));
    snapshot = answer.snapshot;
  }
  const counted = (what: ReferenceResult['result']) => results.filter(({ result }) => result === what).length;
  return {
    created: counted('created'),
    updated: counted('updated'),
    unchanged: counted('unchanged'),
    rejected: counted('rejected'),
    deactivated: snapshot?.deactivated ?? 0,
    isComplete: snapshot?.isComplete ?? true,
    unknownColumns,
    problems: problems.slice(0, PROBLEMS_SHOWN),
  };
}

function problemsOf(part: readonly CsvItem[], results: readonly ReferenceResult[]): UploadResult['problems'] {
  return results.flatMap(({ index, errors = [] }) =>
    errors.map(({ field, message }) => ({ row: part[index]?.row ?? 0, field, message })),
  );
}
