import type { Ctx } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ChartCounts, CodeCounts, StoredChart, StoredCode } from './compare-charts.ts';
import { lockComparison, storeCounts } from './store-counts.ts';

const CHART_COLUMNS: readonly Column<StoredChart>[] = [
  ['reference_id', 'uuid', ({ item }) => item.id],
  ['type', 'text', ({ item }) => item.type],
  ['outcome', 'text', ({ outcome }) => outcome],
  ['reasons', 'text', ({ reasons }) => reasons.join()],
  ['item_key', 'text', ({ entry }) => entry?.key],
  ['name_key', 'text', ({ item }) => item.nameKey],
];

const CODE_COLUMNS: readonly Column<StoredCode>[] = [
  ['type', 'text', ({ type }) => type],
  ['code', 'text', ({ code }) => code],
  ['outcome', 'text', ({ outcome }) => outcome],
  ['item_key', 'text', ({ itemKey }) => itemKey],
  ['item_name', 'text', ({ ledgerName }) => ledgerName],
  ['open_records', 'integer', ({ openRecords }) => openRecords],
  ['open_money', 'jsonb', ({ openMoney }) => openMoney],
];

/** What comparing charts and codes gave. */
export type ComparedAll = {
  charts: readonly StoredChart[];
  codes: readonly StoredCode[];
  counts: { charts: ChartCounts; codes: CodeCounts };
};

/** Keeps it instead of what was kept before. */
export async function storeCharts(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  { charts, codes, counts }: ComparedAll,
): Promise<void> {
  await lockComparison(ctx, tx, connectionId, 'charts');
  const where = { tenantId: ctx.tenantId, connectionId };
  await tx.chartMatch.deleteMany({ where });
  await tx.codeMatch.deleteMany({ where });
  if (charts.length > 0) {
    await tx.$executeRaw`
      INSERT INTO chart_match (tenant_id, connection_id, reference_id, type, outcome, reasons, item_key, name_key)
      SELECT ${ctx.tenantId}::uuid, ${connectionId}::uuid, c.reference_id, c.type, c.outcome, string_to_array(c.reasons, ','),
             c.item_key, c.name_key
        FROM ${recordset('c', charts, CHART_COLUMNS)}`;
  }
  if (codes.length > 0) {
    // Two categories and options may make one text.
    await tx.$executeRaw`
      INSERT INTO code_match (tenant_id, connection_id, type, code, outcome, item_key, item_name, open_records, open_money)
      SELECT ${ctx.tenantId}::uuid, ${connectionId}::uuid, c.type, c.code, c.outcome, c.item_key, c.item_name,
             c.open_records, c.open_money
        FROM ${recordset('c', codes, CODE_COLUMNS)}
      ON CONFLICT DO NOTHING`;
  }
  await storeCounts(ctx, tx, connectionId, 'charts', counts.charts);
  await storeCounts(ctx, tx, connectionId, 'codes', counts.codes);
}
