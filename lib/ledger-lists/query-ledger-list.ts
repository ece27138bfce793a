import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { text } from '#lib/core/schemas.ts';
import type { ListPlace } from './claim-reading.ts';
import { ITEM_STATES } from './list-contract.ts';
import { readItemPage } from './list-ledger-items.ts';

const ITEMS_MAX = 1_000;

/** What `GET /connections/{id}/lists/{type}` takes: every part is optional. */
export const ledgerListQuery = z.strictObject({
  state: z
    .enum(ITEM_STATES, 'must be active, inactive or gone')
    .optional()
    .meta({ description: 'Only entries of one state; `gone` are those that the ledger no longer has.' }),
  q: text(200).optional().meta({ description: 'A part of the name, the code or the e-mail address, or the whole id.' }),
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(ITEMS_MAX, `must be at most ${ITEMS_MAX.toLocaleString('en')}`)
    .default(50),
  cursor: z.string().max(2_000, 'must be a nextCursor of the same list').optional(),
});

/** Takes the query of `GET /connections/{id}/lists/{type}`; gives the page. Throws `not_found` and `invalid_input`. */
export async function queryLedgerList(ctx: Ctx, { connectionId, type }: ListPlace, params: URLSearchParams) {
  requirePermission(ctx, 'reference:read');
  const parsed = ledgerListQuery.safeParse(Object.fromEntries(params));
  if (!parsed.success) {
    throw new AppError('invalid_input', {
      message: 'The query is not as it should be.',
      fields: fieldErrors(parsed.error),
    });
  }
  const { state = null, q = '', limit, cursor = null } = parsed.data;
  const page = await readItemPage(ctx, connectionId, { type, state, search: q }, { limit, cursor });
  const items = page.items.map(({ type: _, firstSeenAt: __, goneAt: ___, ...item }) => item);
  return { items, nextCursor: page.nextCursor };
}
