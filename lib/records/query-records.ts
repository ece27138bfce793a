import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { dayText } from '#lib/core/schemas.ts';
import { FORECAST_OUTCOMES } from '#lib/forecasts/forecast-contract.ts';
import { toApiRecord } from './api-record.ts';
import { countRecords } from './count-records.ts';
import { KINDS, SYNC_STATUSES, statusOfNumber } from './kinds.ts';
import { DEFAULT_SORT, EVERY_RECORD, type RecordFilter } from './list-contract.ts';
import { listRecords } from './list-records.ts';
import { kindSchema, searchText } from './schemas.ts';

const LIMIT_MAX = 1000;
const STATUS_WORDS = `must be one of ${SYNC_STATUSES.join(', ')}, or 0, 1, 2`;

/** What `GET /records` takes: every part is optional; left out means all. */
export const recordQuery = z.strictObject({
  kind: kindSchema.optional(),
  syncStatus: z
    .union(
      [z.enum(SYNC_STATUSES), z.enum(['0', '1', '2']).transform((digit) => statusOfNumber(Number(digit)))],
      STATUS_WORDS,
    )
    .optional(),
  from: dayText
    .optional()
    .meta({ description: "First day of the sync date, in the tenant's time zone; not applied to pending records." }),
  to: dayText
    .optional()
    .meta({ description: "Last day of the sync date, in the tenant's time zone; not applied to pending records." }),
  q: searchText.optional(),
  forecast: z
    .enum(FORECAST_OUTCOMES, `must be one of ${FORECAST_OUTCOMES.join(', ')}`)
    .optional()
    .meta({ description: 'What is told of a record before it is tried; gives pending records alone.' }),
  problem: z
    .uuid('must be the id of a problem')
    .optional()
    .meta({ description: 'The id of a problem: what is failed, or was put back and waits, because of it.' }),
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(LIMIT_MAX, `must be at most ${LIMIT_MAX.toLocaleString('en')}`)
    .default(50),
  cursor: z.string().max(1000, 'must be a nextCursor of the same list').optional(),
  count: z.enum(['exact'], 'must be exact, or left out').optional(),
});

/** Takes the query of `GET /records`; gives the page, and the total if asked for. Throws `invalid_input`. */
export async function queryRecords(ctx: Ctx, params: URLSearchParams) {
  const parsed = recordQuery.safeParse(Object.fromEntries(params));
  if (!parsed.success) {
    throw new AppError('invalid_input', {
      message: 'The query is not as it should be.',
      fields: fieldErrors(parsed.error),
    });
  }
  const { kind, syncStatus, from, to, q, forecast, problem, limit, cursor, count } = parsed.data;
  const filter: RecordFilter = {
    ...EVERY_RECORD,
    kinds: kind === undefined ? KINDS : [kind],
    syncStatus: syncStatus ?? 'all',
    syncedFrom: from ?? null,
    syncedTo: to ?? null,
    search: q ?? '',
    forecast: forecast ?? null,
    problemId: problem ?? null,
  };
  const [page, total] = await Promise.all([
    listRecords(ctx, filter, { sort: DEFAULT_SORT, limit, cursor: cursor ?? null }),
    count === 'exact' ? countRecords(ctx, filter) : null,
  ]);
  return {
    records: page.records.map(toApiRecord),
    nextCursor: page.nextCursor,
    ...(total === null ? {} : { total: total.count, isTotalExact: total.isExact }),
  };
}
