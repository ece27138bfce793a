import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ChartType, Sum } from './comparison-contract.ts';
import type { ComparisonPlace } from './comparison-place.ts';
import type { ChartItem, LedgerEntry } from './match-chart.ts';
import { ofConnection } from './read-names.ts';

/** An item of a source's chart, with the key that it is ordered by. */
export type SourceItem = ChartItem & { nameKey: string };

/** A code as lines of pending and failed records have it; of a tracking option, its category and it. */
export type CodeOnLines = {
  type: ChartType;
  code: string;
  category: string | null;
  openRecords: number;
  openMoney: Sum[];
};

/** Gives the active items of every source's own charts. */
export function readSourceItems(ctx: Ctx, tx: TenantTx): Promise<SourceItem[]> {
  return tx.$queryRaw<SourceItem[]>`
    SELECT id, type, code, name, name_key AS "nameKey", details FROM reference_item
     WHERE tenant_id = ${ctx.tenantId}::uuid AND type IN ('account', 'item', 'tax_code', 'tracking') AND is_active`;
}

/** Gives the lists of a ledger that charts are compared with, what is gone too. */
export function readLedgerEntries(ctx: Ctx, tx: TenantTx, connectionId: string): Promise<LedgerEntry[]> {
  return tx.$queryRaw<LedgerEntry[]>`
    SELECT type, external_key AS key, code, name, is_active AS "isActive", gone_at IS NOT NULL AS "isGone", details
      FROM ledger_item
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
       AND type IN ('account', 'item', 'tax_code', 'tracking')`;
}

/** Joins the codes that `sync_record_line l` names as `c (type, code, category)`. */
export const LINE_CODES = Prisma.raw(`
  LATERAL (SELECT 'account' AS type, l.account_code AS code, NULL AS category WHERE l.account_code <> ''
           UNION ALL SELECT 'item', l.item_code, NULL WHERE l.item_code <> ''
           UNION ALL SELECT 'tax_code', l.tax_code, NULL WHERE l.tax_code <> ''
           UNION ALL SELECT 'tracking', left(t.option, 255), left(t.name, 255)
                       FROM jsonb_to_recordset(CASE WHEN jsonb_typeof(l.tracking) = 'array' THEN l.tracking ELSE '[]' END)
                            AS t (name text, option text)
                      WHERE t.option <> '' AND t.name <> '') c`);

/** Gives the codes that the lines of pending and failed records name, each with the records and money that it is on. */
export function readCodes(ctx: Ctx, tx: TenantTx, place: ComparisonPlace): Promise<CodeOnLines[]> {
  return tx.$queryRaw<CodeOnLines[]>`
    WITH used AS (
      SELECT DISTINCT c.type, c.code, c.category, r.id, r.currency, r.amount
        FROM sync_record r
        JOIN sync_record_line l ON l.tenant_id = r.tenant_id AND l.record_id = r.id
       CROSS JOIN ${LINE_CODES}
       WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ANY ('{invoice,invoice_payment,bill,bill_payment}')
         AND r.sync_status = ANY ('{0,2}'::smallint[]) AND r.excluded_at IS NULL AND ${ofConnection(place)}
    ),
    money AS (
      SELECT type, code, category, jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount) ORDER BY currency) AS sums
        FROM (SELECT type, code, category, currency, sum(amount)::numeric(30,4)::text AS amount
                FROM used WHERE amount IS NOT NULL GROUP BY type, code, category, currency) s
       GROUP BY type, code, category
    )
    SELECT u.type, u.code, u.category, u."openRecords", coalesce(m.sums, '[]') AS "openMoney"
      FROM (SELECT type, code, category, count(*)::int AS "openRecords" FROM used GROUP BY type, code, category) u
      LEFT JOIN money m ON m.type = u.type AND m.code = u.code AND m.category IS NOT DISTINCT FROM u.category`;
}
