import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { progressSql, type ReadingClaim, writeReading } from '#lib/ledger-lists/claim-reading.ts';
import type { LedgerDocumentPage } from '#lib/ledgers/ledger-document.ts';
import { type StoredDocument, storedDocuments } from './stored-document.ts';

/**
 * Writes one page of documents, and where the next page begins: all or nothing, so that a reading which is broken off
 * goes on behind its last page. Throws `LostReadingError`.
 */
export async function storeDocuments(
  ctx: Ctx,
  tx: TenantTx,
  claim: ReadingClaim,
  { documents, gone, next }: LedgerDocumentPage,
): Promise<void> {
  const rows = storedDocuments(documents);
  await writeReading(ctx, tx, claim, progressSql(next, rows.length));
  await writeDocuments(ctx, tx, { connectionId: claim.connectionId, readingId: claim.readingId }, rows);
  await markDeleted(ctx, tx, { connectionId: claim.connectionId, kind: claim.type }, gone);
}

/** Marks documents of a kind that the ledger says are no more. */
export async function markDeleted(
  ctx: Ctx,
  tx: TenantTx,
  { connectionId, kind }: { connectionId: string; kind: string },
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx.$executeRaw`
    UPDATE ledger_document SET status = 'deleted', changed_at = now(), read_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND kind = ${kind}
       AND external_key = ANY (${keys}) AND status <> 'deleted'`;
}

const COLUMNS: readonly Column<StoredDocument>[] = [
  ['kind', 'text', ({ kind }) => kind],
  ['external_key', 'text', ({ externalKey }) => externalKey],
  ['number', 'text', ({ number }) => number],
  ['number_key', 'text', ({ numberKey }) => numberKey],
  ['contact_key', 'text', ({ contactKey }) => contactKey],
  ['contact_name', 'text', ({ contactName }) => contactName],
  ['contact_folded', 'text', ({ contactFolded }) => contactFolded],
  ['document_date', 'date', ({ documentDate }) => documentDate],
  ['due_date', 'date', ({ dueDate }) => dueDate],
  ['currency', 'text', ({ currency }) => currency],
  ['total', 'numeric', ({ total }) => total],
  ['tax_total', 'numeric', ({ taxTotal }) => taxTotal],
  ['discount', 'numeric', ({ discount }) => discount],
  ['balance', 'numeric', ({ balance }) => balance],
  ['status', 'text', ({ status }) => status],
  ['has_payments', 'boolean', ({ hasPayments }) => hasPayments],
  ['links', 'jsonb', ({ links }) => links],
  ['lines', 'jsonb', ({ lines }) => lines],
  ['ledger_created_at', 'timestamptz', ({ createdAt }) => createdAt],
  ['ledger_updated_at', 'timestamptz', ({ updatedAt }) => updatedAt],
];

/** A page that was asked for earlier may arrive after a document was read by itself: so long that one counts. */
const NEWER_MINUTES = 10;

const NAMES = COLUMNS.map(([name]) => name);
const LIST = Prisma.raw(NAMES.join(', '));
const SET = Prisma.raw(
  NAMES.slice(2)
    .map((name) => `${name} = excluded.${name}`)
    .join(', '),
);
const TOLD = ['number', 'contact_key', 'contact_name', 'document_date', 'currency', 'total', 'tax_total', 'discount']
  .concat('balance', 'status', 'links', 'lines')
  .map((name) => ({ was: `d.${name}`, is: `excluded.${name}` }));
const HAS_CHANGED = Prisma.raw(
  `(${TOLD.map(({ was }) => was).join(', ')}) IS DISTINCT FROM (${TOLD.map(({ is }) => is).join(', ')})`,
);

/** Writes documents of a connection within the caller's transaction; `readingId` null of those asked for by themselves. */
export async function writeDocuments(
  ctx: Ctx,
  tx: TenantTx,
  { connectionId, readingId }: { connectionId: string; readingId: string | null },
  rows: readonly StoredDocument[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO ledger_document AS d (tenant_id, connection_id, reading_id, ${LIST})
    SELECT ${ctx.tenantId}::uuid, ${connectionId}::uuid, ${readingId}::uuid, ${LIST} FROM ${recordset('p', rows, COLUMNS)}
     ORDER BY kind, external_key
    ON CONFLICT (tenant_id, connection_id, kind, external_key) DO UPDATE
       SET ${SET}, reading_id = coalesce(excluded.reading_id, d.reading_id), read_at = now(),
           changed_at = CASE WHEN ${HAS_CHANGED} THEN now() ELSE d.changed_at END
     WHERE coalesce(excluded.ledger_updated_at >= d.ledger_updated_at, true)
        OR d.read_at < now() - make_interval(mins => ${NEWER_MINUTES}::int)`;
}
