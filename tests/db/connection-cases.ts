import { type Ctx, makeContext } from '#lib/access/context.ts';
import { askDisconnect } from '#lib/connections/ask-disconnect.ts';
import { beginConnect } from '#lib/connections/begin-connect.ts';
import { cancelConnect } from '#lib/connections/cancel-connect.ts';
import { claimCleared } from '#lib/connections/claim-cleared.ts';
import { clearAttempts } from '#lib/connections/clear-attempts.ts';
import { confirmConnect } from '#lib/connections/confirm-connect.ts';
import { connectCompany } from '#lib/connections/connect-company.ts';
import { disconnect, endClearedConnections } from '#lib/connections/disconnect.ts';
import { endAtProvider } from '#lib/connections/end-at-provider.ts';
import { endConnection } from '#lib/connections/end-connection.ts';
import { eraseUnusedGrants } from '#lib/connections/erase-unused-grants.ts';
import { getClearance, readClearance } from '#lib/connections/get-clearance.ts';
import { getConnectAttempt } from '#lib/connections/get-connect-attempt.ts';
import { getConnectionName } from '#lib/connections/get-connection-name.ts';
import { countTroubledConnections, listConnections } from '#lib/connections/list-connections.ts';
import { readAttemptCompanies } from '#lib/connections/read-attempt-companies.ts';
import { receiveCallback } from '#lib/connections/receive-callback.ts';
import { recordConnectionEvent } from '#lib/connections/record-connection-event.ts';
import { reportConnection } from '#lib/connections/report-connection.ts';
import {
  endAttempt,
  lockAttempt,
  openWaiting,
  type StoredAttempt,
  sealWaiting,
} from '#lib/connections/stored-attempts.ts';
import { storeWaiting, takeState } from '#lib/connections/take-state.ts';
import { withdrawDisconnect } from '#lib/connections/withdraw-disconnect.ts';
import { setEnvironment } from '#lib/env.ts';
import type { TokenPair } from '#lib/ledgers/ledger.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

/** The session that a filled tenant's attempt was begun in: its hash is the word. */
const SESSION = Uint8Array.from(Buffer.from('SECRET'));

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({
    ...keyContext(tenant),
    permissions: new Set([
      'record:read',
      'connection:read',
      'connection:check',
      'connection:manage',
      'connection:report',
    ]),
  });
}

/** As whoever began the other tenant's attempt, in the same session, but within the own tenant. */
function asBeginner(own: FilledTenant, other: FilledTenant): Ctx {
  return makeContext({ ...act(own), actor: { type: 'person', id: other.connection.grantId, name: 'Robin' } });
}

function attemptOf(other: FilledTenant): StoredAttempt {
  return {
    id: other.connection.attemptId,
    ledger: 'qbo',
    environment: 'demo',
    connectionId: null,
    secret: null,
    keyId: null,
    companies: null,
    scopes: [],
    issuedAt: new Date(),
    accessEndsAt: null,
    refreshEndsAt: null,
    hardEndsAt: null,
    returnedAt: null,
    endedAt: null,
    endReason: null,
    endDetail: null,
    isOver: false,
  };
}

const PAIR: TokenPair = {
  access: 'a',
  refresh: 'r',
  scopes: [],
  issuedAt: new Date(),
  accessEndsAt: new Date(),
  refreshEndsAt: new Date(),
  hardEndsAt: null,
};

const idOf = ({ tenant }: FilledTenant) => tenant.connectionId;
const attemptIn = (other: FilledTenant) => ({ id: other.connection.attemptId, session: SESSION });

/** The cases of connecting, reconnecting and disconnecting, and of what sync jobs say of their links. */
export const CONNECTION_CASES: Record<string, Case> = {
  getConnectionName: (own, other) => getConnectionName(act(own), idOf(other)),
  recordConnectionEvent: (own, other) =>
    act(own).transaction((tx) =>
      recordConnectionEvent(act(own), tx, { connectionId: idOf(other), type: 'lost', facts: {} }),
    ),
  reportConnection: (own) =>
    reportConnection(act(own), { ledger: 'qbo', companyId: 'realm-1', state: 'broken', message: 'changed' }),
  listConnections: (own) => listConnections(act(own)),
  countTroubledConnections: (own) => countTroubledConnections(act(own)),
  beginConnect: async (own, other) => {
    setEnvironment({ QBO_CLIENT_ID: 'client', QBO_CLIENT_SECRET: 'secret' });
    const wish = { ledger: 'qbo' as const, connectionId: idOf(other), session: SESSION };
    return beginConnect(asBeginner(own, other), wish).finally(() =>
      setEnvironment({ QBO_CLIENT_ID: undefined, QBO_CLIENT_SECRET: undefined }),
    );
  },
  receiveCallback: (own, other) =>
    receiveCallback(asBeginner(own, other), {
      ledger: 'qbo',
      state: 'SECRET',
      code: 'code',
      realmId: null,
      error: null,
      errorDescription: null,
      session: SESSION,
    }),
  getConnectAttempt: (own, other) => getConnectAttempt(asBeginner(own, other), attemptIn(other)),
  readAttemptCompanies: (own, other) => readAttemptCompanies(asBeginner(own, other), attemptIn(other)),
  confirmConnect: (own, other) =>
    confirmConnect(asBeginner(own, other), {
      attemptId: other.connection.attemptId,
      companyIds: ['realm-1'],
      changesTo: null,
      session: SESSION,
    }),
  cancelConnect: (own, other) => cancelConnect(asBeginner(own, other), attemptIn(other)),
  clearAttempts: (own) => clearAttempts(act(own)),
  takeState: (own, other) =>
    act(own).transaction((tx) =>
      takeState(asBeginner(own, other), tx, { ledger: 'qbo', hash: SESSION, session: SESSION }),
    ),
  storeWaiting: (own, other) =>
    act(own).transaction((tx) => storeWaiting(act(own), tx, other.connection.attemptId, PAIR, null)),
  lockAttempt: (own, other) => act(own).transaction((tx) => lockAttempt(asBeginner(own, other), tx, attemptIn(other))),
  endAttempt: (own, other) =>
    act(own).transaction((tx) => endAttempt(act(own), tx, attemptOf(other), { reason: 'cancelled' })),
  sealWaiting: async (own, other) => {
    const waiting = { access: 'SECRET', refresh: 'SECRET', claimedId: null };
    const { sealed, keyId } = sealWaiting(act(other), other.connection.attemptId, waiting);
    const stolen = { ...attemptOf(other), secret: sealed, keyId };
    return Promise.resolve()
      .then(() => openWaiting(act(own), stolen))
      .catch(() => 'can’t be opened');
  },
  openWaiting: async (own, other) => openWaiting(act(own), attemptOf(other)),
  connectCompany: (own, other) =>
    act(own).transaction((tx) =>
      connectCompany(act(own), tx, {
        attempt: attemptOf(own),
        grantId: other.connection.grantId,
        company: {
          companyId: 'realm-1',
          name: 'changed',
          providerId: null,
          country: null,
          homeCurrency: null,
          facts: null,
        },
      }),
    ),
  getClearance: (own, other) => getClearance(act(own), idOf(other)),
  readClearance: (own, other) => act(own).transaction((tx) => readClearance(act(own), tx, idOf(other))),
  askDisconnect: (own, other) => askDisconnect(act(own), idOf(other)),
  withdrawDisconnect: (own, other) => withdrawDisconnect(act(own), idOf(other)),
  disconnect: (own, other) => disconnect(act(own), idOf(other)),
  claimCleared: (own) => act(own).transaction((tx) => claimCleared(act(own), tx)),
  endClearedConnections: (own) => endClearedConnections(act(own)),
  endAtProvider: (own, other) => endAtProvider(act(own), idOf(other)),
  endConnection: (own, other) =>
    act(own).transaction((tx) =>
      endConnection(act(own), tx, { id: idOf(other), why: 'now', atProvider: 'gone', facts: {} }),
    ),
  eraseUnusedGrants: (own) => act(own).transaction((tx) => eraseUnusedGrants(act(own), tx)),
};

export const CONNECTIONS_TOUCH_NO_TENANT: Record<string, string> = {
  connectionWork: 'looks after the connections of every tenant, each by an act of its own',
};
