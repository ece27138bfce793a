import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { BulkOperationPage } from './bulk-contract.ts';
import { readStarted, toOperation } from './read-operation.ts';

const ORDER = 'operations';

/** Gives a page of the operations that were started, the latest first. Throws `invalid_input` for a foreign cursor. */
export async function listBulkOperations(
  ctx: Ctx,
  page: { limit: number; cursor: string | null },
): Promise<BulkOperationPage> {
  requirePermission(ctx, 'record:read');
  const cursor = page.cursor === null ? null : readCursor(page.cursor, ORDER, z.literal(''));
  const isBackward = cursor?.towards === 'previous';
  // Previews that nobody started are nobody's history.
  const request = { beyond: cursor?.id ?? null, isBackward, limit: page.limit + 1 };
  const rows = await ctx.transaction((tx) => readStarted(ctx, tx, request));
  const hasMore = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (isBackward) shown.reverse();
  const cursorAt = (row: { id: string } | undefined, towards: 'next' | 'previous') =>
    row === undefined ? null : writeCursor({ order: ORDER, value: '', id: row.id, towards, position: 0 });
  return {
    operations: shown.map(toOperation),
    nextCursor: (isBackward ? true : hasMore) ? cursorAt(shown.at(-1), 'next') : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? cursorAt(shown.at(0), 'previous') : null,
  };
}
