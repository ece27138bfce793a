import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CSV_BOM, csvLine } from './csv.ts';
import type { ExportJob, Statement } from './export-job.ts';
import { ATTEMPT_COLUMNS, LINE_COLUMNS } from './further-columns.ts';
import { localClock } from './local-time.ts';
import { recordColumns } from './record-columns.ts';
import type { RowFeed } from './row-feed.ts';
import { csvValues, lettersByKey } from './sheet-cells.ts';
import { type BoundColumn, bindColumns, columnLetters } from './sheet-column.ts';
import { dataSheetXml } from './sheet-xml.ts';
import type { Snapshot } from './snapshot.ts';
import { type SummedSheet, summaryXml } from './summary-xml.ts';
import { groupTotals } from './totals.ts';
import { openWorkbook, type Workbook } from './workbook.ts';

const SUMMARY = 'Summary';
const CSV_CHUNK_LENGTH = 128 * 1024;

type Watcher = {
  /** Told once how many rows there will be. */
  onCounted: (counted: { records: number; total: number }) => Promise<void>;
  onRows: (rows: number, bytes: number) => void;
};

/** Writes an export into its file, all of it from one snapshot. Gives how many rows it has. */
export async function writeExport(job: ExportJob, snapshot: Snapshot, watcher: Watcher): Promise<number> {
  const { totals, records, attempts, lines } = job.statements;
  const groups = groupTotals(await snapshot.rows(totals));
  const count = groups.reduce((sum, group) => sum + group.records, 0);
  const further = [
    ...(attempts === null ? [] : [{ name: 'Attempts', columns: ATTEMPT_COLUMNS, ...attempts }]),
    ...(lines === null ? [] : [{ name: 'Lines', columns: LINE_COLUMNS, ...lines }]),
  ];
  const expected: number[] = [];
  for (const sheet of further) expected.push(await countOf(snapshot, sheet.count));
  await watcher.onCounted({ records: count, total: expected.reduce((sum, rows) => sum + rows, count) });

  const { columns } = bindColumns(recordColumns(job.columns));
  const clock = localClock(job.timeZone);
  if (job.format === 'csv') return writeCsv(job.file, columns, await snapshot.feed(records), clock, watcher);

  const workbook = openWorkbook(job.file, job);
  let rows = 0;
  const onRows = (more: number) => {
    rows += more;
    watcher.onRows(rows, workbook.bytes());
  };
  const common = { workbook, rowsPerSheet: job.rowsPerSheet, clock, onRows };
  const sheets = await writeSheets({
    ...common,
    name: job.sheetName,
    columns,
    feed: await snapshot.feed(records),
    expected: count,
  });
  for (const [at, sheet] of further.entries()) {
    const bound = bindColumns(sheet.columns).columns;
    const feed = await snapshot.feed(sheet.rows);
    await writeSheets({ ...common, name: sheet.name, columns: bound, feed, expected: expected[at] ?? 0 });
  }
  const xml = summaryXml({
    remarks: job.remarks,
    createdLocalMs: clock(stored(job.createdAt)),
    records: count,
    groups,
    sheets,
    letters: lettersByKey(columns),
  });
  await workbook.finish({ name: SUMMARY, xml });
  watcher.onRows(rows, workbook.bytes());
  return rows;
}

type Sheets = {
  workbook: Workbook;
  name: string;
  columns: readonly BoundColumn[];
  feed: RowFeed;
  expected: number;
  rowsPerSheet: number;
  clock: (stored: string) => number;
  onRows: (count: number) => void;
};

/** Writes all rows of a feed into one sheet, or as many as they need. */
async function writeSheets(parts: Sheets): Promise<SummedSheet[]> {
  const { workbook, columns, feed, expected, rowsPerSheet, clock } = parts;
  const sheets: SummedSheet[] = [];
  let written = 0;
  do {
    const name = sheets.length === 0 ? parts.name : `${parts.name} ${sheets.length + 1}`;
    let rows = 0;
    const onRows = (count: number) => {
      rows += count;
      parts.onRows(count);
    };
    const rowsExpected = expected - written;
    const xml = dataSheetXml({ columns, feed, rowsMax: rowsPerSheet, rowsExpected, clock, onRows });
    const lastLetter = columnLetters(columns.length - 1);
    await workbook.addSheet({ name, xml, filter: () => `$A$1:$${lastLetter}$${rows + 1}` });
    sheets.push({ name, lastRow: rows + 1 });
    written += rows;
  } while (await feed.fill());
  return sheets;
}

async function writeCsv(
  file: string,
  columns: readonly BoundColumn[],
  feed: RowFeed,
  clock: (stored: string) => number,
  watcher: Watcher,
): Promise<number> {
  const valuesOf = csvValues(columns, clock);
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600, highWaterMark: 1024 * 1024 });
  let rows = 0;
  async function* text() {
    let chunk = CSV_BOM + csvLine(columns.map(({ header }) => header));
    while (await feed.fill()) {
      for (; feed.next < feed.rows.length; feed.next += 1) {
        chunk += csvLine(valuesOf(feed.rows[feed.next] ?? []));
        rows += 1;
        if (chunk.length < CSV_CHUNK_LENGTH) continue;
        yield chunk;
        chunk = '';
      }
      watcher.onRows(rows, output.bytesWritten);
    }
    yield chunk;
  }
  await pipeline(Readable.from(text(), { objectMode: false }), output);
  watcher.onRows(rows, output.bytesWritten);
  return rows;
}

async function countOf(snapshot: Snapshot, statement: Statement): Promise<number> {
  const [row] = await snapshot.rows(statement);
  return Number(row?.[0] ?? 0);
}

/** An ISO instant as PostgreSQL would print it. */
function stored(instant: string): string {
  return instant.replace('T', ' ').replace('Z', '+00');
}
