/** Takes text of others; gives what of it the database holds, up to a length: no U+0000, and no half of a character. */
export function storable(text: string, most = Number.POSITIVE_INFINITY): string {
  return text.replaceAll('\u0000', '').slice(0, most).toWellFormed();
}

/** Writes a value as JSON that a column of type jsonb takes, whatever texts of others are in it. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}
