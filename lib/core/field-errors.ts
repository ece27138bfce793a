import type { z } from 'zod';
import type { FieldError } from './app-error.ts';

/** Takes what zod found wrong; gives one error a field, each with its path from `prefix` on and what to do. */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = pathText(prefix, issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: path === '' ? storable(key) : `${path}.${storable(key)}`,
        message: 'is not a field of this object; remove it or correct its name',
      }));
    }
    return [{ field: path, message: isMissing(issue) ? 'is required' : issue.message }];
  });
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
