/** One row as the cursor gives it: every value as PostgreSQL prints it. */
export type Row = readonly (string | null)[];
export type Reader = (row: Row) => string | null;
/** Asks for an SQL expression to be read; gives what reads it from a row. */
export type Field = (expression: string) => Reader;

/** What a column holds, and where from. */
export type ColumnValue =
  | { type: 'text'; text: Reader }
  | { type: 'money'; amount: Reader; currency: Reader }
  | { type: 'number'; number: Reader }
  | { type: 'instant'; instant: Reader }
  | { type: 'day'; day: Reader }
  /** Synced minus total: calculated from the columns `amount` and `synced`; in words where the two can't be compared. */
  | { type: 'difference'; difference: Reader; amount: Reader; synced: Reader; currency: Reader; words: Reader };

/** One column of a sheet. `key` names it for formulas; the width is in characters. */
export type SheetColumn = { key: string; header: string; width: number; value: (field: Field) => ColumnValue };

/** A column whose fields have their place in a row. */
export type BoundColumn = Omit<SheetColumn, 'value'> & { value: ColumnValue };

/** Gives the expressions that columns ask for, each once, and the columns that read them from a row of these. */
export function bindColumns(columns: readonly SheetColumn[]): { expressions: string[]; columns: BoundColumn[] } {
  const expressions: string[] = [];
  const field: Field = (expression) => {
    const known = expressions.indexOf(expression);
    const at = known === -1 ? expressions.push(expression) - 1 : known;
    return (row) => row[at] ?? null;
  };
  return {
    columns: columns.map(({ value, ...column }) => ({ ...column, value: value(field) })),
    expressions,
  };
}

/** Gives the letters of a column by its place from 0: A to Z, then AA. */
export function columnLetters(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : columnLetters(Math.floor(place / 26) - 1) + last;
}
