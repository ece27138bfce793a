import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { toAmount, toApiAmount } from '#lib/core/money.ts';
import { SORTS, TABS } from './duplicate-contract.ts';
import { REASON_WORDS } from './duplicate-words.ts';
import { listDuplicates } from './list-duplicates.ts';

const LIMIT_MAX = 200;

/** What `GET /duplicates` takes: every part is optional. */
export const duplicateQuery = z.strictObject({
  about: z.enum(TABS, 'must be contacts, documents or dismissed').default('contacts').meta({
    description: 'Customers and vendors, bills and invoices, or what somebody said is no duplicate.',
  }),
  sort: z.enum(SORTS, 'must be score or money').default('score'),
  connectionId: z.uuid('must be an id').optional(),
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(LIMIT_MAX, `must be at most ${LIMIT_MAX}`)
    .default(50),
  cursor: z.string().max(2_000, 'must be a nextCursor of the same list').optional(),
});

/** Takes the query of `GET /duplicates`; gives the page. Throws `invalid_input`. */
export async function queryDuplicates(ctx: Ctx, params: URLSearchParams) {
  requirePermission(ctx, 'duplicate:read');
  const parsed = duplicateQuery.safeParse(Object.fromEntries(params));
  if (!parsed.success) {
    throw new AppError('invalid_input', {
      message: 'The query is not as it should be.',
      fields: fieldErrors(parsed.error),
    });
  }
  const { about, sort, connectionId = null, limit, cursor = null } = parsed.data;
  const page = await listDuplicates(ctx, { tab: about, sort, connectionId }, { limit, cursor });
  const duplicates = page.duplicates.map(
    ({ reasons, money, sides, companyName: _, environment: __, ...duplicate }) => ({
      ...duplicate,
      reasons: reasons.map((code) => ({ code, says: REASON_WORDS[code].says })),
      money: money.map(({ currency, amount }) => ({ currency, amount: toApiAmount(toAmount(amount)) })),
      sides: sides.map(({ key, amount, status: ___, ...side }) => ({
        id: key,
        ...side,
        amount: amount === null ? null : toApiAmount(toAmount(amount)),
      })),
    }),
  );
  return { duplicates, nextCursor: page.nextCursor };
}
