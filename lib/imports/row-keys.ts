import type { FileRow } from './formats/file-refusal.ts';
import { choicesOf, type StoredRun } from './read-run.ts';

/**
 * Gives what tells the record, and the outcome, of a row from others, without reading the rest of it: rows of the same
 * record or outcome share a key. Rows of different ones may share one too.
 */
export function rowKeys(run: Pick<StoredRun, 'format' | 'choices'>): (row: FileRow) => string[] {
  if (run.format === 'ndjson') return ({ cells }) => keysOfLine(cells[0] ?? '');
  const columns = choicesOf(run)?.columns ?? [];
  const record = columns.find(({ field }) => field === 'record.sourceId')?.column;
  const attempt = columns.find(({ field }) => field === 'externalId')?.column;
  return ({ cells }) => {
    const keys = [record === undefined ? '' : (cells[record] ?? '').trim()];
    const id = attempt === undefined ? '' : (cells[attempt] ?? '').trim();
    // An outcome without an id is known by its content, which holds the id of its record.
    if (id !== '') keys.push(`attempt ${id}`);
    return keys;
  };
}

function keysOfLine(text: string): string[] {
  try {
    const value = JSON.parse(text) as {
      sourceId?: unknown;
      externalId?: unknown;
      record?: { sourceId?: unknown } | null;
    };
    const keys = [String(value.record?.sourceId ?? value.sourceId ?? '')];
    if (typeof value.externalId === 'string') keys.push(`attempt ${value.externalId}`);
    return keys;
  } catch {
    // Such a line is refused, and names nothing.
    return [];
  }
}
