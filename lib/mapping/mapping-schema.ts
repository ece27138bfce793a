import { z } from 'zod';
import { isTimeZone } from '#lib/core/dates.ts';
import { requiredText, text } from '#lib/core/schemas.ts';
import { DATE_FORMATS, DECIMALS, GIVES } from './mapping-contract.ts';
import { PATH_MAX, parsePath } from './path.ts';
import { targetField } from './target-fields.ts';

const ids = <Id extends string>(list: readonly { id: Id }[]) => list.map(({ id }) => id) as [Id, ...Id[]];

const pathSchema = requiredText(PATH_MAX).refine((path) => parsePath(path) !== null, {
  error: 'is not a path, such as data.items[0].name or fields[name=Status].value',
});

const ruleSchema = z
  .strictObject({
    paths: z.array(pathSchema).max(20, 'must have at most 20 paths').optional(),
    constant: text(2000).optional(),
    values: z
      .array(z.strictObject({ from: requiredText(255), to: requiredText(255) }))
      .max(500, 'must have at most 500 values')
      .optional(),
    dateFormat: z.enum(ids(DATE_FORMATS), 'must be one of the formats offered').optional(),
    timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').optional(),
    decimal: z.enum(ids(DECIMALS), 'must be one of the formats offered').optional(),
  })
  .refine(({ paths, constant }) => (paths?.length ?? 0) > 0 || (constant ?? '') !== '', {
    error: 'needs a path or a constant',
  });

/** A mapping as people or machines give it. */
export const mappingSchema = z.strictObject({
  gives: z.enum(GIVES, 'must be attempt, record or either').optional(),
  fields: z.record(z.string().max(100), ruleSchema.nullable()).superRefine((fields, context) => {
    for (const name of Object.keys(fields)) {
      if (targetField(name) === null) {
        context.addIssue({ code: 'custom', path: [name], message: 'is not a field that can be mapped' });
      }
    }
  }),
});
