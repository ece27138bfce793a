import { parseJson } from '#lib/core/json-source.ts';
import { readItems } from '#lib/http/read-items.ts';
import type { ReceivedItem } from '#lib/ingest/batch.ts';

/** The items of a call whose body is this text, read as the API reads them. */
export function receivedText(member: 'records' | 'attempts', body: string): Promise<ReceivedItem[]> {
  const headers = { 'content-type': 'application/json' };
  return readItems(new Request('http://localhost/api', { method: 'POST', headers, body }), member);
}

/** Items as a call would bring them. */
export function received(items: readonly unknown[]): ReceivedItem[] {
  return items.map((item) => {
    const text = JSON.stringify(item);
    const value = parseJson(text);
    const raw = typeof value === 'object' && value !== null && 'raw' in value ? value.raw : undefined;
    return {
      value,
      text,
      raw: raw === undefined || raw === null ? null : typeof raw === 'string' ? raw : JSON.stringify(raw),
    };
  });
}
