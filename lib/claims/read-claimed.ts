import type { Ctx } from '#lib/access/context.ts';
import { type Amount, storedAmount, toApiAmount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** One record as a sync job is given it: the whole document, and what the job needs to write it once. */
export type ClaimedRecord = Record<string, unknown> & { id: string; leaseUntil: string; checkFirst: boolean };

/** Gives whole what a claim holds, oldest first. What has run out, was reported or was given back is not in it. */
export async function readClaimed(ctx: Ctx, tx: TenantTx, claimId: string): Promise<ClaimedRecord[]> {
  const [{ records }] = await tx.$queryRaw<[{ records: StoredClaimed[] }]>`
    SELECT coalesce(json_agg(p), '[]') AS records FROM (
      SELECT r.id, r.kind, s.slug AS source, r.external_key AS "sourceId",
             r.id || '-v' || h.content_version AS "idempotencyKey", r.content_version AS "contentVersion",
             r.is_in_doubt AS "checkFirst", h.expires_at AS "leaseUntil", r.reference_number AS "referenceNumber",
             r.number, r.amount::text, r.currency, r.payer, r.payer_email AS "payerEmail", r.billing_org AS "billingOrg",
             r.billing_org_email AS "billingOrgEmail", r.shipment_id AS "shipmentId", r.source_status AS "sourceStatus",
             r.document_date AS "documentDate", r.due_date AS "dueDate", r.pending_since AS "pendingSince",
             (SELECT json_build_object('ledger', c.ledger, 'companyId', c.company_id, 'companyName', c.company_name)
                FROM connection c WHERE c.tenant_id = r.tenant_id AND c.id = r.connection_id) AS connection,
             (SELECT coalesce(json_agg(json_build_object(
                       'lineNo', l.line_no, 'description', l.description, 'quantity', trim_scale(l.quantity)::text,
                       'unitAmount', trim_scale(l.unit_amount)::text, 'amount', l.amount::text, 'accountCode', l.account_code,
                       'itemCode', l.item_code, 'taxCode', l.tax_code, 'taxAmount', l.tax_amount::text,
                       'tracking', l.tracking) ORDER BY l.line_no), '[]')
                FROM sync_record_line l WHERE l.tenant_id = r.tenant_id AND l.record_id = r.id) AS lines,
             (SELECT coalesce(json_agg(json_build_object(
                       'kind', a.kind, 'sourceId', a.external_key, 'recordId', d.id, 'number', d.number,
                       'referenceNumber', d.reference_number, 'amount', a.amount::text) ORDER BY a.position), '[]')
                FROM record_application a
                LEFT JOIN sync_record d ON d.tenant_id = a.tenant_id AND d.source_id = a.source_id AND d.kind = a.kind
                                       AND d.external_key = a.external_key
               WHERE a.tenant_id = r.tenant_id AND a.payment_id = r.id) AS applies
        FROM lease h
        JOIN sync_record r ON r.tenant_id = h.tenant_id AND r.id = h.record_id
        JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
       WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.claim_id = ${claimId}::uuid AND h.expires_at > now()
       ORDER BY r.pending_since, r.id) p`;
  return records.map(toClaimed);
}

type StoredClaimed = ClaimedRecord & {
  amount: string | null;
  pendingSince: string;
  lines: Record<'amount' | 'taxAmount', string | null>[];
  applies: { amount: string }[];
};

function toClaimed(record: StoredClaimed): ClaimedRecord {
  return {
    ...record,
    amount: apiAmount(record.amount),
    leaseUntil: new Date(record.leaseUntil).toISOString(),
    pendingSince: new Date(record.pendingSince).toISOString(),
    lines: record.lines.map((line) => ({
      ...line,
      amount: apiAmount(line.amount),
      taxAmount: apiAmount(line.taxAmount),
    })),
    applies: record.applies.map((applied) => ({ ...applied, amount: apiAmount(applied.amount) })),
  };
}

function apiAmount(text: string | null): string | null {
  return text === null ? null : toApiAmount(storedAmount(text) as Amount);
}
