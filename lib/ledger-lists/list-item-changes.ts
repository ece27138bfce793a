import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { ChangePage, ItemChange, ListedChange, ListType } from './list-contract.ts';
import { readListOwner } from './list-owner.ts';

const ORDER = 'list_changes';

type Row = Omit<ListedChange, 'at'> & { at: Date };

/** Gives what changed in a connection's lists, or in one of them, the latest first. Throws `not_found`. */
export async function listItemChanges(
  ctx: Ctx,
  connectionId: string,
  type: ListType | null,
  { limit, cursor: text }: { limit: number; cursor: string | null },
): Promise<ChangePage> {
  requirePermission(ctx, 'connection:read');
  const cursor = text === null ? null : readCursor(text, ORDER, z.iso.datetime());
  const isBackward = cursor?.towards === 'previous';
  const direction = Prisma.raw(isBackward ? 'ASC' : 'DESC');
  const beyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (at, id) ${Prisma.raw(isBackward ? '>' : '<')} (${cursor.value}::timestamptz, ${cursor.id}::uuid)`;
  const rows = await ctx.transaction(async (tx) => {
    await readListOwner(ctx, tx, connectionId);
    return tx.$queryRaw<Row[]>`
      SELECT id, type, external_key AS "ledgerId", name, what, before, after, at FROM ledger_item_change
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
             ${type === null ? Prisma.empty : Prisma.sql`AND type = ${type}`} ${beyond}
       ORDER BY at ${direction}, id ${direction} LIMIT ${limit + 1}::int`;
  });
  const hasMore = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (isBackward) shown.reverse();
  const at = (row: Row | undefined, towards: 'next' | 'previous') =>
    row === undefined
      ? null
      : writeCursor({ order: ORDER, value: row.at.toISOString(), id: row.id, towards, position: 0 });
  return {
    changes: shown.map((row) => ({ ...row, at: row.at.toISOString() })),
    nextCursor: isBackward || hasMore ? at(shown.at(-1), 'next') : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? at(shown[0], 'previous') : null,
  };
}

/** Gives how many entries changed in which way since an instant; null: ever. */
export async function countItemChanges(
  ctx: Ctx,
  connectionId: string,
  types: readonly ListType[],
  since: Date | null,
): Promise<Partial<Record<ItemChange, number>>> {
  requirePermission(ctx, 'connection:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<{ what: ItemChange; count: number }[]>`
      SELECT what, count(*)::int AS count FROM ledger_item_change
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND type = ANY (${types}::text[])
         AND at > coalesce(${since}::timestamptz, '-infinity') GROUP BY what`,
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}
