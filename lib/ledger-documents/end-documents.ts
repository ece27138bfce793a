import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ReadingClaim } from '#lib/ledger-lists/claim-reading.ts';
import { closeReading } from '#lib/ledger-lists/end-reading.ts';

/** What was asked for by itself, of before the window, is kept so long. */
const OUTSIDE_DAYS = 60;

/**
 * Ends a reading of documents. A whole one has seen everything that is dated within the window or changed in it, so that
 * what it has not seen was deleted; what has left the window is dropped.
 */
export async function endDocuments(ctx: Ctx, tx: TenantTx, claim: ReadingClaim, from: string): Promise<void> {
  await closeReading(ctx, tx, claim);
  if (claim.since !== null) return;
  const { connectionId, type, readingId } = claim;
  // One that was asked for by itself meanwhile is newer than the reading, which need not have seen it.
  await tx.$executeRaw`
    UPDATE ledger_document d SET status = 'deleted', changed_at = now()
      FROM ledger_reading r
     WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.connection_id = ${connectionId}::uuid AND d.kind = ${type}
       AND r.tenant_id = ${ctx.tenantId}::uuid AND r.connection_id = ${connectionId}::uuid AND r.type = ${type}
       AND d.document_date >= ${from}::date AND d.status <> 'deleted' AND d.read_at < r.started_at
       AND d.reading_id IS DISTINCT FROM ${readingId}::uuid`;
  await tx.$executeRaw`
    DELETE FROM ledger_document
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND kind = ${type}
       AND document_date < ${from}::date AND reading_id IS DISTINCT FROM ${readingId}::uuid
       AND read_at < now() - make_interval(days => ${OUTSIDE_DAYS}::int)`;
}
