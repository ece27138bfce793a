import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { toApiRecordDetail } from './api-record.ts';
import { getRecord } from './get-record.ts';

/** What `GET /records/{id}` takes. */
export const recordDetailQuery = z.strictObject({
  attemptsCursor: z
    .uuid('must be the earlierAttemptsCursor of an answer')
    .optional()
    .meta({ description: 'Gives the attempts before those of the answer that told it, instead of the newest.' }),
});

/** Takes an id and the query of `GET /records/{id}`; gives the record. Throws `invalid_input` and `not_found`. */
export async function queryRecord(ctx: Ctx, id: string, params: URLSearchParams) {
  const parsed = recordDetailQuery.safeParse(Object.fromEntries(params));
  if (!parsed.success) {
    throw new AppError('invalid_input', {
      message: 'The query is not as it should be.',
      fields: fieldErrors(parsed.error),
    });
  }
  return toApiRecordDetail(await getRecord(ctx, id, parsed.data.attemptsCursor ?? null));
}
