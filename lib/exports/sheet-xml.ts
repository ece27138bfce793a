import { textCell } from './cells.ts';
import type { RowFeed } from './row-feed.ts';
import { lettersByKey, rowWriter } from './sheet-cells.ts';
import { type BoundColumn, columnLetters } from './sheet-column.ts';
import { CONDITIONAL, STYLE } from './styles.ts';

const CHUNK_LENGTH = 128 * 1024;
/** Some readers stumble over a part of 4 GiB; a sheet ends before, even if it could hold more rows. */
const SHEET_BYTES_MAX = 4 * 2 ** 30 - 64 * 2 ** 20;

/** The most rows of data that a sheet of Excel holds below its header. */
export const SHEET_ROWS_MAX = 1_048_575;

export const SHEET_NAMESPACES =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

type DataSheet = {
  columns: readonly BoundColumn[];
  feed: RowFeed;
  /** Rows it may hold, and how many are expected. */
  rowsMax: number;
  rowsExpected: number;
  clock: (stored: string) => number;
  onRows: (count: number) => void;
};

/** Writes the XML of one sheet of rows, chunk by chunk, as fast as somebody takes them. */
export async function* dataSheetXml({ columns, feed, rowsMax, rowsExpected, clock, onRows }: DataSheet) {
  const write = rowWriter(columns, clock);
  const lastLetter = columnLetters(columns.length - 1);
  const expected = Math.min(rowsMax, rowsExpected) + 1;
  let xml = `${head(columns, `A1:${lastLetter}${expected}`)}${headerRow(columns)}`;
  let rows = 0;
  let bytes = 0;
  while (rows < rowsMax && bytes < SHEET_BYTES_MAX && (await feed.fill())) {
    const end = Math.min(feed.rows.length, feed.next + rowsMax - rows);
    const before = rows;
    for (; feed.next < end; feed.next += 1) {
      const row = feed.rows[feed.next];
      if (row === undefined) break;
      rows += 1;
      xml += write(row, rows + 1);
      if (xml.length >= CHUNK_LENGTH) {
        const chunk = Buffer.from(xml, 'utf8');
        bytes += chunk.length;
        xml = '';
        yield chunk;
      }
    }
    onRows(rows - before);
  }
  yield Buffer.from(`${xml}${tail(columns, lastLetter, rows + 1)}`, 'utf8');
}

function head(columns: readonly BoundColumn[], dimension: string): string {
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width + 0.7109375}" customWidth="1"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet ${SHEET_NAMESPACES}><dimension ref="${dimension}"/>\
<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>\
<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>\
<cols>${widths.join('')}</cols><sheetData>`;
}

function headerRow(columns: readonly BoundColumn[]): string {
  return `<row r="1">${columns.map(({ header }, at) => textCell(`${columnLetters(at)}1`, header, STYLE.header)).join('')}</row>`;
}

function tail(columns: readonly BoundColumn[], lastLetter: string, lastRow: number): string {
  const letter = lettersByKey(columns).get('difference');
  return `</sheetData><autoFilter ref="A1:${lastLetter}${lastRow}"/>\
${letter === undefined || lastRow < 2 ? '' : coloured(letter, lastRow)}\
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>\
<pageSetup orientation="landscape"/>\
${lastRow < 2 ? '' : `<ignoredErrors><ignoredError sqref="A2:${lastLetter}${lastRow}" numberStoredAsText="1"/></ignoredErrors>`}\
</worksheet>`;
}

/** Colours the differences: text such as "not synced" is neither. */
function coloured(letter: string, lastRow: number): string {
  const rule = (priority: number, format: number, compare: string) =>
    `<cfRule type="expression" dxfId="${format}" priority="${priority}"><formula>AND(ISNUMBER(${letter}2),${letter}2${compare}0)</formula></cfRule>`;
  return `<conditionalFormatting sqref="${letter}2:${letter}${lastRow}">\
${rule(1, CONDITIONAL.differs, '&lt;&gt;')}${rule(2, CONDITIONAL.equal, '=')}</conditionalFormatting>`;
}
