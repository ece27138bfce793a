import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readTextCursor, textPage } from '#lib/db/text-cursor.ts';
import { nameKey } from '#lib/reference/name-key.ts';
import type { ItemFilter, ItemPage, ItemState, LedgerItem, ListType } from './list-contract.ts';
import { readListOwner } from './list-owner.ts';

const ORDER = 'ledger_name';

/** What an entry of a ledger's list is stored as. */
type Row = Omit<LedgerItem, 'state' | 'ledgerUpdatedAt' | 'firstSeenAt' | 'changedAt' | 'goneAt'> & {
  nameKey: string;
  isActive: boolean;
  ledgerUpdatedAt: Date | null;
  firstSeenAt: Date;
  changedAt: Date;
  goneAt: Date | null;
};

/** Gives a page of a ledger's list by name. Throws `not_found`, and `invalid_input` for a cursor that is none. */
export async function listLedgerItems(
  ctx: Ctx,
  connectionId: string,
  filter: ItemFilter,
  page: { limit: number; cursor: string | null },
): Promise<ItemPage> {
  requirePermission(ctx, 'connection:read');
  return readItemPage(ctx, connectionId, filter, page);
}

/** The same for callers that have checked a right of their own. Throws `forbidden` without either right. */
export async function readItemPage(
  ctx: Ctx,
  connectionId: string,
  filter: ItemFilter,
  { limit, cursor: text }: { limit: number; cursor: string | null },
): Promise<ItemPage> {
  requirePermission(ctx, ctx.permissions.has('reference:read') ? 'reference:read' : 'connection:read');
  const cursor = text === null ? null : readTextCursor(text, ORDER, 2);
  const isBackward = cursor?.towards === 'previous';
  const direction = Prisma.raw(isBackward ? 'DESC' : 'ASC');
  const beyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (i.name_key, i.external_key) ${Prisma.raw(isBackward ? '<' : '>')} (${cursor.keys[0]}, ${cursor.keys[1]})`;
  const rows = await ctx.transaction(async (tx) => {
    await readListOwner(ctx, tx, connectionId);
    return tx.$queryRaw<Row[]>`
      SELECT i.type, i.external_key AS "ledgerId", i.code, i.name, i.name_key AS "nameKey", i.email, i.currency,
             i.is_active AS "isActive", i.details, i.ledger_updated_at AS "ledgerUpdatedAt",
             i.first_seen_at AS "firstSeenAt", i.changed_at AS "changedAt", i.gone_at AS "goneAt"
        FROM ledger_item i WHERE ${conditions(ctx, connectionId, filter)} ${beyond}
       ORDER BY i.name_key ${direction}, i.external_key ${direction} LIMIT ${limit + 1}::int`;
  });
  const { shown, ...cursors } = textPage(rows, limit, cursor, {
    order: ORDER,
    keysOf: (row) => [row.nameKey, row.ledgerId],
  });
  return { items: shown.map(itemOf), ...cursors };
}

/** Gives how many entries of each state match, whatever state the filter names. */
export async function countLedgerItems(
  ctx: Ctx,
  connectionId: string,
  filter: { type: ListType; search: string },
): Promise<Record<ItemState, number>> {
  requirePermission(ctx, 'connection:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<{ state: ItemState; count: number }[]>`
      SELECT CASE WHEN i.gone_at IS NOT NULL THEN 'gone' WHEN i.is_active THEN 'active' ELSE 'inactive' END AS state,
             count(*)::int AS count
        FROM ledger_item i WHERE ${conditions(ctx, connectionId, { ...filter, state: null })} GROUP BY 1`,
  );
  return { active: 0, inactive: 0, gone: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

/** A part of the name as names are compared, or of a code, an e-mail address or the ledger's id without case. */
function conditions({ tenantId }: Ctx, connectionId: string, { type, state, search }: ItemFilter): Prisma.Sql {
  const parts = [
    Prisma.sql`i.tenant_id = ${tenantId}::uuid AND i.connection_id = ${connectionId}::uuid AND i.type = ${type}`,
  ];
  if (state === 'gone') parts.push(Prisma.sql`i.gone_at IS NOT NULL`);
  else if (state !== null) parts.push(Prisma.sql`i.gone_at IS NULL AND i.is_active = ${state === 'active'}`);
  const text = search.trim().toLowerCase().toWellFormed().replaceAll('\u0000', '');
  if (text !== '') {
    parts.push(Prisma.sql`(position(${nameKey(text)} in i.name_key) > 0 OR position(${text} in lower(i.code)) > 0
                           OR position(${text} in lower(i.email)) > 0 OR lower(i.external_key) = ${text})`);
  }
  return Prisma.join(parts, ' AND ');
}

function itemOf({ nameKey: _, isActive, ledgerUpdatedAt, firstSeenAt, changedAt, goneAt, ...row }: Row): LedgerItem {
  return {
    ...row,
    state: goneAt !== null ? 'gone' : isActive ? 'active' : 'inactive',
    ledgerUpdatedAt: ledgerUpdatedAt?.toISOString() ?? null,
    firstSeenAt: firstSeenAt.toISOString(),
    changedAt: changedAt.toISOString(),
    goneAt: goneAt?.toISOString() ?? null,
  };
}
