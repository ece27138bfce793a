import type { Kind } from '#lib/records/kinds.ts';

/*
 * The verbs, one a file: `receiveFile` (by POST /{tenant}/import/upload?name=…, the raw bytes as body), `changeReading`,
 * `checkImport`, `runImport`, `stopImport`, `getImport`, `listImports`, `listImportProblems`, `listImportSources`,
 * `importTemplate`, and `downloadRejected(ctx, id, phase)`, which gives `{ fileName, contentType, text }`, the last in parts.
 * What each choice of date format, decimal mark and time zone makes of a sample, read-values.ts says, in the browser too.
 */

/** The largest file that is taken. */
export const FILE_MAX = 1024 ** 3;
/** For so many days after its end an import keeps its file, from which rejected rows are downloaded. */
export const FILE_KEPT_DAYS = 30;
/** So many problems of a phase can be listed; all of them are counted, and in the download. */
export const LISTED_PROBLEMS_MAX = 10_000;
/** So many rows are checked or written at once. */
export const BATCH_ROWS = 1_000;

/**
 * `uploading` → `reading` (what is in the file) → `choosing` (waits for a person) → `checking` (dry run, which writes
 * nothing) → `checked` → `running` → `finished`. One that is asked to stop is `stopping` until its batch ends, then
 * `stopped`: what it did stays done, and a stopped run can go on (`runImport`). A file that can't be taken is `refused`,
 * with the reason; an import whose person may no longer do it is `broken`. An NDJSON file passes `choosing` too, where
 * only the source is chosen.
 */
export const IMPORT_STATES = [
  'uploading',
  'reading',
  'choosing',
  'checking',
  'checked',
  'running',
  'stopping',
  'finished',
  'stopped',
  'broken',
  'refused',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const FORMATS = ['csv', 'xlsx', 'ndjson'] as const;
export type ImportFormat = (typeof FORMATS)[number];

/** What a worker is at. `comparing`: looks for rows of the same record, so that the dry run is exact. */
export const STEPS = ['reading', 'comparing', 'checking', 'writing'] as const;
export type ImportStep = (typeof STEPS)[number];

/** The encodings that a person can choose from, as `TextDecoder` names them. */
export const ENCODINGS = [
  { id: 'utf-8', label: 'Unicode (UTF-8)' },
  { id: 'utf-16le', label: 'Unicode (UTF-16 LE)' },
  { id: 'utf-16be', label: 'Unicode (UTF-16 BE)' },
  { id: 'windows-1252', label: 'Western European (Windows)' },
  { id: 'iso-8859-15', label: 'Western European (ISO, with €)' },
  { id: 'windows-1250', label: 'Central European (Windows)' },
  { id: 'iso-8859-2', label: 'Central European (ISO)' },
  { id: 'windows-1251', label: 'Cyrillic (Windows)' },
  { id: 'koi8-r', label: 'Cyrillic (KOI8-R)' },
  { id: 'windows-1253', label: 'Greek (Windows)' },
  { id: 'windows-1254', label: 'Turkish (Windows)' },
  { id: 'windows-1255', label: 'Hebrew (Windows)' },
  { id: 'windows-1256', label: 'Arabic (Windows)' },
  { id: 'shift_jis', label: 'Japanese (Shift JIS)' },
  { id: 'euc-jp', label: 'Japanese (EUC)' },
  { id: 'gb18030', label: 'Chinese, simplified (GB18030)' },
  { id: 'big5', label: 'Chinese, traditional (Big5)' },
  { id: 'euc-kr', label: 'Korean (EUC)' },
  { id: 'macintosh', label: 'Western European (Mac)' },
] as const;
export type Encoding = (typeof ENCODINGS)[number]['id'];

export const SEPARATORS = [
  { id: ',', label: 'Comma' },
  { id: ';', label: 'Semicolon' },
  { id: '\t', label: 'Tab' },
  { id: '|', label: 'Vertical bar' },
] as const;
export type Separator = (typeof SEPARATORS)[number]['id'];

/** In which order a date such as 03/04/2026 is written. 2026-10-31 needs no choice, nor does a real date of a workbook. */
export const DATE_FORMATS = [
  { id: 'dmy', label: 'Day, month, year', example: '31/10/2026' },
  { id: 'mdy', label: 'Month, day, year', example: '10/31/2026' },
  { id: 'ymd', label: 'Year, month, day', example: '2026/10/31' },
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number]['id'];

/** Which mark goes before the decimals. Whole numbers, and real numbers of a workbook, need no choice. */
export const DECIMAL_MARKS = [
  { id: '.', label: 'Point', example: '1,250.00' },
  { id: ',', label: 'Comma', example: '1.250,00' },
] as const;
export type DecimalMark = (typeof DECIMAL_MARKS)[number]['id'];

/** How a file is to be read; what is left out is found out. Another choice reads the file again. */
export type ReadingChoices = {
  encoding?: Encoding | undefined;
  separator?: Separator | undefined;
  hasHeadings?: boolean | undefined;
  /** Of a workbook. */
  sheet?: string | undefined;
};

/**
 * What a person chooses before the dry run; `choice-schemas.ts` checks it. Field names are those of `IMPORT_FIELDS`
 * (lib/imports/import-fields.ts). Of an NDJSON file only `source` counts.
 */
export type ImportChoices = {
  holds: 'records' | 'attempts';
  /** The slug of the source that the file's documents and outcomes belong to. */
  source: string;
  /** The kind of every row; null if a column says it. */
  kind: Kind | null;
  /** Which field each column is; a column that is left out is not imported. */
  columns: { column: number; field: string }[];
  /** What every row has that has nothing of its own for the field, such as a currency. */
  fixed: { field: string; value: string }[];
  /** What the file's own words for outcomes mean, such as "Success" for complete. `complete` and `failed` need none. */
  outcomes: { word: string; outcome: 'complete' | 'failed' }[];
  dateFormat: DateFormat | null;
  decimalMark: DecimalMark | null;
  /** The time zone of times that name none; an IANA name. */
  timeZone: string | null;
  /** What an empty cell does to a record that is there already: `keep` its value, or `clear` it. */
  emptyCells: 'keep' | 'clear';
};

/** One column of a table, as the file has it. */
export type DetectedColumn = {
  index: number;
  /** Its heading, or "Column C". */
  heading: string;
  /** Values that are not empty, different from each other; those first that tell most about dates and decimals. */
  samples: string[];
  /** The field that the heading suggests; each field is suggested once. */
  guess: string | null;
  /** The file writes real dates or real numbers here, which need no choice. Of workbooks alone. */
  isTyped: boolean;
};

/** What a file turned out to be. */
export type Detected = {
  /** Rows of data: without the heading and without empty rows. */
  rows: number;
  /** Of CSV and NDJSON. `how`: by its first bytes, since it is valid UTF-8, by what is likely, or as a person chose. */
  encoding: { id: Encoding; how: 'bom' | 'valid' | 'likely' | 'chosen' } | null;
  /** Of CSV. */
  separator: Separator | null;
  hasHeadings: boolean;
  /** Of a workbook: its sheets, and the one that is read. */
  sheets: string[];
  sheet: string | null;
  /** Of CSV and workbooks. */
  columns: DetectedColumn[];
  /** The first rows of data, for the preview. */
  preview: string[][];
  /** What the file seems to hold: NDJSON says it, of a table it is guessed by the headings. */
  holds: 'records' | 'attempts';
  kind: Kind | null;
};

/** What a phase came to; of the dry run what the run will give, unless somebody else changes the same records meanwhile. */
export type ImportCounts = {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  duplicate: number;
  rejected: number;
  /** Of the created outcomes: those whose record nobody has sent yet. */
  unmatched: number;
  /** Rows whose record an earlier row of the file names too; of records, the later row wins. */
  repeated: number;
};

/** One import as screens see it. */
export type ImportRun = {
  id: string;
  fileName: string;
  /** In bytes; of an upload, what has arrived. */
  size: number;
  format: ImportFormat | null;
  state: ImportState;
  /** Why it is `refused` or `broken`, for people; null otherwise. */
  reason: string | null;
  detected: Detected | null;
  reading: ReadingChoices;
  choices: ImportChoices | null;
  /** How far the present step is, in rows, while a worker is at it; `total` is null until it is known. */
  progress: { step: ImportStep; done: number; total: number | null } | null;
  /** A worker will take it up: it has just begun, or another import of the tenant is being worked on. */
  isWaiting: boolean;
  /** Of the dry run; grows while it goes on. Null before it. */
  checked: ImportCounts | null;
  /** Of the run; grows while it goes on. Null before it. */
  counts: ImportCounts | null;
  /** Can `runImport` be asked: it is checked, or a run was stopped. */
  isRunnable: boolean;
  createdBy: { id: string; name: string };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Until when its file is kept, for the download of rejected rows; null while it goes on, and once the file is gone. */
  fileKeptUntil: string | null;
  /** An earlier import of exactly this file that wrote something. */
  sameFile: { id: string; createdAt: string; createdBy: string } | null;
};

export type ImportPage = { imports: ImportRun[]; nextCursor: string | null; previousCursor: string | null };

/** The dry run, or the run itself. */
export type ImportPhase = 'check' | 'run';

/** One thing wrong with one row. */
export type ImportProblem = {
  /** As the person's program numbers it: the line of a text file at which the row begins, the row of a sheet. */
  row: number;
  /** The heading of its column, or null if the problem is the whole row's. */
  column: string | null;
  /** The field it was read as, as the contract of the API names it. */
  field: string;
  /** What the file says there, cut to 200 characters. */
  value: string | null;
  /** What is wrong and what to do; continues the column's name: "Amount: must be a decimal…". */
  message: string;
};

/** Problems that are the same in many rows: complete counts, however many. */
export type ProblemGroup = { column: string | null; field: string; message: string; rows: number; firstRow: number };

export type ProblemPage = {
  problems: ImportProblem[];
  nextCursor: string | null;
  previousCursor: string | null;
  /** Every problem of the phase by kind, the most frequent first; at most 100. */
  groups: ProblemGroup[];
  /** Not all problems can be listed: the rest are in the download. */
  isCut: boolean;
};
