/** The file can't be taken, whatever is chosen. The message is for people: one sentence that says why and what to do. */
export class FileRefusal extends Error {}

/** One row of a file as it stands there: the line or sheet row that it begins at, and its cells. */
export type FileRow = {
  row: number;
  cells: readonly string[];
  /** Of a workbook: the places of cells that are real numbers, written with a point; null where there are none. */
  numbers: ReadonlySet<number> | null;
  /** What makes the row unreadable; null if nothing does. */
  fault: string | null;
};

/** The longest row, in characters. */
export const ROW_MAX = 1_000_000;
