import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ApplicationInput, LineInput } from '#lib/records/schemas.ts';

/** The lines of a record as its document now has them. */
export type NewLines = { recordId: string; lines: readonly LineInput[] };
/** What a payment now pays; documents of the payment's own source. */
export type NewApplications = { recordId: string; sourceId: string; applies: readonly ApplicationInput[] };
/** What the ledger accepted of each line. */
export type SyncedLines = { recordId: string; lines: readonly { lineNo: number; syncedAmount: string }[] };

type OfRecord<Line> = { recordId: string; line: Line };

const LINE_KEY: readonly Column<OfRecord<{ lineNo: number }>>[] = [
  ['record_id', 'uuid', ({ recordId }) => recordId],
  ['line_no', 'integer', ({ line }) => line.lineNo],
];
const LINE_COLUMNS: readonly Column<OfRecord<LineInput>>[] = [
  ...LINE_KEY,
  ['description', 'text', ({ line }) => line.description],
  ['quantity', 'numeric', ({ line }) => line.quantity],
  ['unit_amount', 'numeric', ({ line }) => line.unitAmount],
  ['amount', 'numeric', ({ line }) => line.amount],
  ['account_code', 'text', ({ line }) => line.accountCode],
  ['item_code', 'text', ({ line }) => line.itemCode],
  ['tax_code', 'text', ({ line }) => line.taxCode],
  ['tax_amount', 'numeric', ({ line }) => line.taxAmount],
  ['tracking', 'jsonb', ({ line }) => line.tracking],
];
const SYNCED_COLUMNS: readonly Column<OfRecord<SyncedLines['lines'][number]>>[] = [
  ...LINE_KEY,
  ['synced_amount', 'numeric', ({ line }) => line.syncedAmount],
];
const APPLICATION_COLUMNS: readonly Column<{ change: NewApplications; index: number; applied: ApplicationInput }>[] = [
  ['payment_id', 'uuid', ({ change }) => change.recordId],
  ['position', 'integer', ({ index }) => index + 1],
  ['source_id', 'uuid', ({ change }) => change.sourceId],
  ['kind', 'text', ({ applied }) => applied.kind],
  ['external_key', 'text', ({ applied }) => applied.sourceId],
  ['amount', 'numeric', ({ applied }) => applied.amount],
];

/** Makes the lines of records what their documents say; what the ledger accepted of a line that stays is kept. */
export async function replaceLines(tx: TenantTx, tenantId: string, changes: readonly NewLines[]): Promise<void> {
  if (changes.length === 0) return;
  const ids = changes.map(({ recordId }) => recordId);
  const lines = changes.flatMap(({ recordId, lines }) => lines.map((line) => ({ recordId, line })));
  await tx.$executeRaw`
    DELETE FROM sync_record_line l
     WHERE l.tenant_id = ${tenantId}::uuid AND l.record_id = ANY (${ids}::uuid[])
       AND NOT EXISTS (SELECT FROM ${recordset('s', lines, LINE_KEY)}
                        WHERE s.record_id = l.record_id AND s.line_no = l.line_no)`;
  await tx.$executeRaw`
    INSERT INTO sync_record_line (tenant_id, record_id, line_no, description, quantity, unit_amount, amount,
                                  account_code, item_code, tax_code, tax_amount, tracking)
    SELECT ${tenantId}::uuid, s.* FROM ${recordset('s', lines, LINE_COLUMNS)}
    ON CONFLICT (tenant_id, record_id, line_no) DO UPDATE
       SET description = excluded.description, quantity = excluded.quantity, unit_amount = excluded.unit_amount,
           amount = excluded.amount, account_code = excluded.account_code, item_code = excluded.item_code,
           tax_code = excluded.tax_code, tax_amount = excluded.tax_amount, tracking = excluded.tracking`;
}

/** Makes what payments pay what their documents say. */
export async function replaceApplications(
  tx: TenantTx,
  tenantId: string,
  changes: readonly NewApplications[],
): Promise<void> {
  if (changes.length === 0) return;
  const ids = changes.map(({ recordId }) => recordId);
  const rows = changes.flatMap((change) => change.applies.map((applied, index) => ({ change, index, applied })));
  await tx.$executeRaw`
    DELETE FROM record_application WHERE tenant_id = ${tenantId}::uuid AND payment_id = ANY (${ids}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO record_application (tenant_id, payment_id, position, source_id, kind, external_key, amount)
    SELECT ${tenantId}::uuid, s.* FROM ${recordset('s', rows, APPLICATION_COLUMNS)}`;
}

/** Notes what the ledger accepted of each line, as the last complete attempt reported it. */
export async function storeSyncedLines(tx: TenantTx, tenantId: string, changes: readonly SyncedLines[]): Promise<void> {
  const lines = changes.flatMap(({ recordId, lines }) => lines.map((line) => ({ recordId, line })));
  if (lines.length === 0) return;
  await tx.$executeRaw`
    UPDATE sync_record_line l SET synced_amount = s.synced_amount
      FROM ${recordset('s', lines, SYNCED_COLUMNS)}
     WHERE l.tenant_id = ${tenantId}::uuid AND l.record_id = s.record_id AND l.line_no = s.line_no`;
}
