import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { SkipReason } from '#lib/bulk/bulk-contract.ts';
import { openWithin } from '#lib/bulk/open-bulk-operation.ts';
import { readOperation, toOperation } from '#lib/bulk/read-operation.ts';
import { runClaimed } from '#lib/bulk/run-bulk-operation.ts';
import { startWithin } from '#lib/bulk/start-within.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { AppError } from '#lib/core/app-error.ts';
import { readDocumentsNow } from '#lib/ledger-documents/read-documents-now.ts';
import type { LedgerDoor } from '#lib/ledger-lists/run-reading.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import { type AdoptedRecord, readAdoptedRecord, readOwners } from './adopted-record.ts';
import type { Adoption, AdoptionCandidate, Compared } from './adoption-contract.ts';
import { candidateOf, checkAsked } from './offer-adoption.ts';

const input = z.object({ recordId: z.string(), externalKey: z.string().min(1).max(255) });

/**
 * Sets a record Complete with the id of the ledger's document that it is already, after the ledger said at this very
 * moment that it is the same: what was compared is in the audit log, and the move is a bulk change of one record, which
 * can be undone. Done again, it says that it is done. Throws `not_found`, `conflict` with what differs, and what reading throws.
 */
export async function adoptDocument(
  ctx: Ctx,
  request: z.input<typeof input>,
  door: LedgerDoor = openLedger,
): Promise<Adoption> {
  requirePermission(ctx, 'record:update_status');
  requirePermission(ctx, 'connection:check');
  const { recordId, externalKey } = input.parse(request);
  const record = await ctx.transaction((tx) => readAdoptedRecord(ctx, tx, recordId));
  if (isAdopted(record, externalKey)) return already(externalKey);
  const number = checkAsked(record);
  const { connection, kind } = record;
  const documents = await readDocumentsNow(ctx, { connectionId: connection.id, kind, key: externalKey }, door);
  const { operation, claim } = await ctx.transaction(async (tx) => {
    const [document] = documents;
    const owners = await readOwners(ctx, tx, record, documents);
    const candidate = document === undefined ? null : candidateOf(record, document, owners.get(externalKey) ?? null);
    refuse(candidate, number);
    // Whoever changes the record meanwhile waits for this, or this finds it changed.
    await tx.$executeRaw`SELECT FROM sync_record WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${record.id}::uuid FOR UPDATE`;
    const now = await readAdoptedRecord(ctx, tx, recordId);
    if (now.version !== record.version) throw changedMeanwhile();
    return startMove(ctx, tx, record, candidate);
  });
  if (claim !== null) await runClaimed(ctx.tenantId, claim, operation);
  return outcomeOf(ctx, recordId, externalKey, operation.id);
}

async function startMove(
  ctx: Ctx,
  tx: Parameters<typeof openWithin>[1],
  record: AdoptedRecord,
  { externalKey, number, facts }: AdoptionCandidate,
) {
  const selection = { by: 'ids', ids: [record.id] } as const;
  const id = await openWithin(ctx, tx, { act: 'status', target: 'complete', selection }, null);
  const ledger = LEDGER_WORDS[record.connection.ledger].name;
  const reason =
    `It is in ${ledger} already: ${KIND_LABEL[record.kind].one.toLowerCase()} ${number ?? externalKey} (id ${externalKey}) ` +
    'has the same party, total, currency and date.';
  const confirmation = { reason, referenceNumber: externalKey, typedCount: null };
  const started = await startWithin(ctx, tx, await readOperation(ctx, tx, id), confirmation, 'call');
  await recordAudit({ ...ctx, requestId: id }, tx, [
    {
      action: 'record.found_in_ledger',
      subject: { type: 'record', id: record.id },
      after: { ledger: record.connection.ledger, company: record.connection.companyName, externalKey, number, facts },
    },
  ]);
  return started;
}

async function outcomeOf(ctx: Ctx, recordId: string, externalKey: string, operationId: string): Promise<Adoption> {
  requirePermission(ctx, 'record:update_status');
  return ctx.transaction(async (tx) => {
    const { counts, skippedBy, brokenReason } = toOperation(await readOperation(ctx, tx, operationId));
    if (counts.updated > 0) return { state: 'adopted', operationId, referenceNumber: externalKey };
    if (isAdopted(await readAdoptedRecord(ctx, tx, recordId), externalKey)) return already(externalKey);
    const [why] = Object.keys(skippedBy) as SkipReason[];
    if (why === 'held') {
      throw new AppError('conflict', {
        message: 'A sync job holds this record at the moment. Try again when it is done.',
      });
    }
    throw brokenReason === null ? changedMeanwhile() : new AppError('conflict', { message: brokenReason });
  });
}

const WORDS: Record<Compared, string> = {
  party: 'the party',
  total: 'the total',
  currency: 'the currency',
  date: 'the date',
  status: 'its status',
};

function refuse(candidate: AdoptionCandidate | null, number: string): asserts candidate is AdoptionCandidate {
  if (candidate === null) {
    throw new AppError('conflict', { message: `The ledger no longer has this document. Look for ${number} again.` });
  }
  if (candidate.owner !== null) {
    throw new AppError('conflict', {
      message: `This document is record ${candidate.owner.number ?? candidate.owner.id} already, of ${candidate.owner.source}.`,
    });
  }
  const differing = candidate.facts.filter(({ isSame }) => !isSame).map(({ what }) => WORDS[what]);
  if (differing.length === 0) return;
  throw new AppError('conflict', {
    message: `It is not the same any more: ${differing.join(', ')} differ${differing.length === 1 ? 's' : ''}. Look again.`,
  });
}

function isAdopted({ syncStatus, referenceNumber }: AdoptedRecord, externalKey: string): boolean {
  return syncStatus === 'complete' && referenceNumber === externalKey;
}

function already(referenceNumber: string): Adoption {
  return { state: 'already', operationId: null, referenceNumber };
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', { message: 'The record has changed meanwhile. Look again.' });
}
