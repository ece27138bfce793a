import type { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';

/** Gives what a verb was asked for. Throws `invalid_input`, field by field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = fieldErrors(parsed.error);
  throw new AppError('invalid_input', {
    message: fields[0] === undefined ? 'This is not as it should be.' : `${fields[0].field} ${fields[0].message}.`,
    fields,
  });
}
