import type { FieldError } from '#lib/core/app-error.ts';
import { choiceErrors } from '#lib/imports/choice-errors.ts';
import type { Detected, DetectedColumn, ImportChoices, ImportRun } from '#lib/imports/import-contract.ts';
import { fieldsOf, importField } from '#lib/imports/import-fields.ts';
import { needsDateFormat, needsDecimalMark, needsTimeZone } from '#lib/imports/read-values.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';

/** What is chosen on the screen: like `ImportChoices`, but each column keeps its field while the file's content is chosen anew. */
export type Draft = Omit<ImportChoices, 'columns'> & {
  fieldOf: Readonly<Record<number, string>>;
  /** Where no column is the Source ID, the number is. */
  isNumberId: boolean;
};

type Columns = readonly Pick<DetectedColumn, 'index'>[];

export const NUMBER = 'record.number';
const SOURCE_ID = 'record.sourceId';
const KIND = 'record.kind';

/** What a file holds, as one choice. */
export type Holding = Kind | 'several' | 'attempts';
export const HOLDINGS: readonly Holding[] = [...KINDS, 'several', 'attempts'];

/** Values of the file that can't be read before something is chosen. */
export type Needs = { dateFormat: string[]; decimalMark: string[]; timeZone: string[] };

type Read = Pick<ImportRun, 'format' | 'choices'> & { detected: Detected };

/** Gives what is chosen at first: what was chosen before, else what the file's headings suggest. Formats are never suggested. */
export function firstDraft({ choices, detected }: Read, sources: readonly { slug: string }[]): Draft {
  if (choices !== null) {
    const { columns, ...rest } = choices;
    const idColumn = columns.find(({ field }) => field === SOURCE_ID)?.column;
    const isNumberId = columns.some(({ column, field }) => field === NUMBER && column === idColumn);
    const own = isNumberId ? columns.filter(({ field }) => field !== SOURCE_ID) : columns;
    return { ...rest, fieldOf: Object.fromEntries(own.map(({ column, field }) => [column, field])), isNumberId };
  }
  return {
    holds: detected.holds,
    kind: detected.kind,
    source: sources.length === 1 ? (sources[0]?.slug ?? '') : '',
    fieldOf: guessedFields(detected),
    fixed: [],
    outcomes: [],
    dateFormat: null,
    decimalMark: null,
    timeZone: null,
    emptyCells: 'keep',
    isNumberId: false,
  };
}

/** Gives the fields that the headings suggest, by column. */
export function guessedFields({ columns }: Pick<Detected, 'columns'>): Record<number, string> {
  return Object.fromEntries(columns.flatMap(({ index, guess }) => (guess === null ? [] : [[index, guess]])));
}

/** Gives what the file holds as one choice. */
export function holdingOf({ holds, kind }: Pick<Draft, 'holds' | 'kind'>): Holding {
  return holds === 'attempts' ? 'attempts' : (kind ?? 'several');
}

/** Gives the draft with another content of the file chosen. */
export function withHolding(draft: Draft, holding: Holding): Draft {
  if (holding === 'attempts') return { ...draft, holds: 'attempts' };
  return { ...draft, holds: 'records', kind: holding === 'several' ? null : holding };
}

/** Gives the fields that columns are, of those that such a file can have; where the file is of one kind, no column says it. */
export function usedFields(draft: Pick<Draft, 'holds' | 'kind' | 'fieldOf'>, columns: Columns): string[] {
  return assigned(draft, columns).map(({ field }) => field);
}

/** Says whether no column is the document's ID. */
export function isIdMissing(draft: Pick<Draft, 'holds' | 'kind' | 'fieldOf'>, columns: Columns): boolean {
  return !usedFields(draft, columns).includes(SOURCE_ID);
}

/** Gives what is sent. */
export function toChoices(draft: Draft, { columns }: { columns: Columns }): ImportChoices {
  const { fieldOf: _fieldOf, isNumberId, ...rest } = draft;
  const own = assigned(draft, columns);
  const isDoubled = isNumberId && isIdMissing(draft, columns);
  const doubled = isDoubled ? own.filter(({ field }) => field === NUMBER) : [];
  return { ...rest, columns: [...own, ...doubled.map(({ column }) => ({ column, field: SOURCE_ID }))] };
}

function assigned({ holds, kind, fieldOf }: Pick<Draft, 'holds' | 'kind' | 'fieldOf'>, columns: Columns) {
  const known = new Set(fieldsOf(holds).map(({ name }) => name));
  return columns.flatMap(({ index }) => {
    const field = fieldOf[index];
    if (field === undefined || !known.has(field) || (field === KIND && kind !== null)) return [];
    return [{ column: index, field }];
  });
}

/** Gives how a table program calls a column: `A`, …, `Z`, `AA`. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

const OUTCOME_WORDS = /^(complete|failed|1|2)$/i;

/** Gives the words of the column of outcomes that say neither complete nor failed by themselves. */
export function outcomeWords(
  { columns }: Pick<ImportChoices, 'columns'>,
  detected: Pick<Detected, 'columns'>,
): string[] {
  const at = columns.find(({ field }) => field === 'outcome')?.column;
  const samples = at === undefined ? [] : (detected.columns[at]?.samples ?? []);
  return samples.filter((sample) => !OUTCOME_WORDS.test(sample.trim()));
}

/** Says what of a file can't be read before a format is chosen, the file's own values. */
export function needsOf({ columns }: Pick<ImportChoices, 'columns'>, detected: Pick<Detected, 'columns'>): Needs {
  const needs: Needs = { dateFormat: [], decimalMark: [], timeZone: [] };
  for (const { column, field } of columns) {
    const type = importField(field)?.type;
    const { samples = [], isTyped = false } = detected.columns[column] ?? {};
    if (isTyped) continue;
    if (type === 'day' || type === 'instant') needs.dateFormat.push(...samples.filter(needsDateFormat));
    if (type === 'instant') needs.timeZone.push(...samples.filter(needsTimeZone));
    if (type === 'money') needs.decimalMark.push(...samples.filter(needsDecimalMark));
  }
  return needs;
}

/** Says which formats the columns could need in one row or another. */
export function formatsOf({ columns }: Pick<ImportChoices, 'columns'>): (keyof Needs)[] {
  const types = new Set(columns.map(({ field }) => importField(field)?.type));
  const needs: (keyof Needs)[] = [];
  if (types.has('day') || types.has('instant')) needs.push('dateFormat');
  if (types.has('money')) needs.push('decimalMark');
  if (types.has('instant')) needs.push('timeZone');
  return needs;
}

/** Says what is still missing or wrong, as the server would. */
export function problemsOf(draft: Draft, run: Read): FieldError[] {
  return [
    ...(draft.source === '' ? [{ field: 'source', message: 'must be chosen' }] : []),
    ...draft.fixed.flatMap(({ field, value }) =>
      value === '' ? [{ field: 'fixed', message: `needs a value for ${importField(field)?.label ?? field}` }] : [],
    ),
    ...(isCurrencyMissing(draft, run.detected.columns)
      ? [{ field: 'columns', message: 'needs a column for Currency, or one currency for every row' }]
      : []),
    ...choiceErrors(toChoices(draft, run.detected), run),
  ];
}

/** Without a currency every row that has an amount would be rejected. */
function isCurrencyMissing(draft: Draft, columns: Columns): boolean {
  const used = usedFields(draft, columns);
  const given = [...used, ...draft.fixed.map(({ field }) => field)];
  return used.includes('record.amount') && !given.includes('record.currency');
}

const SUBJECT: Record<string, string> = {
  source: 'The source',
  columns: 'The file',
  fixed: 'What is the same in every row',
  dateFormat: 'The order of dates',
  decimalMark: 'The decimal mark',
  timeZone: 'The time zone',
};

/** Gives what is missing as a sentence. */
export function problemWords({ field, message }: FieldError): string {
  const subject = SUBJECT[field] ?? 'A choice';
  return `${subject} ${message}.`;
}
