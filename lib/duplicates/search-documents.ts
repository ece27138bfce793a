import { setImmediate as turn } from 'node:timers/promises';
import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { findDocumentPairs } from './find-document-pairs.ts';
import { type BlockRow, readBlocks } from './read-blocks.ts';
import type { SearchedPair } from './store-pairs.ts';

/**
 * Finds complete records that look like one document that the source sent twice, and that therefore stands in the ledger
 * twice: of one company, party and total. What was written to the ledger as one is one.
 */
export async function searchRecords(ctx: Ctx, tx: TenantTx): Promise<SearchedPair[]> {
  const found: SearchedPair[] = [];
  for await (const rows of readBlocks(tx, completeRecords(ctx))) {
    await turn();
    found.push(...pairsIn('record', rows));
  }
  return found;
}

/** Finds bills and invoices that look as if they stood in a ledger twice, whoever entered them there. */
export async function searchDocuments(
  ctx: Ctx,
  tx: TenantTx,
  connectionIds: readonly string[],
): Promise<SearchedPair[]> {
  const found: SearchedPair[] = [];
  for await (const rows of readBlocks(tx, ledgerDocuments(ctx, connectionIds))) {
    await turn();
    found.push(...pairsIn('document', rows));
  }
  return found;
}

/** Gives the pairs among documents of whole blocks. */
function pairsIn(of: 'record' | 'document', rows: readonly BlockRow[]): SearchedPair[] {
  return [...Map.groupBy(rows, ({ connectionId }) => connectionId)].flatMap(([connectionId, documents]) => {
    const read = new Set(documents.filter(({ isRead }) => isRead).map(({ key }) => key));
    return findDocumentPairs(documents)
      .filter(({ left, right }) => !(read.has(left.key) && read.has(right.key)))
      .map(({ left, right, score, reasons }) => ({
        connectionId,
        kind: left.kind,
        keys: [left.key, right.key],
        score,
        reasons:
          of === 'record'
            ? reasons.map((reason) => (reason === 'synced_twice' ? 'source_sent_twice' : reason))
            : reasons,
        money: left.currency === null ? [] : [{ currency: left.currency, amount: left.total }],
      }));
  });
}

function completeRecords({ tenantId }: Ctx): Prisma.Sql {
  return Prisma.sql`
    SELECT r.id::text AS key, r.kind, p.party, r.amount::text AS total, trim(r.currency) AS currency, r.number,
           r.document_date::text AS date, true AS "isSynced", r.reference_number AS reference, r.connection_id AS "connectionId",
           k.external_key IS NOT NULL OR n.number IS NOT NULL AS "isRead",
           concat_ws(' ', r.kind, r.connection_id, r.currency, r.amount, regexp_replace(lower(p.party), '[^[:alnum:]]+', '', 'g')) AS block
      FROM sync_record r
     CROSS JOIN LATERAL (SELECT CASE r.kind WHEN 'invoice' THEN r.payer ELSE r.billing_org END AS party) p
      LEFT JOIN ledger_document k ON k.tenant_id = r.tenant_id AND k.connection_id = r.connection_id AND k.kind = r.kind
                                 AND k.external_key = r.reference_number
      LEFT JOIN (SELECT DISTINCT tenant_id, connection_id, kind, number FROM ledger_document WHERE tenant_id = ${tenantId}::uuid) n
             ON n.tenant_id = r.tenant_id AND n.connection_id = r.connection_id AND n.kind = r.kind AND n.number = r.reference_number
     WHERE r.tenant_id = ${tenantId}::uuid AND r.kind IN ('invoice', 'bill') AND r.sync_status = 1 AND r.excluded_at IS NULL
       AND NOT r.is_void AND NOT r.is_deleted AND r.amount IS NOT NULL AND p.party IS NOT NULL`;
}

/** Those that stand, with whether a sync job says that it wrote them: under their id, or under their number. */
function ledgerDocuments({ tenantId }: Ctx, connectionIds: readonly string[]): Prisma.Sql {
  const references = Prisma.sql`(SELECT DISTINCT kind, reference_number AS reference FROM sync_record
                                  WHERE tenant_id = ${tenantId}::uuid AND reference_number IS NOT NULL)`;
  return Prisma.sql`
    SELECT d.external_key AS key, d.kind, d.contact_name AS party, d.total::text AS total, trim(d.currency) AS currency, d.number,
           d.document_date::text AS date, i.reference IS NOT NULL OR n.reference IS NOT NULL AS "isSynced", NULL AS reference,
           d.connection_id AS "connectionId",
           concat_ws(' ', d.kind, d.connection_id, d.currency, d.total, d.contact_folded) AS block
      FROM ledger_document d
      LEFT JOIN ${references} i ON i.kind = d.kind AND i.reference = d.external_key
      LEFT JOIN ${references} n ON n.kind = d.kind AND n.reference = d.number
     WHERE d.tenant_id = ${tenantId}::uuid AND d.connection_id = ANY (${connectionIds}::uuid[]) AND d.kind IN ('invoice', 'bill')
       AND d.status IN ('draft', 'open', 'paid') AND d.total IS NOT NULL AND d.contact_folded IS NOT NULL`;
}
