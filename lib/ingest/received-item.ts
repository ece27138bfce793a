import { itemSpans, parseJson } from '#lib/core/json-source.ts';
import type { ReceivedItem } from './batch.ts';

/** Takes the text of one item of a call; gives it as calls give theirs. Throws `bad_request` for what is not JSON. */
export function receivedItem(text: string): ReceivedItem {
  const value = parseJson(text);
  // As the only element of a list of that name, so that one reader knows where an item's `raw` stands.
  const whole = `{"items":[${text}]}`;
  const [span] = itemSpans(whole, 'items');
  if (span === undefined) throw new Error('The text of the item was not found');
  const source = span.raw === null ? null : whole.slice(span.raw.start, span.raw.end);
  return { value, text: whole.slice(span.start, span.end), raw: rawText(value, source) };
}

/** Text stays the text it is; anything else stays the JSON that was received. `raw: null` says there is none. */
export function rawText(value: unknown, source: string | null): string | null {
  if (source === null || source === 'null') return null;
  const raw = typeof value === 'object' && value !== null && 'raw' in value ? value.raw : undefined;
  return typeof raw === 'string' ? raw : source;
}
