import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '#lib/core/app-error.ts';
import { REFERENCE_WORDS, type ReferenceType } from './reference-contract.ts';
import { DETAILS } from './schemas.ts';

const ROWS_MAX = 50_000;
const SEPARATORS = [',', ';', '\t'];

/** One row of a file as an item of a call, with the row's number as a spreadsheet counts. */
export type CsvItem = { row: number; item: Record<string, unknown> };

/** What a file holds: its items, and the columns that no field is called like. */
export type CsvContent = { items: CsvItem[]; unknownColumns: string[] };

/** The columns that a file of a type may have, in the order of a template. */
export function columnsOf(type: ReferenceType): string[] {
  return ['sourceId', 'code', 'name', 'active', ...Object.keys(DETAILS[type])];
}

/**
 * Takes the text of a CSV file whose first row names its columns by the fields of the API, in any spelling of case,
 * spaces and hyphens; gives its items. An empty cell clears a field. Throws `invalid_input` for a file that is none.
 */
export function readReferenceCsv(type: ReferenceType, text: string): CsvContent {
  const rows = parseRows(text);
  const [header, ...body] = rows;
  if (header === undefined || body.length === 0) {
    throw refused('The file has no rows: its first row must name the columns, and items follow.');
  }
  if (body.length > ROWS_MAX) {
    throw refused(`The file has more than ${ROWS_MAX.toLocaleString('en')} rows; split it into several files.`);
  }
  const known = new Map(columnsOf(type).map((field) => [plain(field), field]));
  const fields = header.cells.map((name) => known.get(ALIASES[plain(name)] ?? plain(name)) ?? null);
  const missing = ['sourceId', 'name'].filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    throw refused(
      `The file’s first row has no column ${missing.join(' and no column ')}. ${REFERENCE_WORDS[type].many} have the columns ${columnsOf(type).join(', ')}.`,
    );
  }
  const twice = fields.find((field, index) => field !== null && fields.indexOf(field) !== index);
  if (twice != null) throw refused(`The file has the column ${twice} twice.`);
  return {
    items: body.map(({ row, cells }) => ({ row, item: itemOf(fields, cells) })),
    unknownColumns: header.cells.filter((_, index) => fields[index] === null),
  };
}

type Row = { row: number; cells: string[] };

function parseRows(text: string): Row[] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = SEPARATORS.toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0];
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ row: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(`The file can’t be read as CSV: ${error.message}`);
  }
}

/** Other names of the same columns, as exports of other systems have them. */
const ALIASES: Record<string, string> = { id: 'sourceid', number: 'code', vat: 'taxnumber', type: 'accounttype' };

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function itemOf(fields: readonly (string | null)[], cells: readonly string[]): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  fields.forEach((field, index) => {
    if (field !== null) item[field] = cellValue(field, cells[index] ?? '');
  });
  return item;
}

function cellValue(field: string, cell: string): unknown {
  if (field === 'active') return activeOf(cell);
  if (field === 'sourceId' || field === 'name') return cell;
  if (cell === '') return null;
  if (field === 'options') return cell.split('|').map((name) => ({ name: name.trim() }));
  return cell;
}

/** What is neither stays what it is, and is refused with its row. */
function activeOf(cell: string): unknown {
  const word = cell.toLowerCase();
  if (word === '') return undefined;
  if (['true', 'yes', 'y', '1', 'active'].includes(word)) return true;
  return ['false', 'no', 'n', '0', 'inactive'].includes(word) ? false : cell;
}

function refused(message: string): AppError {
  return new AppError('invalid_input', { message, fields: [{ field: 'file', message }] });
}
