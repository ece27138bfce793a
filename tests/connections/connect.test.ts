import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { CHECKS_WAIT } from '#lib/checks/wake-worker.ts';
import { beginConnect } from '#lib/connections/begin-connect.ts';
import { cancelConnect } from '#lib/connections/cancel-connect.ts';
import { clearAttempts } from '#lib/connections/clear-attempts.ts';
import { confirmConnect } from '#lib/connections/confirm-connect.ts';
import { getConnectAttempt } from '#lib/connections/get-connect-attempt.ts';
import { listConnections } from '#lib/connections/list-connections.ts';
import { readAttemptCompanies } from '#lib/connections/read-attempt-companies.ts';
import { receiveCallback } from '#lib/connections/receive-callback.ts';
import { setEnvironment } from '#lib/env.ts';
import { LISTS_WAIT } from '#lib/ledger-lists/wake-worker.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { answerIn, connect, goToProvider, newSession, useLedgers } from '#tests/factories/connections.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365000001';
const OTHER_REALM = '4620816365000002';
const [AU, NZ, UK] = ['5b1c0001', '5b1c0002', '5b1c0003'].map((part) => `${part}-0000-4000-8000-000000000001`) as [
  string,
  string,
  string,
];
const allow = (...companyIds: string[]) => ({ choice: 'allow' as const, companyIds });

let qbo: Qbo;
let xero: Xero;
let tenant: TestTenant;
let ctx: Ctx;
let session: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  qbo = await startQbo({
    companies: [
      { realmId: REALM, settings: { name: 'Acme Freight West' } },
      { realmId: OTHER_REALM, settings: { name: 'Other  Freight' } },
    ],
  });
  xero = await startXero({
    organisations: [
      { tenantId: AU, settings: { name: 'Acme AU' } },
      { tenantId: NZ, settings: { name: 'Acme NZ', country: 'NZ', baseCurrency: 'NZD' } },
      { tenantId: UK, settings: { name: 'Acme UK' } },
    ],
  });
  // Many tests call within one second.
  qbo.limits.second.limit.most = 1_000;
  useLedgers({ qbo, xero });
});
afterAll(() => Promise.all([qbo.close(), xero.close()]));
beforeEach(async () => {
  for (const simulator of [qbo, xero]) {
    simulator.faults.clear();
    simulator.log.clear();
  }
  qbo.callbackRealmId = null;
  tenant = await createTenant();
  ctx = memberOf(tenant);
  session = newSession();
});

const exchanges = (simulator: Qbo | Xero) =>
  simulator.log.to('token').filter(({ fields }) => fields.grant_type === 'authorization_code');

async function actions(): Promise<string[]> {
  return (await readAuditEvents(tenant.info.id)).map(({ action }) => action);
}

function stored(text: string) {
  return asAdministrator<Record<string, unknown>>(`SELECT * FROM ${text} WHERE tenant_id = $1`, [tenant.info.id]);
}

describe('Connecting', () => {
  test('reads the company back, connects nothing before it is confirmed, and takes over what a record had named', async () => {
    await asAdministrator('UPDATE connection SET company_id = $2 WHERE tenant_id = $1', [tenant.info.id, REALM]);
    const { id, answer } = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    expect(await getConnectAttempt(ctx, { id, session })).toMatchObject({ state: 'away', companies: [] });
    expect(await receiveCallback(ctx, answer)).toEqual({ id });
    expect(await getConnectAttempt(ctx, { id, session })).toMatchObject({
      state: 'choosing',
      environment: 'demo',
      connection: null,
      companies: [
        {
          companyId: REALM,
          name: 'Acme Freight West',
          country: 'US',
          homeCurrency: 'USD',
          plan: 'QuickBooks Online Plus',
          isDemo: true,
          connection: { id: tenant.connectionId, status: 'not_connected' },
        },
      ],
    });
    expect(await listConnections(ctx)).toMatchObject([{ status: 'not_connected', connectedAt: null }]);

    const confirmed = { attemptId: id, companyIds: [REALM], changesTo: null, session };
    const listener = await (await administrator()).connect();
    const woken = new Set<string>();
    listener.on('notification', ({ channel }) => woken.add(channel));
    for (const channel of [CHECKS_WAIT, LISTS_WAIT]) await listener.query(`LISTEN ${channel}`);
    expect(await confirmConnect(ctx, confirmed)).toEqual({ connectionIds: [tenant.connectionId] });
    // Its checks and its lists do not wait for the workers' clock.
    await listener.query('SELECT 1');
    await listener.query('UNLISTEN *');
    listener.release();
    expect(woken).toEqual(new Set([CHECKS_WAIT, LISTS_WAIT]));
    // The same confirmation again, as of a double press, changes nothing.
    expect(await confirmConnect(ctx, confirmed)).toEqual({ connectionIds: [tenant.connectionId] });
    expect(await listConnections(ctx)).toMatchObject([
      {
        status: 'connected',
        companyName: 'Acme Freight West',
        environment: 'demo',
        connectedByName: 'Robin',
        refreshEndsAt: expect.any(String),
        hardEndsAt: expect.any(String),
        plan: 'QuickBooks Online Plus',
      },
    ]);
    expect(await actions()).toEqual(['connection.connect_begun', 'connection.connected']);
    const events = await stored('connection_event');
    expect(events).toMatchObject([{ type: 'connected', by_name: 'Robin' }]);
    // The tokens are there, encrypted, and once; the attempt keeps none.
    const [attempt, ...others] = await stored('connect_attempt');
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({ secret: null, end_reason: 'confirmed' });
    const grants = await stored('ledger_grant');
    expect(grants).toMatchObject([{ ledger: 'qbo', environment: 'demo', granted_by_name: 'Robin' }]);
    const all = JSON.stringify([attempt, events, grants, await stored('connection')]);
    for (const { credential } of qbo.log.to('api')) expect(credential).not.toBeNull();
    expect(all).not.toMatch(/AB11|eyJlbmMi/);
    expect(qbo.log.writes).toEqual([]);
  });

  test('lets a person choose among the organisations of one consent, which share its tokens', async () => {
    const { id, answer } = await goToProvider(ctx, { ledger: 'xero', session, consent: allow(AU, NZ, UK) });
    await receiveCallback(ctx, answer);
    const offered = (await getConnectAttempt(ctx, { id, session })).companies;
    expect(offered.map(({ name, country, homeCurrency }) => [name, country, homeCurrency])).toEqual([
      ['Acme AU', 'AU', 'AUD'],
      ['Acme NZ', 'NZ', 'NZD'],
      ['Acme UK', 'AU', 'AUD'],
    ]);
    await confirmConnect(ctx, { attemptId: id, companyIds: [NZ, AU], changesTo: null, session });
    const rows = (await stored('connection')).filter(({ status }) => status === 'connected');
    expect(rows.map(({ company_id }) => company_id).toSorted()).toEqual([AU, NZ]);
    expect(new Set(rows.map(({ grant_id }) => grant_id)).size).toBe(1);
    expect(rows.every(({ provider_id }) => typeof provider_id === 'string')).toBe(true);
    // PKCE: the exchange carried the verifier of the challenge that went out.
    expect(exchanges(xero)).toMatchObject([{ status: 200, fields: { code_verifier: expect.any(String) } }]);
    await expect(
      confirmConnect(ctx, { attemptId: id, companyIds: ['nobody'], changesTo: null, session }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(
      confirmConnect(ctx, { attemptId: id, companyIds: [], changesTo: null, session }),
    ).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'companyIds' }] });
  });

  test('says what the provider said when a person declines there, or a scope is refused', async () => {
    const declined = await goToProvider(ctx, {
      ledger: 'xero',
      session,
      consent: { choice: 'cancel', companyIds: [] },
    });
    await receiveCallback(ctx, declined.answer);
    expect(await getConnectAttempt(ctx, { id: declined.id, session })).toMatchObject({
      state: 'ended',
      end: { reason: 'denied', detail: 'access_denied' },
    });
    const refused = await goToProvider(ctx, { ledger: 'xero', session, consent: allow(AU) });
    refused.back.searchParams.delete('code');
    refused.back.searchParams.set('error', 'invalid_scope');
    refused.back.searchParams.set('error_description', 'Invalid scope for client');
    await receiveCallback(ctx, answerIn(refused.back, 'xero', session));
    expect((await getConnectAttempt(ctx, { id: refused.id, session })).end).toEqual({
      reason: 'scope',
      detail: 'invalid_scope: Invalid scope for client',
    });
    expect(exchanges(xero)).toEqual([]);
    expect((await actions()).filter((action) => action === 'connection.connect_refused')).toHaveLength(2);
    await expect(
      confirmConnect(ctx, { attemptId: declined.id, companyIds: [AU], changesTo: null, session }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  test('keeps a consent whose companies could not be read, and asks again', async () => {
    const { id, answer } = await goToProvider(ctx, { ledger: 'xero', session, consent: allow(AU) });
    xero.faults.always('api', { kind: 'throttled' });
    await receiveCallback(ctx, answer);
    expect(await getConnectAttempt(ctx, { id, session })).toMatchObject({ state: 'unread' });
    xero.faults.clear();
    await readAttemptCompanies(ctx, { id, session });
    expect(await getConnectAttempt(ctx, { id, session })).toMatchObject({ state: 'choosing' });
    expect(exchanges(xero)).toHaveLength(1);
  });

  test('takes a consent back when it is cancelled before a company is confirmed, but not that of a live connection', async () => {
    const first = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    await receiveCallback(ctx, first.answer);
    await cancelConnect(ctx, { id: first.id, session });
    expect(qbo.log.to('revoke')).toHaveLength(1);
    await connect(ctx, { ledger: 'qbo', companyIds: [REALM], session });
    const second = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    await receiveCallback(ctx, second.answer);
    await cancelConnect(ctx, { id: second.id, session });
    expect(qbo.log.to('revoke')).toHaveLength(1);
    expect((await stored('connect_attempt')).every(({ secret }) => secret === null)).toBe(true);
  });

  test('says which variables are missing where a ledger is not configured', async () => {
    setEnvironment({ QBO_CLIENT_ID: undefined });
    try {
      await expect(beginConnect(ctx, { ledger: 'qbo', connectionId: null, session })).rejects.toMatchObject({
        code: 'unavailable',
        message: 'QuickBooks Online is not configured: set QBO_CLIENT_ID.',
      });
    } finally {
      setEnvironment({ QBO_CLIENT_ID: qbo.clientId });
    }
  });
});

describe('What comes back', () => {
  test('is exchanged once, however often and at once it comes', async () => {
    const { id, answer } = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    const results = await Promise.all([receiveCallback(ctx, answer), receiveCallback(ctx, answer)]);
    results.push(await receiveCallback(ctx, answer));
    expect(results).toEqual([{ id }, { id }, { id }]);
    expect(exchanges(qbo)).toHaveLength(1);
    await confirmConnect(ctx, { attemptId: id, companyIds: [REALM], changesTo: null, session });
    // The code again, after all is done: QuickBooks would kill the tokens of a second exchange.
    expect(await receiveCallback(ctx, answer)).toEqual({ id });
    expect(exchanges(qbo)).toHaveLength(1);
  });

  test('is refused with a state that is forged, of another tenant, person, session or ledger', async () => {
    const { id, answer } = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    const others: [string, Ctx, Partial<typeof answer>][] = [
      ['forged', ctx, { state: `${answer.state.slice(0, -1)}${answer.state.endsWith('A') ? 'B' : 'A'}` }],
      ['no state at all', ctx, { state: '' }],
      ['another tenant', memberOf(await createTenant()), {}],
      ['another person', memberOf(tenant), {}],
      ['another session', ctx, { session: newSession() }],
      ['another ledger', ctx, { ledger: 'xero' }],
    ];
    for (const [what, as, change] of others) {
      await expect(receiveCallback(as, { ...answer, ...change }), what).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(exchanges(qbo)).toEqual([]);
    // None of these used it up.
    await receiveCallback(ctx, answer);
    const another = { id, session: newSession() };
    await expect(getConnectAttempt(ctx, another)).rejects.toMatchObject({ code: 'not_found' });
    await expect(getConnectAttempt(memberOf(await createTenant()), { id, session })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      confirmConnect(ctx, { attemptId: id, companyIds: [REALM], changesTo: null, session: another.session }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is refused after ten minutes, and a company after half an hour', async () => {
    const late = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    await asAdministrator(`UPDATE connect_attempt SET expires_at = now() WHERE id = $1`, [late.id]);
    await receiveCallback(ctx, late.answer);
    expect(await getConnectAttempt(ctx, { id: late.id, session })).toMatchObject({ end: { reason: 'expired' } });
    expect(exchanges(qbo)).toEqual([]);

    const slow = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    await receiveCallback(ctx, slow.answer);
    await asAdministrator(`UPDATE connect_attempt SET expires_at = now() WHERE id = $1`, [slow.id]);
    await expect(
      confirmConnect(ctx, { attemptId: slow.id, companyIds: [REALM], changesTo: null, session }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await clearAttempts(ctx)).toBe(1);
    expect(await stored('ledger_grant')).toEqual([]);
    expect((await stored('connect_attempt')).every(({ secret }) => secret === null)).toBe(true);
  });

  test('names a company that is only believed once it was read back', async () => {
    qbo.callbackRealmId = OTHER_REALM;
    const { id, answer } = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    await receiveCallback(ctx, answer);
    const attempt = await getConnectAttempt(ctx, { id, session });
    expect(attempt.companies).toEqual([]);
    expect(attempt).toMatchObject({
      state: 'ended',
      end: { reason: expect.stringMatching(/wrong_company|not_permitted/) },
    });
    expect(await stored('ledger_grant')).toEqual([]);
  });
});

describe('Reconnecting', () => {
  test('renews the consent of the same company, and forgets the tokens of the one before', async () => {
    const [connectionId = ''] = await connect(ctx, { ledger: 'qbo', companyIds: [REALM], session });
    await asAdministrator(`UPDATE connection SET status = 'lost', status_reason = 'invalid_grant' WHERE id = $1`, [
      connectionId,
    ]);
    const { id, answer } = await goToProvider(ctx, { ledger: 'qbo', session, connectionId, consent: allow(REALM) });
    await receiveCallback(ctx, answer);
    expect(await confirmConnect(ctx, { attemptId: id, companyIds: [REALM], changesTo: null, session })).toEqual({
      connectionIds: [connectionId],
    });
    expect((await listConnections(ctx)).find((one) => one.id === connectionId)).toMatchObject({
      status: 'connected',
      statusReason: null,
    });
    expect((await stored('ledger_grant')).filter(({ tokens }) => tokens !== null)).toHaveLength(1);
    expect(await actions()).toContain('connection.reconnected');
    expect(qbo.log.to('revoke')).toEqual([]);
  });

  test('to another company is refused, until its name is typed; records keep the connection they had', async () => {
    const [connectionId = ''] = await connect(ctx, { ledger: 'qbo', companyIds: [REALM], session });
    const { id, answer } = await goToProvider(ctx, {
      ledger: 'qbo',
      session,
      connectionId,
      consent: allow(OTHER_REALM),
    });
    await receiveCallback(ctx, answer);
    const confirmed = { attemptId: id, companyIds: [OTHER_REALM], changesTo: null, session };
    await expect(confirmConnect(ctx, confirmed)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('The company that came back is Other  Freight'),
    });
    await expect(confirmConnect(ctx, { ...confirmed, changesTo: 'Acme Freight West' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'changesTo' }],
    });
    expect((await listConnections(ctx)).find((one) => one.id === connectionId)).toMatchObject({ status: 'connected' });
    expect(await actions()).toContain('connection.connect_refused');

    const { connectionIds } = await confirmConnect(ctx, { ...confirmed, changesTo: ' other freight ' });
    const after = await listConnections(ctx);
    expect(after.find((one) => one.id === connectionId)).toMatchObject({ status: 'disconnected', companyId: REALM });
    expect(after.find((one) => one.id === connectionIds[0])).toMatchObject({
      status: 'connected',
      companyId: OTHER_REALM,
    });
    expect(await actions()).toEqual(
      expect.arrayContaining(['connection.company_changed', 'connection.disconnected', 'connection.connected']),
    );
    expect(qbo.log.to('revoke')).toHaveLength(1);
    expect((await stored('ledger_grant')).filter(({ tokens }) => tokens !== null)).toHaveLength(1);
  });
});

describe('Accounting staff', () => {
  test('see connections, and connect nothing', async () => {
    const staff = memberOf(tenant, permissionsOfRoles(['accounting_sync']));
    expect(await listConnections(staff)).toHaveLength(1);
    const forbidden = { code: 'forbidden' };
    await expect(beginConnect(staff, { ledger: 'qbo', connectionId: null, session })).rejects.toMatchObject(forbidden);
    const { id, answer } = await goToProvider(ctx, { ledger: 'qbo', session, consent: allow(REALM) });
    await expect(receiveCallback(staff, answer)).rejects.toMatchObject(forbidden);
    await expect(getConnectAttempt(staff, { id, session })).rejects.toMatchObject(forbidden);
    await expect(cancelConnect(staff, { id, session })).rejects.toMatchObject(forbidden);
  });
});
