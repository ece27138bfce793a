import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { toAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import { kindOf, statusOfNumber } from '#lib/records/kinds.ts';
import type { BulkItem, BulkItemPage, BulkResult } from './bulk-contract.ts';
import { readOperation, type StoredOperation } from './read-operation.ts';

const ORDER = 'items';
const NO_ID = '00000000-0000-0000-0000-000000000000';

export type ItemRequest = { result: BulkResult | null; limit: number; cursor: string | null };

/** Gives a page of an operation's items, those with one result if asked for. Throws `not_found`, `invalid_input`. */
export async function listBulkItems(ctx: Ctx, id: string, page: ItemRequest): Promise<BulkItemPage> {
  requirePermission(ctx, 'record:read');
  const cursor = page.cursor === null ? null : readCursor(page.cursor, ORDER, z.int().min(0));
  const isBackward = cursor?.towards === 'previous';
  const rows = await ctx.transaction(async (tx) => {
    const operation = await readOperation(ctx, tx, id);
    const beyond =
      cursor === null
        ? Prisma.empty
        : Prisma.sql`AND i.position ${Prisma.raw(isBackward ? '<' : '>')} ${Number(cursor.value)}::int`;
    return tx.$queryRaw<ItemRow[]>`
      SELECT i.position, i.record_id AS "recordId", r.kind, r.number, r.external_key AS "sourceId", r.amount::text, r.currency,
             ${beforeOf(operation)} AS before, ${resultOf(operation)} AS result, i.held_by AS "heldBy",
             i.held_until AS "heldUntil"
        FROM (SELECT i.* FROM bulk_item i
               WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${operation.id}::uuid
                 ${resultCondition(operation, page.result)} ${beyond}
               ORDER BY i.position ${Prisma.raw(isBackward ? 'DESC' : 'ASC')} LIMIT ${page.limit + 1}::int) i
        LEFT JOIN sync_record r ON r.tenant_id = i.tenant_id AND r.id = i.record_id
       ORDER BY i.position ${Prisma.raw(isBackward ? 'DESC' : 'ASC')}`;
  });
  const hasMore = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (isBackward) shown.reverse();
  const cursorAt = (row: ItemRow | undefined, towards: 'next' | 'previous') =>
    row === undefined
      ? null
      : writeCursor({ order: ORDER, value: row.position, id: NO_ID, towards, position: row.position });
  return {
    items: shown.map(toItem),
    nextCursor: (isBackward ? true : hasMore) ? cursorAt(shown.at(-1), 'next') : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? cursorAt(shown.at(0), 'previous') : null,
  };
}

type ItemRow = Omit<BulkItem, 'kind' | 'amount' | 'before' | 'heldUntil'> & {
  heldUntil: Date | null;
  kind: string | null;
  amount: string | null;
  before: number | null;
};

/** An undo's items keep the state to go back to; what each had before is what the undone operation gave it. */
function beforeOf(operation: StoredOperation): Prisma.Sql {
  return operation.act === 'undo'
    ? Prisma.sql`(SELECT coalesce(o.target, i.former_sync_status) FROM bulk_operation o
                   WHERE o.tenant_id = i.tenant_id AND o.id = ${operation.undoes}::uuid)`
    : Prisma.sql`i.former_sync_status`;
}

function hasEnded({ state }: StoredOperation): boolean {
  return state === 'stopped' || state === 'broken';
}

function resultOf(operation: StoredOperation): Prisma.Sql {
  const waiting = hasEnded(operation) ? Prisma.sql`'stopped'` : Prisma.sql`NULL`;
  return Prisma.sql`coalesce(i.result, CASE WHEN i.position <= ${operation.done}::int THEN 'updated' ELSE ${waiting} END)`;
}

function resultCondition(operation: StoredOperation, result: BulkResult | null): Prisma.Sql {
  switch (result) {
    case null:
      return Prisma.empty;
    case 'updated':
      return Prisma.sql`AND i.result IS NULL AND i.position <= ${operation.done}::int`;
    case 'stopped':
      return hasEnded(operation)
        ? Prisma.sql`AND i.result IS NULL AND i.position > ${operation.done}::int`
        : Prisma.sql`AND false`;
    default:
      return Prisma.sql`AND i.result = ${result}`;
  }
}

function toItem({ kind, amount, before, heldUntil, ...row }: ItemRow): BulkItem {
  return {
    ...row,
    heldUntil: heldUntil?.toISOString() ?? null,
    kind: kind === null ? null : kindOf(kind),
    amount: amount === null ? null : toAmount(amount),
    before: before === null ? null : statusOfNumber(before),
  };
}
