import type { Ctx } from '#lib/access/context.ts';
import { checkpointsFrom, readLatestCheckpoint, storeCheckpoint } from '#lib/audit/checkpoints.ts';
import { latestCheckpoint } from '#lib/audit/latest-checkpoint.ts';
import { listAuditActors } from '#lib/audit/list-audit-actors.ts';
import { listAuditEvents } from '#lib/audit/list-audit-events.ts';
import { EVERY_EVENT } from '#lib/audit/list-contract.ts';
import { copyOutside } from '#lib/audit/outside-copy.ts';
import { NO_COPY } from '#lib/audit/read-outside.ts';
import { lockSealing, sealAudit } from '#lib/audit/seal-audit.ts';
import {
  eventsByIds,
  lastEventId,
  matchingEvents,
  sealsAfter,
  sealsHolding,
  sliceFrom,
  unsealedEvents,
} from '#lib/audit/stored-events.ts';
import { verifyAudit } from '#lib/audit/verify-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { auditCheckpointDir } from '#lib/env.ts';
import { exportAuditLog } from '#lib/exports/export-audit-log.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { memberOf } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

function act({ tenant }: FilledTenant): Ctx {
  return memberOf(tenant);
}

/** An act of one tenant that names another's id. */
function claiming(own: FilledTenant, other: FilledTenant): Ctx {
  return { ...act(own), tenantId: other.tenant.info.id };
}

async function auditEventIds({ tenant }: FilledTenant): Promise<string[]> {
  return (await storedRows<{ id: string }>(tenant, 'audit_event', 'id')).map(({ id }) => id);
}

function expectNull(found: unknown): null {
  if (found !== null) throw new Error(`SECRET was found: ${JSON.stringify(found)}`);
  return null;
}

/** The audit log's part of the cases. */
export const AUDIT_CASES: Record<string, Case> = {
  sealAudit: (own) => sealAudit(act(own), { key: null, isNow: true }),
  lockSealing: (own, other) => act(own).transaction((tx) => lockSealing(claiming(own, other), tx)),
  sliceFrom: (own, other) => act(own).transaction((tx) => sliceFrom(claiming(own, other), tx, FIRST_ID, 0)),
  unsealedEvents: (own, other) =>
    act(own).transaction((tx) => unsealedEvents(claiming(own, other), tx, { from: FIRST_ID, before: null })),
  eventsByIds: async (own, other) => {
    const ids = await auditEventIds(other);
    return act(own).transaction((tx) => eventsByIds(act(own), tx, ids));
  },
  sealsAfter: (own, other) => act(own).transaction((tx) => sealsAfter(claiming(own, other), tx, 0, 10)),
  readLatestCheckpoint: (own, other) =>
    act(own)
      .transaction((tx) => readLatestCheckpoint(claiming(own, other), tx))
      .then(expectNull),
  checkpointsFrom: (own, other) =>
    act(own)
      .transaction((tx) => checkpointsFrom(claiming(own, other), tx, 0, 10))
      .then(expectEmpty),
  storeCheckpoint: (own, other) =>
    act(own).transaction((tx) =>
      storeCheckpoint(claiming(own, other), tx, {
        tenantId: other.tenant.info.id,
        sequence: 1,
        eventTotal: 1,
        hash: '00',
        signedAt: '2026-01-01T00:00:00.000Z',
        completeTo: '2026-01-01T00:00:00.000Z',
        keyId: null,
        signature: null,
      }),
    ),
  lastEventId: (own, other) =>
    act(own)
      .transaction((tx) => lastEventId(claiming(own, other), tx))
      .then((id) => (id === FIRST_ID ? null : `SECRET ${id}`)),
  matchingEvents: (own, other) =>
    act(own).transaction((tx) =>
      matchingEvents(claiming(own, other), tx, EVERY_EVENT, { id: null, upTo: newId(), limit: 10 }),
    ),
  sealsHolding: async (own, other) => {
    const ids = await auditEventIds(other);
    return expectEmpty(await act(own).transaction((tx) => sealsHolding(claiming(own, other), tx, ids)));
  },
  listAuditEvents: (own, other) =>
    listAuditEvents(act(own), { ...EVERY_EVENT, subject: other.recordId }, { limit: 50, cursor: null }).then(
      ({ events }) => expectEmpty(events),
    ),
  listAuditActors: (own) => listAuditActors(act(own)),
  verifyAudit: (own) => verifyAudit(act(own), { outside: NO_COPY, keys: [] }),
  exportAuditLog: async (own) => {
    let text = '';
    const pieces = await exportAuditLog(act(own), EVERY_EVENT, { format: 'ndjson', key: null });
    for await (const piece of pieces) text += piece;
    return text;
  },
  latestCheckpoint: (own) => latestCheckpoint(act(own)),
  copyOutside: (own) => copyOutside(act(own), auditCheckpointDir()),
};

function expectEmpty(list: unknown[]): null {
  if (list.length > 0) throw new Error(`SECRET was found: ${JSON.stringify(list)}`);
  return null;
}
