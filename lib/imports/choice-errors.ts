import type { FieldError } from '#lib/core/app-error.ts';
import { isTimeZone } from '#lib/core/dates.ts';
import type { ImportChoices } from './import-contract.ts';
import { fieldsOf, importField, neededFields } from './import-fields.ts';
import type { StoredRun } from './read-run.ts';
import { needsDateFormat, needsDecimalMark, needsTimeZone } from './read-values.ts';

/** Says what is missing or wrong in what a person chose, field by field; of an NDJSON file nothing can be. */
export function choiceErrors(
  choices: ImportChoices,
  { format, detected }: Pick<StoredRun, 'format' | 'detected'>,
): FieldError[] {
  if (format === 'ndjson' || detected === null) return [];
  const errors: FieldError[] = [];
  const known = fieldsOf(choices.holds).map(({ name }) => name);
  const fields = choices.columns.map(({ field }) => field);
  for (const { column, field } of choices.columns) {
    if (!known.includes(field)) errors.push({ field: 'columns', message: `can’t be the field ${field}` });
    if (column >= detected.columns.length)
      errors.push({ field: 'columns', message: 'names a column that the file has not' });
  }
  for (const [index, field] of fields.entries()) {
    if (fields.indexOf(field) !== index)
      errors.push({ field: 'columns', message: `has two columns for ${importField(field)?.label ?? field}; keep one` });
  }
  for (const { field } of choices.fixed) {
    if (!known.includes(field)) errors.push({ field: 'fixed', message: `can’t be the field ${field}` });
  }
  const fixed = choices.fixed.map(({ field }) => field);
  const given = [...fields, ...fixed, ...(choices.kind === null ? [] : ['record.kind'])];
  for (const field of neededFields(choices.holds)) {
    if (!given.includes(field))
      errors.push({ field: 'columns', message: `needs a column for ${importField(field)?.label ?? field}` });
  }
  if (choices.timeZone !== null && !isTimeZone(choices.timeZone)) {
    errors.push({ field: 'timeZone', message: 'must be a time zone such as America/Chicago' });
  }
  return [...errors, ...missingFormats(choices, detected)];
}

/** What the file's own values can't be read without. */
function missingFormats(choices: ImportChoices, detected: NonNullable<StoredRun['detected']>): FieldError[] {
  const needed = { dateFormat: false, decimalMark: false, timeZone: false };
  for (const { column, field } of choices.columns) {
    const { samples = [], isTyped = false } = detected.columns[column] ?? {};
    if (isTyped) continue;
    const type = importField(field)?.type;
    if (type === 'day' || type === 'instant') needed.dateFormat ||= samples.some(needsDateFormat);
    if (type === 'instant') needed.timeZone ||= samples.some(needsTimeZone);
    if (type === 'money') needed.decimalMark ||= samples.some(needsDecimalMark);
  }
  const errors: FieldError[] = [];
  if (needed.dateFormat && choices.dateFormat === null)
    errors.push({ field: 'dateFormat', message: 'must be chosen: the file’s dates can be read in more than one way' });
  if (needed.decimalMark && choices.decimalMark === null)
    errors.push({
      field: 'decimalMark',
      message: 'must be chosen: the file’s amounts can be read in more than one way',
    });
  if (needed.timeZone && choices.timeZone === null)
    errors.push({ field: 'timeZone', message: 'must be chosen: the file’s times name none' });
  return errors;
}
