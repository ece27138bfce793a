import { AppError, type FieldError } from '#lib/core/app-error.ts';
import { unknownField } from '#lib/core/field-errors.ts';
import { itemSpans, parseJson } from '#lib/core/json-source.ts';
import type { ReceivedItem } from '#lib/ingest/batch.ts';
import { rawText } from '#lib/ingest/received-item.ts';
import { readJsonText } from './read-body.ts';

const ITEMS_MAX = 1000;
/** So many names that don't belong here are told one by one. */
const NAMES_MAX = 100;

/** Takes a call whose body is `{ [member]: [ … ] }`; gives its items, each with its text as received. */
export async function readItems(request: Request, member: 'records' | 'attempts'): Promise<ReceivedItem[]> {
  const text = await readJsonText(request);
  const body = parseJson(text);
  const items = itemsOf(body, member);
  const spans = itemSpans(text, member);
  return items.map((value, index) => {
    const span = spans[index];
    if (span === undefined) throw new Error('The text of an item was not found');
    return {
      value,
      text: text.slice(span.start, span.end),
      raw: rawText(value, span.raw === null ? null : text.slice(span.raw.start, span.raw.end)),
    };
  });
}

function itemsOf(body: unknown, member: string): unknown[] {
  const errors: FieldError[] = [];
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('invalid_input', { message: `The body must be an object such as {"${member}":[…]}.` });
  }
  for (const name of Object.keys(body).slice(0, NAMES_MAX)) {
    if (name !== member) errors.push(unknownField('', name));
  }
  const items = (body as Record<string, unknown>)[member];
  if (!Array.isArray(items)) errors.push({ field: member, message: 'is required and must be a list' });
  else if (items.length === 0) errors.push({ field: member, message: 'must have at least one item' });
  else if (items.length > ITEMS_MAX) {
    errors.push({
      field: member,
      message: `must have at most ${ITEMS_MAX.toLocaleString('en')} items; send the rest in another call`,
    });
  }
  if (errors.length > 0 || !Array.isArray(items)) {
    throw new AppError('invalid_input', {
      message: 'Nothing of this call was stored: its body is not as it should be.',
      fields: errors,
    });
  }
  return items;
}
