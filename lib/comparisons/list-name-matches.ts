import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readTextCursor, textPage } from '#lib/db/text-cursor.ts';
import { readListOwner } from '#lib/ledger-lists/list-owner.ts';
import { nameKey } from '#lib/reference/name-key.ts';
import type { NameFilter, NameMatch, NamePage } from './comparison-contract.ts';

const ORDER = 'name_matches';

/**
 * Gives a page of the names that were compared: those on most pending and failed records first. Throws `not_found`, and
 * `invalid_input` for a cursor that is none.
 */
export async function listNameMatches(
  ctx: Ctx,
  connectionId: string,
  filter: NameFilter,
  { limit, cursor: text }: { limit: number; cursor: string | null },
): Promise<NamePage> {
  requirePermission(ctx, 'connection:read');
  const cursor = text === null ? null : readTextCursor(text, ORDER, 3);
  const [open = '0', party = '', name = ''] = cursor?.keys ?? [];
  const isBackward = cursor?.towards === 'previous';
  const [down, up] = isBackward ? ['ASC', 'DESC'] : ['DESC', 'ASC'];
  const [less, more] = isBackward ? ['>', '<'] : ['<', '>'];
  const from = /^\d{1,9}$/.test(open) ? Number(open) : 0;
  const beyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (m.open_records ${Prisma.raw(less)} ${from}::int
                        OR (m.open_records = ${from}::int AND (m.party, m.name) ${Prisma.raw(more)} (${party}, ${name})))`;
  const rows = await ctx.transaction(async (tx) => {
    await readListOwner(ctx, tx, connectionId);
    return tx.$queryRaw<NameMatch[]>`
      SELECT m.party, m.name, m.outcome, m.reasons, m.contact_type AS "contactType", m.contact_key AS "contactKey",
             m.contact_name AS "contactName", m.others, m.email, m.contact_email AS "contactEmail",
             m.email_outcome AS "emailOutcome", m.records, m.open_records AS "openRecords", m.open_money AS "openMoney"
        FROM name_match m WHERE ${conditions(ctx, connectionId, filter)} ${beyond}
       ORDER BY m.open_records ${Prisma.raw(down)}, m.party ${Prisma.raw(up)}, m.name ${Prisma.raw(up)} LIMIT ${limit + 1}::int`;
  });
  const { shown, ...cursors } = textPage(rows, limit, cursor, {
    order: ORDER,
    keysOf: (row) => [String(row.openRecords), row.party, row.name],
  });
  return { matches: shown, ...cursors };
}

/** A part of the name on records, or of the contact's, as names are compared. */
function conditions({ tenantId }: Ctx, connectionId: string, { outcome, party, search }: NameFilter): Prisma.Sql {
  const parts = [Prisma.sql`m.tenant_id = ${tenantId}::uuid AND m.connection_id = ${connectionId}::uuid`];
  if (outcome !== null) parts.push(Prisma.sql`m.outcome = ${outcome}`);
  if (party !== null) parts.push(Prisma.sql`m.party = ${party}`);
  const text = search.trim().toLowerCase().toWellFormed().replaceAll('\u0000', '');
  if (text !== '') {
    parts.push(Prisma.sql`(position(${text} in lower(m.name)) > 0 OR position(${text} in lower(m.contact_name)) > 0
                           OR position(${nameKey(text)} in lower(m.name)) > 0 OR position(${text} in lower(m.email)) > 0)`);
  }
  return Prisma.join(parts, ' AND ');
}
