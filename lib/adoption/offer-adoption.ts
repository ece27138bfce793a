import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { AppError } from '#lib/core/app-error.ts';
import { readDocumentsNow } from '#lib/ledger-documents/read-documents-now.ts';
import type { LedgerDoor } from '#lib/ledger-lists/run-reading.ts';
import { documentAddress } from '#lib/ledgers/document-address.ts';
import type { LedgerDocument } from '#lib/ledgers/ledger-document.ts';
import { type AdoptedRecord, readAdoptedRecord, readOwners } from './adopted-record.ts';
import { type AdoptionCandidate, type AdoptionOffer, hasTakenNumber } from './adoption-contract.ts';
import { compareDocument } from './compare-document.ts';

/**
 * Asks the ledger which documents hold the number of a record that failed since its number is used already, and holds
 * each against the record. Throws `not_found`, `conflict` where there is nothing to ask or nobody, and `unavailable` or
 * `rate_limited` with the ledger's words.
 */
export async function offerAdoption(ctx: Ctx, recordId: string, door: LedgerDoor = openLedger): Promise<AdoptionOffer> {
  requirePermission(ctx, 'record:read');
  requirePermission(ctx, 'connection:check');
  const record = await ctx.transaction((tx) => readAdoptedRecord(ctx, tx, recordId));
  const number = checkAsked(record);
  const { id, ledger, companyName } = record.connection;
  const documents = await readDocumentsNow(ctx, { connectionId: id, kind: record.kind, number }, door);
  const candidates = await ctx.transaction(async (tx) => {
    const owners = await readOwners(ctx, tx, record, documents);
    return documents.map((document) => candidateOf(record, document, owners.get(document.externalKey) ?? null));
  });
  return {
    number,
    connection: { id, ledger, companyName },
    candidates: candidates.toSorted((a, b) => likeness(b) - likeness(a)),
    freeNumber: `${number}-2`,
    readAt: new Date().toISOString(),
  };
}

/** Gives the number to ask for. Throws `conflict` where the record is none of those that may be in the ledger already. */
export function checkAsked(record: AdoptedRecord): string {
  const { number } = record;
  if (!hasTakenNumber(record)) {
    throw new AppError('conflict', {
      message: 'This record did not fail because its number is used already, or it has changed since.',
    });
  }
  if (number === null) {
    throw new AppError('conflict', { message: 'This record has no number to look for in the ledger.' });
  }
  return number;
}

/** Holds one document against the record. */
export function candidateOf(
  record: AdoptedRecord,
  document: LedgerDocument,
  owner: AdoptionCandidate['owner'],
): AdoptionCandidate {
  const { externalKey, number, contactName, total, date, status, links } = document;
  const facts = compareDocument(record, document, record.connection.homeCurrency);
  return {
    externalKey,
    number,
    contactName,
    total,
    currency: document.currency ?? record.connection.homeCurrency,
    date,
    status,
    hasPayments: links.length > 0,
    facts,
    isAdoptable: owner === null && facts.every(({ isSame }) => isSame),
    owner,
    address: documentAddress(record.connection, record.kind, externalKey),
  };
}

function likeness({ facts, isAdoptable }: AdoptionCandidate): number {
  return facts.filter(({ isSame }) => isSame).length + (isAdoptable ? 1 : 0);
}
