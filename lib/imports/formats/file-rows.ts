import type { Encoding, ImportFormat, Separator } from '../import-contract.ts';
import type { ImportFile } from '../import-file.ts';
import { CsvSplitter } from './csv-rows.ts';
import { decodeText } from './decode-text.ts';
import type { FileRow } from './file-refusal.ts';
import { LineSplitter } from './line-rows.ts';
import { sheetRows } from './sheet-rows.ts';
import { openWorkbook } from './workbook.ts';

/** How the rows of a file are read, once it is known. */
export type RowPlan = {
  format: ImportFormat;
  encoding: Encoding | null;
  separator: Separator | null;
  sheet: string | null;
};

/** Reads all rows of a file that are not empty, with the headings, some at a time. A line of NDJSON is a row of one cell. */
export async function* fileRows(file: ImportFile, plan: RowPlan): AsyncGenerator<FileRow[]> {
  switch (plan.format) {
    case 'xlsx':
      yield* sheetRows(await openWorkbook(file), plan.sheet);
      break;
    case 'csv': {
      const splitter = new CsvSplitter(plan.separator ?? ',');
      for await (const text of decodeText(file.bytes(), plan.encoding ?? 'utf-8'))
        yield splitter.push(text).filter(isRow);
      yield splitter.end().filter(isRow);
      break;
    }
    case 'ndjson': {
      const splitter = new LineSplitter();
      const asRows = (lines: ReturnType<LineSplitter['push']>) =>
        lines.map(({ row, text }): FileRow => ({ row, cells: [text], numbers: null, fault: null }));
      for await (const text of decodeText(file.bytes(), plan.encoding ?? 'utf-8')) yield asRows(splitter.push(text));
      yield asRows(splitter.end());
      break;
    }
    default:
      plan.format satisfies never;
  }
}

/** Some programs begin a table with a line that names its separator. */
function isRow({ row, cells }: FileRow): boolean {
  return row > 1 || cells[0] !== 'sep=' || cells.some((cell, index) => index > 0 && cell !== '');
}
