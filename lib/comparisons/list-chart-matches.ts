import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readTextCursor, textPage } from '#lib/db/text-cursor.ts';
import { readListOwner } from '#lib/ledger-lists/list-owner.ts';
import type { ChartMatch, ChartOutcome, ChartPage, ChartType, CodeMatch } from './comparison-contract.ts';

const ORDER = 'chart_matches';

/** Codes in use are some hundred; where there are more, those on most records are enough to begin with. */
const CODES_MAX = 500;

type Row = ChartMatch & { nameKey: string };

/** Gives a page of a source's charts beside the ledger's, by name. Throws `not_found`. */
export async function listChartMatches(
  ctx: Ctx,
  connectionId: string,
  { type, outcome }: { type: ChartType; outcome: ChartOutcome | null },
  { limit, cursor: text }: { limit: number; cursor: string | null },
): Promise<ChartPage> {
  requirePermission(ctx, 'connection:read');
  const cursor = text === null ? null : readTextCursor(text, ORDER, 2);
  const isBackward = cursor?.towards === 'previous';
  const direction = Prisma.raw(isBackward ? 'DESC' : 'ASC');
  const beyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (m.name_key, m.reference_id::text) ${Prisma.raw(isBackward ? '<' : '>')} (${cursor.keys[0]}, ${cursor.keys[1]})`;
  const rows = await ctx.transaction(async (tx) => {
    await readListOwner(ctx, tx, connectionId);
    return tx.$queryRaw<Row[]>`
      SELECT m.reference_id AS id, s.slug AS source, m.type, r.external_key AS "sourceId", r.code, r.name, m.outcome, m.reasons,
             m.name_key AS "nameKey", i.code AS "ledgerCode",
             CASE WHEN m.type = 'tracking' THEN i.details ->> 'category' ELSE i.name END AS "ledgerName",
             r.details ->> 'accountType' AS "accountType", i.details ->> 'type' AS "ledgerAccountType"
        FROM chart_match m
        JOIN reference_item r ON r.tenant_id = m.tenant_id AND r.id = m.reference_id
        JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
        LEFT JOIN ledger_item i ON i.tenant_id = m.tenant_id AND i.connection_id = m.connection_id AND i.type = m.type
                               AND i.external_key = m.item_key
       WHERE m.tenant_id = ${ctx.tenantId}::uuid AND m.connection_id = ${connectionId}::uuid AND m.type = ${type}
             ${outcome === null ? Prisma.empty : Prisma.sql`AND m.outcome = ${outcome}`} ${beyond}
       ORDER BY m.name_key ${direction}, m.reference_id::text ${direction} LIMIT ${limit + 1}::int`;
  });
  const { shown, ...cursors } = textPage(rows, limit, cursor, {
    order: ORDER,
    keysOf: (row) => [row.nameKey, row.id],
  });
  return { matches: shown.map(({ nameKey: _, ...row }) => row), ...cursors };
}

/** Gives the codes of one kind that lines of pending and failed records name, but for those that are as they should be. */
export async function listCodeMatches(ctx: Ctx, connectionId: string, type: ChartType | null): Promise<CodeMatch[]> {
  requirePermission(ctx, 'connection:read');
  return ctx.transaction(async (tx) => {
    await readListOwner(ctx, tx, connectionId);
    return tx.$queryRaw<CodeMatch[]>`
      SELECT type, code, outcome, item_name AS "ledgerName", open_records AS "openRecords", open_money AS "openMoney"
        FROM code_match
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND outcome <> 'active'
             ${type === null ? Prisma.empty : Prisma.sql`AND type = ${type}`}
       ORDER BY outcome = 'unknown', open_records DESC, type, code LIMIT ${CODES_MAX}::int`;
  });
}
