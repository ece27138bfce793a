import { z } from 'zod';
import { isId } from '#lib/core/ids.ts';
import { requiredText, text } from '#lib/core/schemas.ts';
import { MOVING_RANGES, VIEW_NAME_MAX } from './view-contract.ts';

const COLUMNS = /^(-?[A-Za-z]{1,40}\d{0,4}(\.-?[A-Za-z]{1,40}\d{0,4})*)?$/;

export const viewId = z.string().refine(isId, 'must be the id of a view');

export const viewName = z
  .string('must be text')
  .trim()
  .pipe(requiredText(VIEW_NAME_MAX))
  .refine((name) => !/\p{Cc}/u.test(name), 'must be one line');

/** What a view shows. A place in the list and an open record are no part of it, nor are days beside a range that moves. */
export const viewContent = z
  .strictObject({
    query: text(8_000),
    movingRange: z.enum(MOVING_RANGES).nullable(),
    columns: text(2_000).regex(COLUMNS, 'must be columns as the list writes them'),
  })
  .refine(({ query }) => !names(query, ['cursor', 'record', 'view']), {
    path: ['query'],
    message: 'must leave out the place in the list and the open record',
  })
  .refine(({ query, movingRange }) => movingRange === null || !names(query, ['from', 'to']), {
    path: ['query'],
    message: 'must leave out its days where the range moves',
  });

function names(query: string, parameters: readonly string[]): boolean {
  const params = new URLSearchParams(query);
  return parameters.some((name) => params.has(name));
}
