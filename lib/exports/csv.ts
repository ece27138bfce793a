/** What a program that opens the file as a table takes for the beginning of a formula; some take the wide forms too. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
/** A semicolon or a tab parts fields where Excel's language says so. */
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** Begins a file that Excel opens by double click: without it, it takes UTF-8 for the machine's own code page. */
export const CSV_BOM = '\u{feff}';

/** A text that somebody wrote; a number as exact decimal text, which may begin with a minus; or nothing. */
export type CsvValue = string | { number: string } | null;

/**
 * Takes the values of one row; gives its line with the line end of RFC 4180. A text that a table program would take for
 * a formula gets an apostrophe before it, so that nobody's data is ever run; numbers stay numbers.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(fieldOf).join(',')}\r\n`;
}

function fieldOf(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return value.number;
  const guarded = FORMULA_START.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
