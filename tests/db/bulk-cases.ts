import { actingContext } from '#lib/access/acting-context.ts';
import { type Ctx, makeContext } from '#lib/access/context.ts';
import { applyBulkBatch } from '#lib/bulk/apply-bulk-batch.ts';
import { takeClaim, writeClaimed } from '#lib/bulk/claim.ts';
import { clearPreviews } from '#lib/bulk/clear-previews.ts';
import { countsSql } from '#lib/bulk/counts-sql.ts';
import { downloadBulkItems } from '#lib/bulk/download-bulk-items.ts';
import { endOperation } from '#lib/bulk/end-operation.ts';
import { forecastBulkOperation } from '#lib/bulk/forecast-bulk-operation.ts';
import { freezeOperation, unfrozenParts } from '#lib/bulk/freeze-operation.ts';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { insertOperation } from '#lib/bulk/insert-operation.ts';
import { listBulkItems } from '#lib/bulk/list-bulk-items.ts';
import { listBulkOperations } from '#lib/bulk/list-bulk-operations.ts';
import { openBulkOperation, openWithin } from '#lib/bulk/open-bulk-operation.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { readOperation, readStarted, type StoredOperation } from '#lib/bulk/read-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { checkUnfrozen, startWithin } from '#lib/bulk/start-within.ts';
import { stopBulkOperation } from '#lib/bulk/stop-bulk-operation.ts';
import { updateStatuses } from '#lib/bulk/update-statuses.ts';
import { getTenantSettings, tenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import { updateTenantSettings } from '#lib/tenants/update-tenant-settings.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { EVERYTHING } from '#tests/factories/record-model.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({
    ...keyContext(tenant),
    permissions: new Set([
      'record:read',
      'record:update_status',
      'record:override_status',
      'export:create',
      'settings:manage',
    ]),
  });
}

function allOf(...ids: string[]) {
  return { act: 'status', target: 'complete', selection: { by: 'ids', ids } } as const;
}

const EVERY = { by: 'filter', filter: { ...EVERYTHING, search: 'SECRET' }, exceptIds: [] } as const;
const CONFIRMED = { reason: 'checked', referenceNumber: null, typedCount: null };

/** The other tenant's operation, as if it were running: for what is given an operation beside the transaction. */
function stored(other: FilledTenant): StoredOperation {
  const none = { undoes: null, isSelfStarting: false, requestHash: null, brokenReason: null, undoneBy: null };
  return {
    ...none,
    id: other.operationId,
    act: 'status',
    target: 1,
    state: 'running',
    selection: {},
    parts: [],
    total: 1,
    done: 0,
    updated: 0,
    unchanged: 0,
    notFound: 0,
    skipped: {},
    reason: 'checked',
    referenceNumber: null,
    createdByType: 'api_key',
    createdBy: null,
    createdByName: 'x',
    address: null,
    createdAt: new Date(),
    startedAt: null,
    finishedAt: null,
  };
}

function claimOf(other: FilledTenant) {
  return { operationId: other.operationId, token: other.operationId };
}

export const BULK_CASES: Record<string, Case> = {
  openBulkOperation: (own, other) => openBulkOperation(act(own), allOf(other.recordId)).then(({ parts }) => parts),
  downloadBulkItems: async (own, other) => (await downloadBulkItems(act(own), other.operationId, null)).next(),
  openWithin: (own) =>
    act(own).transaction(async (tx) => {
      const id = await openWithin(act(own), tx, { act: 'exclude', selection: EVERY }, null);
      return (await readOperation(act(own), tx, id)).parts;
    }),
  insertOperation: (own, other) =>
    act(own)
      .transaction((tx) =>
        insertOperation({ ...act(own), tenantId: other.tenant.info.id }, tx, { act: 'include' }, EVERY),
      )
      .catch((error: Error) => Promise.reject(new Error(`${error.message} ${JSON.stringify(error)}`))),
  freezeOperation: (own, other) =>
    act(own).transaction((tx) =>
      freezeOperation(act(own), tx, other.operationId, { by: 'undo', undoes: other.operationId }),
    ),
  openUndo: (own, other) => openUndo(act(own), other.operationId),
  getBulkOperation: (own, other) => getBulkOperation(act(own), other.operationId),
  forecastBulkOperation: (own, other) => forecastBulkOperation(act(own), other.operationId),
  listBulkOperations: (own) => listBulkOperations(act(own), { limit: 100, cursor: null }),
  listBulkItems: (own, other) => listBulkItems(act(own), other.operationId, { result: null, limit: 100, cursor: null }),
  readOperation: (own, other) => act(own).transaction((tx) => readOperation(act(own), tx, other.operationId)),
  readStarted: (own) =>
    act(own).transaction((tx) => readStarted(act(own), tx, { beyond: null, isBackward: false, limit: 100 })),
  startBulkOperation: (own, other) => startBulkOperation(act(own), { id: other.operationId, ...CONFIRMED }),
  startWithin: (own, other) =>
    act(own).transaction((tx) => {
      const preview = { ...stored(other), state: 'previewed', createdBy: act(own).actor.id } as const;
      return startWithin(act(own), tx, preview, CONFIRMED, 'call');
    }),
  checkUnfrozen: (own, other) =>
    act(own).transaction((tx) =>
      checkUnfrozen(act(own), tx, stored(other), EVERY, { reason: 'x', referenceNumber: null }),
    ),
  unfrozenParts: (own) => act(own).transaction((tx) => unfrozenParts(act(own), tx, EVERY)),
  updateStatuses: (own, other) =>
    updateStatuses(act(own), { ids: [other.recordId], target: 'complete', reason: 'x' }).then(({ parts }) => parts),
  stopBulkOperation: (own, other) => stopBulkOperation(act(own), other.operationId),
  applyBulkBatch: async (own, other) => {
    const range = { from: 0, to: 10 };
    const { kinds } = await act(own).transaction((tx) => applyBulkBatch(act(own), tx, stored(other), range));
    return kinds;
  },
  takeClaim: (own, other) => act(own).transaction((tx) => takeClaim(act(own), tx, other.operationId)),
  writeClaimed: (own, other) =>
    act(own).transaction((tx) =>
      writeClaimed(act(own), tx, claimOf(other), countsSql(stored(other), new Map([['updated', 1]]))),
    ),
  endOperation: (own, other) => endOperation(act(own), claimOf(other), stored(other)),
  clearPreviews: (own) => clearPreviews(act(own)),
  actingContext: (own, other) =>
    actingContext(own.tenant.info.id, { type: 'person', id: other.personId }, { requestId: 'test', address: null }),

  getTenantSettings: (own) => getTenantSettings(act(own)),
  tenantSettings: (own) => act(own).transaction((tx) => tenantSettings(act(own), tx)),
  updateTenantSettings: (own) => updateTenantSettings(act(own), { isBulkCompleteForAdmins: true }),
};

export const BULK_TOUCHES_NO_TENANT: Record<string, string> = {
  auditInsert: 'writes a statement, which recordAudit runs',
  wakeWorker: 'sends an empty notification',
  workerContext: 'is for the worker, which works for any tenant',
  listWaitingOperations: 'gives the worker the ids of what waits, of every tenant',
  clearBulkPreviews: 'clears the previews of every tenant, each by an act of its own',
};
