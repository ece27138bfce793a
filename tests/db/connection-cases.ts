import { type Ctx, makeContext } from '#lib/access/context.ts';
import { getConnectionName } from '#lib/connections/get-connection-name.ts';
import { recordConnectionEvent } from '#lib/connections/record-connection-event.ts';
import { reportConnection } from '#lib/connections/report-connection.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({
    ...keyContext(tenant),
    permissions: new Set(['record:read', 'connection:read', 'connection:manage', 'connection:report']),
  });
}

/** The cases of connecting, reconnecting and disconnecting, and of what sync jobs say of their links. */
export const CONNECTION_CASES: Record<string, Case> = {
  getConnectionName: (own, other) => getConnectionName(act(own), other.tenant.connectionId),
  recordConnectionEvent: (own, other) =>
    act(own).transaction((tx) =>
      recordConnectionEvent(act(own), tx, { connectionId: other.tenant.connectionId, type: 'lost', facts: {} }),
    ),
  reportConnection: (own) =>
    reportConnection(act(own), { ledger: 'qbo', companyId: 'realm-1', state: 'broken', message: 'changed' }),
};
