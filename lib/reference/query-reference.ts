import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { toApiItem } from './api-item.ts';
import { listReference } from './list-reference.ts';
import type { ReferenceType } from './reference-contract.ts';
import { referenceQuery } from './schemas.ts';

/** Takes the query of `GET /reference/{type}`; gives the page. Throws `invalid_input`. */
export async function queryReference(ctx: Ctx, type: ReferenceType, params: URLSearchParams) {
  const parsed = referenceQuery.safeParse(Object.fromEntries(params));
  if (!parsed.success) {
    throw new AppError('invalid_input', {
      message: 'The query is not as it should be.',
      fields: fieldErrors(parsed.error),
    });
  }
  const { source = null, active = null, q = '', limit, cursor = null } = parsed.data;
  const page = await listReference(ctx, { type, source, isActive: active, search: q }, { limit, cursor });
  return { items: page.items.map(toApiItem), nextCursor: page.nextCursor };
}
