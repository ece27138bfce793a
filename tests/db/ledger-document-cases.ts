import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { adoptDocument } from '#lib/adoption/adopt-document.ts';
import { type AdoptedRecord, readAdoptedRecord, readOwners } from '#lib/adoption/adopted-record.ts';
import { offerAdoption } from '#lib/adoption/offer-adoption.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { endDocuments } from '#lib/ledger-documents/end-documents.ts';
import { readDocumentsNow } from '#lib/ledger-documents/read-documents-now.ts';
import { readHeldDocument } from '#lib/ledger-documents/read-held-document.ts';
import { readLedgerDocuments } from '#lib/ledger-documents/read-ledger-documents.ts';
import { markDeleted, storeDocuments, writeDocuments } from '#lib/ledger-documents/store-documents.ts';
import { storedDocuments } from '#lib/ledger-documents/stored-document.ts';
import type { ReadingClaim } from '#lib/ledger-lists/claim-reading.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { ledgerDocument } from '#tests/factories/ledger-document.ts';
import { ListedCompany } from '#tests/factories/listed-company.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

const CHANGED = ledgerDocument({ externalKey: 'SECRET', number: 'changed' });

/** The cases of lib/ledger-documents, and of what is adopted from it. */
export const LEDGER_DOCUMENT_CASES: Record<string, Case> = {
  storeDocuments: (own, other) =>
    within(own, (ctx, tx) =>
      storeDocuments(ctx, tx, claimOf(other), { documents: [CHANGED], gone: ['SECRET'], next: null }),
    ),
  writeDocuments: (own, other) =>
    within(own, (ctx, tx) =>
      writeDocuments(ctx, tx, { ...placeOf(other), readingId: null }, storedDocuments([CHANGED])),
    ),
  markDeleted: (own, other) => within(own, (ctx, tx) => markDeleted(ctx, tx, placeOf(other), ['SECRET'])),
  endDocuments: (own, other) => within(own, (ctx, tx) => endDocuments(ctx, tx, claimOf(other), '2020-01-01')),
  readLedgerDocuments: (own, other) =>
    readLedgerDocuments(act(own), placeOf(other), { door: new ListedCompany().door }),
  readDocumentsNow: (own, other) =>
    readDocumentsNow(act(own), { ...placeOf(other), key: 'SECRET' }, new ListedCompany().door),
  readHeldDocument: (own) =>
    within(own, (ctx, tx) =>
      readHeldDocument(ctx, tx, { kind: 'invoice', referenceNumber: 'SECRET', companyId: null }),
    ),
  readAdoptedRecord: (own, other) => within(own, (ctx, tx) => readAdoptedRecord(ctx, tx, other.recordId)),
  readOwners: (own, other) =>
    within(own, async (ctx, tx) => [
      ...(await readOwners(ctx, tx, adopted(own, other), [{ externalKey: 'SECRET', number: 'SECRET' }])),
    ]),
  offerAdoption: (own, other) => offerAdoption(act(own), other.recordId, new ListedCompany().door),
  adoptDocument: (own, other) =>
    adoptDocument(act(own), { recordId: other.recordId, externalKey: 'SECRET' }, new ListedCompany().door),
};

/** A record of one's own that names another's company. */
function adopted(own: FilledTenant, other: FilledTenant): AdoptedRecord {
  const company = { ledger: 'qbo', environment: 'demo', companyName: 'Acme', homeCurrency: null } as const;
  const facts = { number: null, payer: null, billingOrg: null, amount: null, currency: null, documentDate: null };
  const standing = { syncStatus: 'failed', cause: 'duplicate_document', referenceNumber: null, version: 1 } as const;
  const connection = { id: placeOf(other).connectionId, ...company };
  return { id: own.recordId, kind: 'invoice', ...facts, ...standing, connection };
}

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: permissionsOfRoles(['accounting_sync', 'admin']) });
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => Promise<T>): Promise<T> {
  const ctx = act(own);
  return ctx.transaction((tx) => work(ctx, tx));
}

function placeOf({ tenant }: FilledTenant) {
  return { connectionId: tenant.connectionId, kind: 'invoice' as const };
}

/** As if the reading were known, down to its token. */
function claimOf(other: FilledTenant): ReadingClaim {
  const { runId } = other.connection;
  const { connectionId } = placeOf(other);
  return { connectionId, type: 'invoice', token: runId, readingId: runId, nextPage: null, since: null, isFirst: false };
}
