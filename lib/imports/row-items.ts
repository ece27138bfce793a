import { checkAttempt } from '#lib/attempts/report-attempts.ts';
import { AppError, type FieldError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { itemSpans, parseJson } from '#lib/core/json-source.ts';
import type { Operation } from '#lib/ingest/batch.ts';
import { KIND_LABEL, KINDS, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { recordInput } from '#lib/records/schemas.ts';
import type { FileRow } from './formats/file-refusal.ts';
import {
  DATE_FORMATS,
  DECIMAL_MARKS,
  type Detected,
  type ImportChoices,
  type ImportFormat,
} from './import-contract.ts';
import { type ImportField, importField } from './import-fields.ts';
import { readDay, readInstant, readMoney } from './read-values.ts';

/** One row that can't be applied: what is wrong with it, by the names of fields. */
export type RefusedRow = { errors: readonly FieldError[] };

/** Reads rows as a person chose it: each gives an operation, or what is wrong with it. */
export type RowReader = {
  read: (row: FileRow, index: number) => Operation | RefusedRow;
  /** Where the value of a field stands in the file; null for what no column has. */
  columnOf: (field: string) => { index: number; heading: string } | null;
};

/** Makes the reader of one file. */
export function rowReader(format: ImportFormat, choices: ImportChoices, detected: Detected): RowReader {
  if (format === 'ndjson') return { read: ({ cells }, index) => readLine(cells[0] ?? '', index), columnOf: () => null };
  const columns = choices.columns.flatMap(({ column, field }) => {
    const known = importField(field);
    return known === null ? [] : [{ column, field: known, convert: converterOf(known, choices) }];
  });
  const fixed = new Map(choices.fixed.map(({ field, value }) => [field, value]));
  if (choices.kind !== null && !fixed.has('record.kind')) fixed.set('record.kind', choices.kind);
  const constants = [...fixed].flatMap(([name, value]) => {
    const field = importField(name);
    return field === null ? [] : [{ field, value, convert: converterOf(field, choices) }];
  });
  const width = detected.columns.length;
  const places = new Map(columns.map(({ column, field }) => [field.name, column]));

  const valuesOf = (row: FileRow) => {
    const values = new Map<string, string | boolean | null>();
    const errors: FieldError[] = [];
    const convert = (field: ImportField, text: string, converter: Converter, isNumber: boolean) => {
      const value = converter(text, isNumber);
      if (typeof value === 'object' && value !== null) errors.push({ field: field.name, message: value.wrong });
      else values.set(field.name, value);
    };
    for (const { field, value, convert: converter } of constants) convert(field, value, converter, false);
    for (const { column, field, convert: converter } of columns) {
      const text = unguarded((row.cells[column] ?? '').trim());
      if (text !== '') convert(field, text, converter, row.numbers?.has(column) ?? false);
      else if (choices.emptyCells === 'clear' && !fixed.has(field.name) && isClearable(field))
        values.set(field.name, null);
    }
    if (row.cells.length > width && row.cells.slice(width).some((cell) => cell.trim() !== '')) {
      errors.push({ field: '', message: `has more values than the table has columns (${width})` });
    }
    if (row.fault !== null) errors.push({ field: '', message: row.fault });
    return { values, errors };
  };

  return {
    read(row, index) {
      const { values, errors } = valuesOf(row);
      if (errors.length > 0) return { errors };
      const record = recordOf(values);
      if (choices.holds === 'records') return checkRecord(index, record, 'record.');
      return readAttempt(index, record, values);
    },
    columnOf(field) {
      const index = places.get(APPLIES_COLUMNS[field] ?? field);
      return index === undefined ? null : { index, heading: detected.columns[index]?.heading ?? '' };
    },
  };
}

/** The one document that a payment's row names has two columns. */
const APPLIES_COLUMNS: Record<string, string> = {
  'record.applies[0].sourceId': 'record.appliesTo',
  'record.applies[0].amount': 'record.appliesAmount',
};

function recordOf(values: ReadonlyMap<string, string | boolean | null>): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [name, value] of values) {
    if (name.startsWith('record.') && !name.startsWith('record.applies')) record[name.slice('record.'.length)] = value;
  }
  const paid = values.get('record.appliesTo');
  if (typeof paid === 'string') {
    const kind = record.kind === 'bill_payment' ? 'bill' : 'invoice';
    record.applies = [{ kind, sourceId: paid, amount: values.get('record.appliesAmount') ?? record.amount }];
  }
  return record;
}

/** Outcomes without an id of their own are known by what they say: the same row is the same try, in whatever file. */
const NO_ID = 'by its content';

function readAttempt(
  index: number,
  record: Record<string, unknown>,
  values: ReadonlyMap<string, string | boolean | null>,
): Operation | RefusedRow {
  const attempt: Record<string, unknown> = { record };
  let raw: string | null = null;
  const connection: Record<string, unknown> = {};
  for (const [name, value] of values) {
    if (name.startsWith('record.')) continue;
    if (name.startsWith('connection.')) connection[name.slice('connection.'.length)] = value;
    else if (name === 'raw') raw = typeof value === 'string' ? value : null;
    else attempt[name] = value;
  }
  if (Object.values(connection).some((value) => value !== null)) attempt.connection = connection;
  const hasId = typeof attempt.externalId === 'string';
  if (!hasId) attempt.externalId = NO_ID;
  const checked = checkAttempt(index, { value: attempt, text: '', raw });
  if ('errors' in checked || checked.attempt === null || hasId) return checked;
  return { ...checked, attempt: { ...checked.attempt, externalId: `row-${checked.attempt.contentHash.slice(0, 40)}` } };
}

function checkRecord(index: number, value: unknown, prefix: string, text = ''): Operation | RefusedRow {
  const parsed = recordInput.safeParse(value);
  if (parsed.success) return { index, text, document: parsed.data, reference: parsed.data, attempt: null };
  const errors = fieldErrors(parsed.error);
  return { errors: errors.map(({ field, message }) => ({ field: prefix + field, message })) };
}

/** A line of NDJSON is what the API takes: an attempt if it has an outcome or an id of one, else a record. */
function readLine(text: string, index: number): Operation | RefusedRow {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { errors: [{ field: '', message: error.message.replace('The body is', 'is') }] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { errors: [{ field: '', message: 'must be an object: one record or one attempt a line' }] };
  }
  if (!('outcome' in value || 'externalId' in value)) return checkRecord(index, value, '', text);
  return checkAttempt(index, { value, text, raw: rawOf(value, text) });
}

function rawOf(value: object, text: string): string | null {
  if (!('raw' in value) || value.raw === null) return null;
  if (typeof value.raw === 'string') return value.raw;
  const span = itemSpans(`{"items":[${text}]}`, 'items')[0]?.raw ?? null;
  const offset = '{"items":['.length;
  return span === null ? null : text.slice(span.start - offset, span.end - offset);
}

/** Our own exports put an apostrophe before what a table program would run; it belongs to nobody's data. */
function unguarded(text: string): string {
  return /^'[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? text.slice(1) : text;
}

type Converter = (text: string, isNumber: boolean) => string | boolean | null | { wrong: string };

function converterOf(field: ImportField, choices: ImportChoices): Converter {
  const { dateFormat, decimalMark, timeZone } = choices;
  switch (field.type) {
    case 'text':
    case 'source':
      return (text) => text;
    case 'currency':
      return (text) => text.toUpperCase();
    case 'money':
      return (text, isNumber) => readMoney(text, isNumber ? '.' : decimalMark) ?? wrongMoney(decimalMark);
    case 'day':
      return (text) => readDay(text.replace(/[T ]0?0:00(:00(\.0+)?)?$/, ''), dateFormat) ?? wrongDate(dateFormat);
    case 'instant':
      return (text) => readInstant(text, dateFormat, timeZone) ?? wrongInstant(dateFormat, timeZone);
    case 'kind':
      return (text) =>
        KIND_WORDS.get(plain(text)) ?? { wrong: 'must be Invoice, Invoice payment, Bill or Bill payment' };
    case 'outcome': {
      const words = new Map(choices.outcomes.map(({ word, outcome }) => [plain(word), outcome]));
      return (text) => words.get(plain(text)) ?? OUTCOMES.get(plain(text)) ?? WRONG_OUTCOME;
    }
    case 'boolean':
      return (text) => BOOLEANS.get(plain(text)) ?? { wrong: 'must be yes or no' };
    default:
      return field.type satisfies never;
  }
}

const WRONG_OUTCOME = { wrong: 'must be complete or failed, or a word whose meaning was chosen' };
const OUTCOMES = new Map([
  ['complete', 'complete'],
  ['failed', 'failed'],
  ['1', 'complete'],
  ['2', 'failed'],
]);
const BOOLEANS = new Map([
  ['yes', true],
  ['true', true],
  ['1', true],
  ['no', false],
  ['false', false],
  ['0', false],
]);
const KIND_WORDS = new Map(
  KINDS.flatMap((kind) =>
    [kind, KIND_LABEL[kind].one, KIND_LABEL[kind].many, TAB_OF_KIND[kind]].map((word) => [plain(word), kind]),
  ),
);

function plain(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}

function wrongMoney(mark: ImportChoices['decimalMark']): { wrong: string } {
  const chosen = DECIMAL_MARKS.find(({ id }) => id === mark);
  if (chosen === undefined) return { wrong: 'can be read in two ways; choose the decimal mark' };
  return { wrong: `is not an amount such as ${chosen.example}` };
}

function wrongDate(format: ImportChoices['dateFormat']): { wrong: string } {
  const chosen = DATE_FORMATS.find(({ id }) => id === format);
  if (chosen === undefined) return { wrong: 'is not a date such as 2026-10-31; choose how the file writes dates' };
  return { wrong: `is not a date such as ${chosen.example}` };
}

function wrongInstant(format: ImportChoices['dateFormat'], zone: string | null): { wrong: string } {
  if (zone === null)
    return { wrong: 'is not a time with its offset, such as 2026-11-02T10:30:00Z; choose a time zone' };
  const day = DATE_FORMATS.find(({ id }) => id === format)?.example ?? '2026-10-31';
  return { wrong: `is not a time such as ${day} 14:30, or a clock change left it out` };
}

/** What a document can lack; its kind and id it can't, nor can an outcome lack anything that it has said. */
function isClearable({ name, of, type }: ImportField): boolean {
  return of === 'record' && !['kind', 'source', 'boolean'].includes(type) && !/sourceId|applies/.test(name);
}
