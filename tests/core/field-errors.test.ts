import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldErrors } from '#lib/core/field-errors.ts';

const schema = z.strictObject({
  name: z.string('must be text'),
  lines: z.array(z.strictObject({ no: z.int() })).optional(),
});

function errorsOf(value: unknown) {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error('Nothing was wrong');
  return fieldErrors(parsed.error, 'records[0]');
}

test('says of each field what is wrong with it', () => {
  expect(errorsOf({ lines: [{ no: 1, amount: 1 }] })).toEqual([
    { field: 'records[0].name', message: 'must be text' },
    {
      field: 'records[0].lines[0].amount',
      message: 'is not a field of this object; remove it or correct its name',
    },
  ]);
});

test('answers a hundred thousand wrong names by a hundred, and says how many there are besides', () => {
  const names = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`field${at}`, 1]));
  const errors = errorsOf({ name: 'x', ...names });
  expect(errors).toHaveLength(101);
  expect(errors.at(-1)).toEqual({ field: 'records[0]', message: 'has 99,900 more errors; correct these first' });
});

test('shows a very long name by its beginning', () => {
  const [error] = errorsOf({ name: 'x', ['n'.repeat(1_000_000)]: 1 });
  expect(error?.field).toBe(`records[0].${'n'.repeat(200)}…`);
});
