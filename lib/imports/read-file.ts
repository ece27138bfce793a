import { WrongEncodingError } from './formats/decode-text.ts';
import { detectEncoding } from './formats/detect-encoding.ts';
import { detectFormat, readHead } from './formats/detect-format.ts';
import { detectSeparator } from './formats/detect-separator.ts';
import { FileRefusal, type FileRow } from './formats/file-refusal.ts';
import { fileRows, type RowPlan } from './formats/file-rows.ts';
import { openWorkbook } from './formats/workbook.ts';
import type { Detected, DetectedColumn, ImportFormat, ReadingChoices } from './import-contract.ts';
import { guessFields, guessHolds, guessKind } from './import-fields.ts';
import type { ImportFile } from './import-file.ts';

const SAMPLE_BYTES = 64 * 1024;
const SAMPLED_ROWS = 20_000;
const SAMPLES = 4;
const TELLING_SAMPLES = 3;
const SAMPLE_LENGTH = 80;
const PREVIEW_ROWS = 8;
const COLUMNS_MAX = 500;
const ROWS_MAX = 10_000_000;

/** What is said of a file that turned out to be readable. */
export type ReadFile = { format: ImportFormat; detected: Detected };

type Progress = (rows: number) => Promise<void>;

/**
 * Finds out what a file holds, and reads all of it once, so that whatever makes it unfit is known before anything is
 * chosen. `onProgress` hears how many rows were read. Throws a `FileRefusal`.
 */
export async function readFile(
  file: ImportFile,
  fileName: string,
  reading: ReadingChoices,
  onProgress: Progress,
): Promise<ReadFile> {
  const format = await detectFormat(file);
  const encoding =
    format === 'xlsx'
      ? null
      : reading.encoding === undefined
        ? await detectEncoding(file)
        : ({ id: reading.encoding, how: 'chosen' } as const);
  const sheets = format === 'xlsx' ? (await openWorkbook(file)).sheets.map(({ name }) => name) : [];
  const sheet = format === 'xlsx' ? (reading.sheet ?? sheets[0] ?? null) : null;
  const separator =
    format !== 'csv' || encoding === null
      ? null
      : (reading.separator ?? detectSeparator(await readSample(file, encoding.id)));
  const plan: RowPlan = { format, encoding: encoding?.id ?? null, separator, sheet };
  const survey = new Survey();
  try {
    for await (const rows of fileRows(file, plan)) {
      survey.take(rows);
      await onProgress(survey.rows);
    }
  } catch (error) {
    if (!(error instanceof WrongEncodingError)) throw error;
    throw new FileRefusal(`The file is not encoded as ${plan.encoding}; save it as Unicode (UTF-8).`, { cause: error });
  }
  if (survey.rows === 0) throw new FileRefusal('The file has no rows.');
  const common = { encoding, separator, sheets, sheet };
  if (format === 'ndjson') return { format, detected: { ...common, ...ofLines(survey) } };
  return { format, detected: { ...common, ...ofTable(survey, reading, fileName) } };
}

/** Gives how the rows of a file are read, as it was found out. */
export function planOf(format: ImportFormat, { encoding, separator, sheet }: Detected): RowPlan {
  return { format, encoding: encoding?.id ?? null, separator, sheet };
}

async function readSample(file: ImportFile, encoding: NonNullable<Detected['encoding']>['id']): Promise<string> {
  const head = await readHead(file, SAMPLE_BYTES);
  const text = new TextDecoder(encoding).decode(head);
  const lastLine = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return file.size > SAMPLE_BYTES && lastLine > 0 ? text.slice(0, lastLine) : text;
}

function ofLines(survey: Survey) {
  const text = survey.first?.cells[0] ?? '';
  return {
    rows: survey.rows,
    hasHeadings: false,
    columns: [],
    preview: survey.preview.map(({ cells }) => cells.map(cut)),
    holds: /"(outcome|externalId)"\s*:/.test(text) ? ('attempts' as const) : ('records' as const),
    kind: null,
  };
}

function ofTable(survey: Survey, reading: ReadingChoices, fileName: string) {
  const first = survey.first?.cells ?? [];
  const hasHeadings = reading.hasHeadings ?? looksLikeHeadings(first);
  // A row with more values than headings is a problem of that row.
  const width = hasHeadings ? first.length : survey.width;
  if (width > COLUMNS_MAX)
    throw new FileRefusal('The table has more than 500 columns; leave out those that are not needed.');
  const headings = Array.from({ length: width }, (_, index) => {
    const heading = hasHeadings ? (first[index] ?? '').trim() : '';
    return heading === '' ? `Column ${columnName(index)}` : cut(heading);
  });
  const guesses = hasHeadings ? guessFields(headings) : headings.map(() => null);
  if (hasHeadings && survey.rows === 1) throw new FileRefusal('The file has headings and no rows below them.');
  const columns = headings.map(
    (heading, index): DetectedColumn => ({
      index,
      heading,
      guess: guesses[index] ?? null,
      ...survey.samplesOf(index, hasHeadings),
    }),
  );
  const preview = survey.preview.slice(hasHeadings ? 1 : 0);
  return {
    rows: survey.rows - (hasHeadings ? 1 : 0),
    hasHeadings,
    columns,
    preview: preview.map(({ cells }) => headings.map((_, index) => cut(cells[index] ?? ''))),
    holds: guessHolds(guesses),
    kind: guessKind(hasHeadings ? headings : [], fileName),
  };
}

/** Headings are texts, all different, and none is an amount or a date. */
function looksLikeHeadings(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim().toLowerCase()).filter((cell) => cell !== '');
  if (filled.length === 0 || new Set(filled).size < filled.length) return false;
  return filled.every((cell) => !/^[-+(]?[$€£]?\s?\d/.test(cell) && cell !== 'true' && cell !== 'false');
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

function cut(text: string): string {
  return text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH)}…` : text;
}

/** Looks at the rows as they pass, and keeps a few values of each column. */
class Survey {
  rows = 0;
  width = 0;
  first: FileRow | null = null;
  preview: FileRow[] = [];
  readonly #columns: { plain: Set<string>; telling: Set<string>; typed: Set<string> }[] = [];

  take(rows: readonly FileRow[]): void {
    for (const row of rows) {
      this.first ??= row;
      if (this.preview.length <= PREVIEW_ROWS) this.preview.push(row);
      if (this.rows < SAMPLED_ROWS) this.#sample(row);
      this.rows += 1;
    }
    if (this.rows > ROWS_MAX)
      throw new FileRefusal('The file has more than 10,000,000 rows; split it into several files.');
  }

  samplesOf(index: number, hasHeadings: boolean): { samples: string[]; isTyped: boolean } {
    const { plain, telling, typed } = this.#columns[index] ?? {
      plain: new Set(),
      telling: new Set(),
      typed: new Set(),
    };
    const heading = hasHeadings ? (this.first?.cells[index] ?? '').trim() : null;
    const texts = [...telling, ...plain].filter((text) => text !== heading);
    return {
      samples: [...texts, ...typed].slice(0, SAMPLES + TELLING_SAMPLES),
      isTyped: texts.length === 0 && typed.size > 0,
    };
  }

  #sample({ cells, numbers }: FileRow): void {
    this.width = Math.max(this.width, cells.length);
    for (const [index, cell] of cells.entries()) {
      const text = cut(cell.trim());
      if (text === '') continue;
      this.#columns[index] ??= { plain: new Set(), telling: new Set(), typed: new Set() };
      const { plain, telling, typed } = this.#columns[index];
      if (numbers?.has(index)) {
        if (typed.size < SAMPLES) typed.add(text);
      } else if (telling.size < TELLING_SAMPLES && isTelling(text)) telling.add(text);
      else if (plain.size <= SAMPLES) plain.add(text);
    }
  }
}

/** Values that only one choice can read: a day above 12, or decimals behind a mark. */
function isTelling(text: string): boolean {
  const parts = /^(\d{1,2})[./-](\d{1,2})[./-]\d{4}/.exec(text);
  if (parts !== null) return Number(parts[1]) > 12 || Number(parts[2]) > 12;
  return /\d[.,]\d{1,2}$/.test(text);
}
