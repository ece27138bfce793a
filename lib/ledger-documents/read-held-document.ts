import type { Ctx } from '#lib/access/context.ts';
import { type Amount, storedAmount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { documentAddress } from '#lib/ledgers/document-address.ts';
import type { LedgerDocumentLine } from '#lib/ledgers/ledger-document.ts';
import type { LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { HeldDocument } from './document-contract.ts';
import { foldNumber } from './fold-number.ts';

/** A record as far as its document is found by it. */
export type HeldBy = { kind: Kind; referenceNumber: string | null; companyId: string | null };

type Money = 'total' | 'taxTotal' | 'discount' | 'balance';
type Row = Omit<HeldDocument, Money | 'updatedAt' | 'readAt' | 'address'> &
  Record<Money, string | null> & {
    environment: LedgerEnvironment;
    updatedAt: Date | null;
    readAt: Date;
    lines: LedgerDocumentLine[];
  };

/**
 * Reads the ledger's document that a record became, as it was last read: the one whose id is the record's reference, or
 * whose number it is, which jobs tell of Xero. Null where there is no reference, or nothing was read under it.
 */
export async function readHeldDocument(
  ctx: Ctx,
  tx: TenantTx,
  { kind, referenceNumber, companyId }: HeldBy,
): Promise<{ held: HeldDocument; lines: LedgerDocumentLine[] } | null> {
  if (referenceNumber === null) return null;
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.ledger, c.environment, d.external_key AS "externalKey", d.number, d.contact_name AS "contactName",
           d.document_date::text AS date, coalesce(trim(d.currency), c.company ->> 'homeCurrency') AS currency,
           d.total::text, d.tax_total::text AS "taxTotal", d.discount::text, d.balance::text, d.status,
           d.has_payments AS "hasPayments", d.ledger_updated_at AS "updatedAt", d.read_at AS "readAt", d.lines
      FROM connection c
      JOIN ledger_document d ON d.tenant_id = ${ctx.tenantId}::uuid AND d.connection_id = c.id AND d.kind = ${kind}
       AND (d.external_key = ${referenceNumber} OR (d.number_key = ${foldNumber(referenceNumber)} AND d.number = ${referenceNumber}))
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND (${companyId}::text IS NULL OR c.company_id = ${companyId})
     ORDER BY d.external_key = ${referenceNumber} DESC, d.status = 'deleted', d.external_key LIMIT 1`;
  if (row === undefined) return null;
  const { environment, lines, updatedAt, readAt, ...rest } = row;
  const held = {
    ...rest,
    total: amountOf(row.total),
    taxTotal: amountOf(row.taxTotal),
    discount: amountOf(row.discount),
    balance: amountOf(row.balance),
    updatedAt: updatedAt?.toISOString() ?? null,
    readAt: readAt.toISOString(),
    address: documentAddress({ ledger: row.ledger, environment }, kind, row.externalKey),
  };
  return { held, lines };
}

function amountOf(text: string | null): Amount | null {
  return text === null ? null : storedAmount(text);
}
