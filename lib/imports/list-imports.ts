import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { ImportPage } from './import-contract.ts';
import { readRuns, toRun } from './read-run.ts';

const ORDER = 'imports';

/** Gives a page of imports, the latest first. Throws `invalid_input` for a foreign cursor. */
export async function listImports(ctx: Ctx, page: { limit: number; cursor: string | null }): Promise<ImportPage> {
  requirePermission(ctx, 'import:create');
  const cursor = page.cursor === null ? null : readCursor(page.cursor, ORDER, z.literal(''));
  const isBackward = cursor?.towards === 'previous';
  const request = { beyond: cursor?.id ?? null, isBackward, limit: page.limit + 1 };
  const rows = await ctx.transaction((tx) => readRuns(ctx, tx, request));
  const hasMore = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (isBackward) shown.reverse();
  const cursorAt = (row: { id: string } | undefined, towards: 'next' | 'previous') =>
    row === undefined ? null : writeCursor({ order: ORDER, value: '', id: row.id, towards, position: 0 });
  return {
    imports: shown.map(toRun),
    nextCursor: (isBackward ? true : hasMore) ? cursorAt(shown.at(-1), 'next') : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? cursorAt(shown.at(0), 'previous') : null,
  };
}
