import { connect } from './database-connection.ts';

const SYNCED = `
  SELECT r.kind, r.number, r.reference_number AS reference, coalesce(r.synced_amount, r.amount)::text AS amount,
    coalesce(r.synced_currency, r.currency) AS currency,
    coalesce(CASE WHEN r.kind IN ('invoice', 'invoice_payment') THEN r.payer ELSE r.billing_org END, '') AS contact,
    r.document_date::text AS "documentDate", r.due_date::text AS "dueDate",
    to_char(r.synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "syncedAt",
    coalesce(l.lines, '[]') AS lines, coalesce(p.applies, '[]') AS applies
  FROM sync_record r
  LEFT JOIN (
    SELECT tenant_id, record_id, json_agg(json_build_object('description', description, 'quantity', quantity::text,
      'unitAmount', unit_amount::text, 'amount', amount::text, 'accountCode', account_code, 'itemCode', item_code,
      'taxCode', tax_code, 'taxAmount', tax_amount::text, 'option', tracking -> 0 ->> 'option') ORDER BY line_no) AS lines
    FROM sync_record_line WHERE tenant_id = $1 GROUP BY 1, 2
  ) l ON l.tenant_id = r.tenant_id AND l.record_id = r.id
  LEFT JOIN (
    SELECT a.tenant_id, a.payment_id, json_agg(json_build_object('reference', d.reference_number, 'number', d.number,
      'amount', a.amount::text) ORDER BY a.position) AS applies
    FROM record_application a
    JOIN sync_record d ON d.tenant_id = a.tenant_id AND d.source_id = a.source_id AND d.kind = a.kind
      AND d.external_key = a.external_key AND d.reference_number IS NOT NULL
    WHERE a.tenant_id = $1 GROUP BY 1, 2
  ) p ON p.tenant_id = r.tenant_id AND p.payment_id = r.id
  WHERE r.tenant_id = $1 AND r.reference_number IS NOT NULL AND r.synced_at IS NOT NULL AND r.document_date IS NOT NULL
    AND r.amount IS NOT NULL`;

/** Reads what Tieout says is in the ledger of a demo tenant, as rows for the demo ledger; none where there is no such tenant. */
export async function readSyncedDocuments(databaseUrl: string, tenantSlug: string): Promise<Record<string, unknown>[]> {
  const client = await connect(databaseUrl, 'DATABASE_URL');
  try {
    const { rows: tenants } = await client.query<{ id: string }>('SELECT id FROM tenant WHERE slug = $1', [tenantSlug]);
    const tenantId = tenants[0]?.id;
    if (tenantId === undefined) return [];
    await client.query('BEGIN READ ONLY');
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    const { rows } = await client.query<Record<string, unknown>>(SYNCED, [tenantId]);
    await client.query('COMMIT');
    return rows;
  } finally {
    await client.end();
  }
}
