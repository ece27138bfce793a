import { KINDS } from '#lib/records/kinds.ts';

const KEY_MAX = 255;

/** What an item is about: an attempt by the job's own id, or a document by its kind and its own id. */
export type Subject = {
  kind: (typeof KINDS)[number] | 'attempt';
  key: string;
  /** The slug of the source that the document belongs to; null for the reporter's own. */
  source: string | null;
};

/** Takes an item as received, of whatever shape; gives what it is about, or null if that can't be read. */
export function subjectOf(call: 'records' | 'attempts', text: string): Subject | null {
  const item = parsed(text);
  if (item === null) return null;
  if (call === 'attempts') {
    const key = keyOf(item.externalId);
    return key === null ? null : { kind: 'attempt', key, source: null };
  }
  const kind = KINDS.find((known) => known === item.kind);
  const key = keyOf(item.sourceId);
  if (kind === undefined || key === null) return null;
  return { kind, key, source: item.source === undefined ? null : (keyOf(item.source) ?? '') };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Not JSON: an item that could not even be read is about nothing known.
    return null;
  }
}

/** What can't be an id can't be accepted later either. */
function keyOf(value: unknown): string | null {
  const isKey = typeof value === 'string' && value !== '' && value.length <= KEY_MAX;
  return isKey && value.isWellFormed() && !value.includes('\u0000') ? value : null;
}
