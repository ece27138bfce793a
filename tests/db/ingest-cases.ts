import { type Ctx, makeContext } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { newId } from '#lib/core/ids.ts';
import { applyBatch } from '#lib/ingest/apply-batch.ts';
import { attemptSet, findAttempts, findUnmatched, insertAttempts, linkAttempts } from '#lib/ingest/attempt-store.ts';
import type { Reporter } from '#lib/ingest/batch.ts';
import { replaceApplications, replaceLines, storeSyncedLines } from '#lib/ingest/line-store.ts';
import { lockMissing } from '#lib/ingest/lock-missing.ts';
import { insertRecords, lockRecords, type RecordKey, updateRecords } from '#lib/ingest/record-store.ts';
import { storeRejectedItems } from '#lib/ingest/rejected-items.ts';
import { resolveOperations } from '#lib/ingest/resolve-operations.ts';
import { putRecords } from '#lib/records/put-records.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { received } from '#tests/factories/received-item.ts';
import { failedAttempt, recordState } from '#tests/factories/record-state.ts';
import { keyContext } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of what writes records and attempts. */
export const INGEST_CASES: Record<string, Case> = {
  putRecords: (own) => putRecords(act(own), received([{ kind: 'invoice', sourceId: 'inv_1', number: 'x' }])),
  reportAttempts: (own) =>
    reportAttempts(
      act(own),
      received(
        ['SY1', 'SY2', 'SY3'].map((externalId) => ({
          externalId,
          record: { kind: 'invoice', sourceId: 'waiting', number: 'x' },
          outcome: 'complete',
          attemptedAt: '2026-01-02T00:00:00Z',
        })),
      ),
    ),
  applyBatch: (own, other) =>
    applyBatch(
      act(own),
      { ...reporterOf(own), sourceId: other.tenant.sourceId },
      {
        call: 'records',
        operations: [{ ...operationOf('inv_1'), document: { kind: 'invoice', sourceId: 'inv_1', number: 'x' } }],
        refused: [],
      },
    ),
  resolveOperations: (own, other) =>
    act(own).transaction((tx) => resolveOperations(tx, reporterOf(other), [operationOf('inv_1')])),
  lockRecords: (own, other) =>
    act(own).transaction((tx) => lockRecords(tx, other.tenant.info.id, [keyOf(other, 'inv_1')])),
  insertRecords: (own, other) =>
    act(own).transaction((tx) =>
      insertRecords(tx, other.tenant.info.id, [{ ...stateOf(other), id: newId(), externalKey: 'new' }]),
    ),
  updateRecords: (own, other) =>
    act(own).transaction((tx) => updateRecords(tx, other.tenant.info.id, [stateOf(other)])),
  lockMissing: (own, other) => act(own).transaction((tx) => lockMissing(tx, other.tenant.info.id, 'await')),
  findAttempts: (own, other) =>
    act(own).transaction((tx) => findAttempts(tx, other.tenant.info.id, other.tenant.sourceId, ['SY1', 'SY2'])),
  findUnmatched: (own, other) =>
    act(own).transaction((tx) => findUnmatched(tx, other.tenant.info.id, [keyOf(other, 'waiting')])),
  insertAttempts: (own, other) =>
    act(own).transaction((tx) =>
      insertAttempts(
        tx,
        other.tenant.info.id,
        reporterOf(other),
        attemptSet([
          {
            ...failedAttempt({ attemptedAt: '2026-01-01T00:00:00.000Z', externalId: 'SY9' }),
            id: newId(),
            key: keyOf(other, 'inv_1'),
            recordId: other.recordId,
            contentVersion: 1,
            connectionId: null,
            sentAmount: null,
            syncedLines: null,
            raw: null,
            contentHash: '00',
          },
        ]),
      ),
    ),
  linkAttempts: (own, other) =>
    act(own).transaction((tx) =>
      linkAttempts(tx, other.tenant.info.id, [
        { attemptId: other.unmatchedId, recordId: other.recordId, contentVersion: 1 },
      ]),
    ),
  replaceLines: (own, other) =>
    act(own).transaction((tx) => replaceLines(tx, other.tenant.info.id, [{ recordId: other.recordId, lines: [] }])),
  replaceApplications: (own, other) =>
    act(own).transaction((tx) =>
      replaceApplications(tx, other.tenant.info.id, [
        { recordId: other.recordId, sourceId: other.tenant.sourceId, applies: [] },
      ]),
    ),
  storeSyncedLines: (own, other) =>
    act(own).transaction((tx) =>
      storeSyncedLines(tx, other.tenant.info.id, [
        { recordId: other.recordId, lines: [{ lineNo: 1, syncedAmount: '0' }] },
      ]),
    ),
  storeRejectedItems: (own, other) =>
    act(own).transaction((tx) => storeRejectedItems(tx, reporterOf(other), 'records', [{ text: '{}', errors: [] }])),
};

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: keyContext(tenant).actor,
    permissions: new Set(['record:write', 'attempt:write']),
    requestId: 'test',
    address: null,
  });
}

/** For functions that take a tenant's id beside the transaction: another one's id does not help. */
function reporterOf({ tenant }: FilledTenant): Reporter {
  const none = { hookId: null, importId: null };
  return {
    tenantId: tenant.info.id,
    sourceId: tenant.sourceId,
    apiKeyId: tenant.keyId,
    ...none,
    requestId: 'test',
  };
}

function keyOf({ tenant }: FilledTenant, externalKey: string): RecordKey {
  return { sourceId: tenant.sourceId, kind: 'invoice', externalKey };
}

function stateOf(other: FilledTenant) {
  return recordState({ id: other.recordId, sourceId: other.tenant.sourceId, externalKey: 'inv_1', number: 'changed' });
}

function operationOf(externalKey: string) {
  return {
    index: 0,
    text: '{}',
    document: null,
    reference: { kind: 'invoice' as const, sourceId: externalKey },
    attempt: null,
  };
}
