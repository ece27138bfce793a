import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { LinkedPayment, LinkedRecord, Member, SideUse } from './duplicate-contract.ts';
import type { SideKey } from './read-sides.ts';

/** So many of each are shown of one side. */
const SHOWN = 20;

type Uses = Omit<Member, 'side'>;

/** Reads what hangs on one of those that look alike: names on records, the records themselves, and what pays it. */
export async function readUses(ctx: Ctx, tx: TenantTx, side: SideKey): Promise<Uses> {
  switch (side.subject) {
    case 'contact':
      return { uses: await readNames(ctx, tx, side), records: [], payments: [] };
    case 'document':
      return {
        uses: [],
        records: await recordsOfDocument(ctx, tx, side),
        payments: await paymentsOfDocument(ctx, tx, side),
      };
    case 'record':
      return { uses: [], records: await recordItself(ctx, tx, side), payments: await paymentsOfRecord(ctx, tx, side) };
    default:
      return side.subject satisfies never;
  }
}

function readNames({ tenantId }: Ctx, tx: TenantTx, { connectionId, kind, key }: SideKey): Promise<SideUse[]> {
  const types = kind === 'contact' ? ['customer', 'vendor'] : [kind];
  return tx.$queryRaw<SideUse[]>`
    SELECT party, name, records, open_records AS "openRecords", open_money AS "openMoney" FROM name_match
     WHERE tenant_id = ${tenantId}::uuid AND connection_id = ${connectionId}::uuid AND contact_key = ${key}
       AND contact_type = ANY (${types}::text[])
     ORDER BY open_records DESC, records DESC, party, name LIMIT ${SHOWN}::int`;
}

function recordsOfDocument(
  { tenantId }: Ctx,
  tx: TenantTx,
  { connectionId, kind, key }: SideKey,
): Promise<LinkedRecord[]> {
  return tx.$queryRaw<LinkedRecord[]>`
    SELECT r.id, r.kind, coalesce(r.number, r.external_key) AS number, s.name AS "sourceName"
      FROM ledger_document d
      JOIN sync_record r ON r.tenant_id = d.tenant_id AND r.kind = d.kind AND (r.connection_id = d.connection_id OR r.connection_id IS NULL)
                        AND (r.reference_number = d.external_key OR r.reference_number = d.number)
      JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
     WHERE d.tenant_id = ${tenantId}::uuid AND d.connection_id = ${connectionId}::uuid AND d.kind = ${kind} AND d.external_key = ${key}
     ORDER BY r.id LIMIT ${SHOWN}::int`;
}

function paymentsOfDocument(
  { tenantId }: Ctx,
  tx: TenantTx,
  { connectionId, kind, key }: SideKey,
): Promise<LinkedPayment[]> {
  return tx.$queryRaw<LinkedPayment[]>`
    SELECT coalesce(l->>'number', p.number, l->>'externalKey') AS number, l->>'amount' AS amount, NULL AS "recordId"
      FROM ledger_document d
     CROSS JOIN LATERAL jsonb_array_elements(d.links) l
      LEFT JOIN ledger_document p ON p.tenant_id = d.tenant_id AND p.connection_id = d.connection_id
                                 AND p.kind = l->>'kind' AND p.external_key = l->>'externalKey'
     WHERE d.tenant_id = ${tenantId}::uuid AND d.connection_id = ${connectionId}::uuid AND d.kind = ${kind} AND d.external_key = ${key}
     LIMIT ${SHOWN}::int`;
}

function recordItself({ tenantId }: Ctx, tx: TenantTx, { key }: SideKey): Promise<LinkedRecord[]> {
  return tx.$queryRaw<LinkedRecord[]>`
    SELECT r.id, r.kind, coalesce(r.number, r.external_key) AS number, s.name AS "sourceName"
      FROM sync_record r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
     WHERE r.tenant_id = ${tenantId}::uuid AND r.id = ${key}::uuid`;
}

function paymentsOfRecord({ tenantId }: Ctx, tx: TenantTx, { key }: SideKey): Promise<LinkedPayment[]> {
  return tx.$queryRaw<LinkedPayment[]>`
    SELECT coalesce(p.number, p.external_key) AS number, a.amount::text AS amount, p.id AS "recordId"
      FROM sync_record d
      JOIN record_application a ON a.tenant_id = d.tenant_id AND a.source_id = d.source_id AND a.kind = d.kind
                               AND a.external_key = d.external_key
      JOIN sync_record p ON p.tenant_id = a.tenant_id AND p.id = a.payment_id AND p.sync_status = 1 AND p.excluded_at IS NULL
     WHERE d.tenant_id = ${tenantId}::uuid AND d.id = ${key}::uuid ORDER BY p.id LIMIT ${SHOWN}::int`;
}
