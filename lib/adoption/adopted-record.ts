import type { Ctx } from '#lib/access/context.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { type Amount, storedAmount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { LedgerDocument } from '#lib/ledgers/ledger-document.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import { type Kind, type SyncStatus, statusOfNumber } from '#lib/records/kinds.ts';
import type { AdoptionCandidate } from './adoption-contract.ts';

/** A record that may be a document of the ledger already, and the company to ask. */
export type AdoptedRecord = {
  id: string;
  kind: Kind;
  number: string | null;
  payer: string | null;
  billingOrg: string | null;
  amount: Amount | null;
  currency: string | null;
  documentDate: string | null;
  syncStatus: SyncStatus;
  cause: string | null;
  referenceNumber: string | null;
  version: number;
  connection: AskedConnection;
};

export type AskedConnection = {
  id: string;
  ledger: Ledger;
  environment: LedgerEnvironment;
  companyName: string;
  homeCurrency: string | null;
};

type Row = Omit<AdoptedRecord, 'connection' | 'amount' | 'syncStatus'> & {
  connectionId: string | null;
  amount: string | null;
  syncStatus: number;
};

/**
 * Reads a record and the connection that it is meant for, which is the only one that is connected where it names none.
 * Throws `not_found`, and `conflict` where there is nobody to ask.
 */
export async function readAdoptedRecord(ctx: Ctx, tx: TenantTx, id: string): Promise<AdoptedRecord> {
  if (!isId(id)) throw notFound('The record');
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT id, kind, number, payer, billing_org AS "billingOrg", amount::text, trim(currency) AS currency,
           document_date::text AS "documentDate", sync_status AS "syncStatus", cause, reference_number AS "referenceNumber",
           version, connection_id AS "connectionId"
      FROM sync_record WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  if (row === undefined) throw notFound('The record');
  const { connectionId, amount, syncStatus, ...record } = row;
  const connections = await tx.$queryRaw<AskedConnection[]>`
    SELECT id, ledger, environment, company_name AS "companyName", company ->> 'homeCurrency' AS "homeCurrency"
      FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND status = 'connected' AND (${connectionId}::uuid IS NULL OR id = ${connectionId}::uuid)
     ORDER BY id LIMIT 2`;
  const [connection, another] = connections;
  if (connection === undefined || another !== undefined) {
    throw new AppError('conflict', {
      message:
        another === undefined
          ? 'The company that this record is meant for is not connected, so the ledger can’t be asked.'
          : 'This record does not say which company it is meant for, and several are connected.',
    });
  }
  return {
    ...record,
    amount: amount === null ? null : storedAmount(amount),
    syncStatus: statusOfNumber(syncStatus),
    connection,
  };
}

type Owner = NonNullable<AdoptionCandidate['owner']> & { referenceNumber: string };

/**
 * Gives which documents are another record of Tieout already, by the ledger's ids: a complete one that has the id for its
 * reference, or the number, which jobs tell of Xero.
 */
export async function readOwners(
  ctx: Ctx,
  tx: TenantTx,
  record: AdoptedRecord,
  documents: readonly Pick<LedgerDocument, 'externalKey' | 'number'>[],
): Promise<Map<string, NonNullable<AdoptionCandidate['owner']>>> {
  const references = documents.flatMap(({ externalKey, number }) => [
    externalKey,
    ...(number === null ? [] : [number]),
  ]);
  const owners = await tx.$queryRaw<Owner[]>`
    SELECT r.id, r.number, s.name AS source, r.reference_number AS "referenceNumber"
      FROM sync_record r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND s.tenant_id = ${ctx.tenantId}::uuid
       AND r.kind = ${record.kind} AND r.sync_status = 1 AND r.id <> ${record.id}::uuid
       AND r.reference_number = ANY (${references}::text[])
       AND (r.connection_id IS NULL OR r.connection_id = ${record.connection.id}::uuid)
     ORDER BY r.id`;
  const found = new Map<string, NonNullable<AdoptionCandidate['owner']>>();
  for (const { externalKey, number } of documents) {
    const owner =
      owners.find(({ referenceNumber }) => referenceNumber === externalKey) ??
      owners.find((one) => one.referenceNumber === number && one.number === number);
    if (owner !== undefined) found.set(externalKey, { id: owner.id, number: owner.number, source: owner.source });
  }
  return found;
}
