import { listCheckHistory } from '#lib/checks/list-check-history.ts';
import { getConnection } from '#lib/connections/get-connection.ts';
import { listConnectionEvents } from '#lib/connections/list-connection-events.ts';
import { listConnectionNames } from '#lib/connections/list-connection-names.ts';
import { listOutages } from '#lib/connections/list-outages.ts';
import { outageRecords } from '#lib/connections/outage-records.ts';
import { recordPutBack } from '#lib/connections/record-put-back.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { memberOf } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

const FIRST = { cursor: null, limit: 100 };
const HISTORY = { check: 'authorised', subject: '', before: null } as const;

/** The cases of a connection's page. */
export const CONNECTION_PAGE_CASES: Record<string, Case> = {
  getConnection: (own, other) => getConnection(act(own), other.tenant.connectionId),
  listConnectionEvents: (own, other) => listConnectionEvents(act(own), other.tenant.connectionId, FIRST),
  listConnectionNames: (own) => listConnectionNames(act(own)),
  listOutages: (own, other) => listOutages(act(own), other.tenant.connectionId, new Date(0)),
  outageRecords: (own, other) => outageRecords(act(own), other.connection.outageId),
  recordPutBack: (own, other) =>
    act(own).transaction((tx) =>
      recordPutBack(act(own), tx, { outageId: other.connection.outageId, operationId: other.operationId, total: 1 }),
    ),
  listCheckHistory: (own, other) => listCheckHistory(act(own), { ...HISTORY, connectionId: other.tenant.connectionId }),
};

export const CONNECTION_PAGE_TOUCHES_NO_TENANT: Record<string, string> = {
  outageConditions: 'writes a condition, which lists and counts run',
};

function act({ tenant }: FilledTenant) {
  return memberOf(tenant);
}
