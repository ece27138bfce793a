import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ApplicationInput, LineInput } from '#lib/records/schemas.ts';

/** The lines of a record as its document now has them. */
export type NewLines = { recordId: string; lines: readonly LineInput[] };
/** What a payment now pays; documents of the payment's own source. */
export type NewApplications = { recordId: string; sourceId: string; applies: readonly ApplicationInput[] };
/** What the ledger accepted of each line. */
export type SyncedLines = { recordId: string; lines: readonly { lineNo: number; syncedAmount: string }[] };

/** Makes the lines of records what their documents say; what the ledger accepted of a line that stays is kept. */
export async function replaceLines(tx: TenantTx, tenantId: string, changes: readonly NewLines[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.flatMap(({ recordId, lines }) => lines.map((line) => ({ recordId, ...line })));
  const kept = changes.map(({ recordId, lines }) => ({ recordId, lineNos: lines.map((line) => line.lineNo) }));
  await tx.$executeRaw`
    DELETE FROM sync_record_line l
     USING json_to_recordset(${JSON.stringify(kept)}::json) AS k("recordId" uuid, "lineNos" integer[])
     WHERE l.tenant_id = ${tenantId}::uuid AND l.record_id = k."recordId" AND l.line_no <> ALL (k."lineNos")`;
  await tx.$executeRaw`
    INSERT INTO sync_record_line (tenant_id, record_id, line_no, description, quantity, unit_amount, amount,
                                  account_code, item_code, tax_code, tax_amount, tracking)
    SELECT ${tenantId}::uuid, s."recordId", s."lineNo", s.description, s.quantity, s."unitAmount", s.amount,
           s."accountCode", s."itemCode", s."taxCode", s."taxAmount", s.tracking
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS s("recordId" uuid, "lineNo" integer, description text, quantity numeric, "unitAmount" numeric, amount numeric,
             "accountCode" text, "itemCode" text, "taxCode" text, "taxAmount" numeric, tracking jsonb)
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
  const rows = changes.flatMap(({ recordId, sourceId, applies }) =>
    applies.map((application, index) => ({
      recordId,
      position: index + 1,
      sourceId,
      kind: application.kind,
      externalKey: application.sourceId,
      amount: application.amount,
    })),
  );
  await tx.$executeRaw`
    DELETE FROM record_application WHERE tenant_id = ${tenantId}::uuid AND payment_id = ANY (${ids}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO record_application (tenant_id, payment_id, position, source_id, kind, external_key, amount)
    SELECT ${tenantId}::uuid, s."recordId", s.position, s."sourceId", s.kind, s."externalKey", s.amount
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS s("recordId" uuid, position integer, "sourceId" uuid, kind text, "externalKey" text, amount numeric)`;
}

/** Notes what the ledger accepted of each line, as the last complete attempt reported it. */
export async function storeSyncedLines(tx: TenantTx, tenantId: string, changes: readonly SyncedLines[]): Promise<void> {
  const rows = changes.flatMap(({ recordId, lines }) => lines.map((line) => ({ recordId, ...line })));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE sync_record_line l SET synced_amount = s."syncedAmount"
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS s("recordId" uuid, "lineNo" integer, "syncedAmount" numeric)
     WHERE l.tenant_id = ${tenantId}::uuid AND l.record_id = s."recordId" AND l.line_no = s."lineNo"`;
}
