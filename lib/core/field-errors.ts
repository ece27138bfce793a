import type { z } from 'zod';
import type { FieldError } from './app-error.ts';

/** So many are told one by one: what is sent decides how many there are, and they are answered and kept. */
const ERRORS_MAX = 100;
/** A name that somebody made up is told by its beginning. */
const NAME_MAX = 200;

/**
 * Takes what zod found wrong; gives one error a field, each with its path from `prefix` on and what to do. Of very many
 * it gives the first, and says how many there are besides.
 */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  const errors: FieldError[] = [];
  let left = 0;
  for (const issue of error.issues) {
    const path = pathText(prefix, issue.path);
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [null];
    const told = keys.slice(0, ERRORS_MAX - errors.length);
    left += keys.length - told.length;
    for (const key of told)
      errors.push(key === null ? { field: path, message: wordsOf(issue) } : unknownField(path, key));
  }
  if (left > 0)
    errors.push({ field: prefix, message: `has ${left.toLocaleString('en')} more errors; correct these first` });
  return errors;
}

/** Says that an object has a field of a name that none of its fields has. */
export function unknownField(path: string, name: string): FieldError {
  const shown = storable(name.length > NAME_MAX ? `${name.slice(0, NAME_MAX)}…` : name);
  return {
    field: path === '' ? shown : `${path}.${shown}`,
    message: 'is not a field of this object; remove it or correct its name',
  };
}

function wordsOf(issue: z.core.$ZodIssue): string {
  return isMissing(issue) ? 'is required' : issue.message;
}

function pathText(prefix: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    prefix,
  );
}

/** The name came from outside, and the reasons are stored with the item: PostgreSQL's JSON holds neither of these. */
function storable(name: string): string {
  return name.toWellFormed().replaceAll('\u0000', '\ufffd');
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return 'input' in issue && issue.input === undefined;
}
