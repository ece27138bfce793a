import { Issuer } from 'openid-client';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { XeroClient } from 'xero-node';
import { giveConsent } from './ledger/give-consent.ts';
import { startXero } from './xero/server.ts';

const HAULAGE = '6f2b1f0e-4a5c-4d0e-9b7a-2c8d53e1a974';
const STORAGE = '0c1d2e3f-1111-4222-8333-444455556666';
const REDIRECT = 'http://localhost:3000/connections/xero/callback';
const SCOPES = [
  'offline_access',
  'accounting.settings.read',
  'accounting.contacts.read',
  'accounting.invoices.read',
  'accounting.payments.read',
];
const MINUTE = 60;
const DAY = 86_400;

const xero = await startXero({
  organisations: [
    {
      tenantId: HAULAGE,
      settings: { name: 'Haulage', plan: 'PREMIUM', periodLockDate: '2026-06-30', hasMultiCurrency: true },
      rows: {
        Contacts: [
          ...Array.from({ length: 250 }, (_, n) => ({ Name: `Contact ${n}`, ContactStatus: 'ACTIVE' })),
          { Name: 'Gone', ContactStatus: 'ARCHIVED' },
        ],
        Invoices: [
          {
            Type: 'ACCREC',
            InvoiceNumber: 'AF-1',
            Status: 'AUTHORISED',
            Date: '2026-07-02',
            Total: 110,
            LineItems: [{}],
          },
          { Type: 'ACCPAY', InvoiceNumber: 'SI-1', Status: 'PAID', Date: '2026-07-03', Total: 55, LineItems: [{}] },
        ],
      },
    },
    { tenantId: STORAGE, settings: { name: 'Storage', plan: 'STARTER' } },
  ],
  redirectUris: [REDIRECT],
});

afterAll(() => xero.close());

beforeEach(() => {
  xero.faults.clear();
  xero.log.clear();
  xero.clock.moveBy(MINUTE + 1);
});

async function client(): Promise<XeroClient> {
  const made = new XeroClient({
    clientId: xero.clientId,
    clientSecret: xero.clientSecret,
    redirectUris: [REDIRECT],
    scopes: SCOPES,
    state: 'some-state',
  });
  const issuer = new Issuer({
    issuer: xero.origin,
    authorization_endpoint: `${xero.origin}/identity/connect/authorize`,
    token_endpoint: `${xero.origin}/connect/token`,
    revocation_endpoint: `${xero.origin}/connect/revocation`,
  });
  made.openIdClient = new issuer.Client({
    client_id: xero.clientId,
    client_secret: xero.clientSecret,
    redirect_uris: [REDIRECT],
  });
  made.accountingApi.basePath = `${xero.origin}/api.xro/2.0`;
  return made;
}

async function connect(companyIds: string[]): Promise<XeroClient> {
  const made = await client();
  const callback = await giveConsent(await made.buildConsentUrl(), { choice: 'allow', companyIds });
  await made.apiCallback(callback.href);
  return made;
}

const get = (path: string, token: string, headers: Record<string, string> = {}) =>
  fetch(`${xero.origin}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'xero-tenant-id': HAULAGE, accept: 'application/json', ...headers },
  });
const refresh = async (token: string) => {
  const answer = await fetch(`${xero.origin}/connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${xero.clientId}:${xero.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }),
  });
  return (await answer.json()) as Record<string, unknown>;
};
const connectionsOf = async (token: string) =>
  (await (await get('/connections', token)).json()) as { id: string; tenantName: string }[];

describe('The authorization', () => {
  it('goes from consent to revocation with the client library of the provider', async () => {
    const made = await connect([HAULAGE, STORAGE]);
    const first = made.readTokenSet();
    const connections = await connectionsOf(first.access_token ?? '');
    expect(connections).toMatchObject([
      { tenantId: HAULAGE, tenantName: 'Haulage', tenantType: 'ORGANISATION' },
      { tenantId: STORAGE, tenantName: 'Storage' },
    ]);
    const { body } = await made.accountingApi.getOrganisations(HAULAGE);
    expect(body.organisations?.[0]).toMatchObject({ name: 'Haulage', _class: 'PREMIUM' });
    expect(body.organisations?.[0]?.periodLockDate).toEqual(new Date('2026-06-30'));
    const actions = await made.accountingApi.getOrganisationActions(STORAGE);
    expect(actions.body.actions).toContainEqual({ name: 'UseMulticurrency', status: 'NOT-ALLOWED' });
    await made.refreshToken();
    const { access_token: access = '', refresh_token: last = '' } = made.readTokenSet();
    expect(last).not.toBe(first.refresh_token);
    await fetch(`${xero.origin}/connections/${connections[1]?.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${access}` },
    });
    expect(await connectionsOf(access)).toMatchObject([{ tenantName: 'Haulage' }]);
    await made.revokeToken();
    expect((await get('/connections', access)).status).toBe(401);
    expect(await refresh(last)).toEqual({ error: 'invalid_grant' });
    for (const secret of [access, last, first.refresh_token, xero.clientSecret]) {
      expect(JSON.stringify(xero.log.calls)).not.toContain(secret);
    }
    expect(xero.log.writes).toEqual([]);
  });

  it('takes a used refresh token for half an hour more, and an unused one for sixty days', async () => {
    const first = xero.grant([HAULAGE], SCOPES).refreshToken;
    const second = String((await refresh(first)).refresh_token);
    xero.clock.moveBy(29 * MINUTE);
    expect(await refresh(first)).toHaveProperty('refresh_token');
    xero.clock.moveBy(2 * MINUTE);
    expect(await refresh(first)).toEqual({ error: 'invalid_grant' });
    const third = String((await refresh(second)).refresh_token);
    xero.clock.moveBy(60 * DAY);
    expect(await refresh(third)).toEqual({ error: 'invalid_grant' });
  });

  it('ends an access token after half an hour', async () => {
    const { accessToken } = xero.grant([HAULAGE], SCOPES);
    xero.clock.moveBy(30 * MINUTE);
    const answer = await get('/api.xro/2.0/Organisation', accessToken);
    expect([answer.status, ((await answer.json()) as { Detail: string }).Detail]).toMatchObject([
      401,
      expect.stringContaining('TokenExpired'),
    ]);
  });

  it('checks the proof of who asked, and the client', async () => {
    const address = new URL(await (await client()).buildConsentUrl());
    address.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    address.searchParams.set('code_challenge_method', 'S256');
    const exchange = async (verifier: string, secret = xero.clientSecret) => {
      const back = await giveConsent(address.href, { choice: 'allow', companyIds: [HAULAGE] });
      const answer = await fetch(`${xero.origin}/connect/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${xero.clientId}:${secret}`)}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: back.searchParams.get('code') ?? '',
          redirect_uri: REDIRECT,
          code_verifier: verifier,
        }),
      });
      return [answer.status, Object.keys((await answer.json()) as object)];
    };
    const right = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(await exchange(right)).toMatchObject([
      200,
      ['access_token', 'expires_in', 'token_type', 'refresh_token', 'scope'],
    ]);
    expect(await exchange('wrong')).toEqual([400, ['error']]);
    expect(await exchange(right, 'wrong')).toEqual([401, ['error']]);
  });
});

describe('An organisation', () => {
  const token = () => xero.grant([HAULAGE], SCOPES).accessToken;

  it('gives lists in pages, since an instant, and without what is archived', async () => {
    const made = await connect([HAULAGE]);
    const page = await made.accountingApi.getContacts(
      HAULAGE,
      undefined,
      undefined,
      undefined,
      undefined,
      3,
      undefined,
      undefined,
      undefined,
      100,
    );
    expect(page.body.contacts).toHaveLength(50);
    expect(page.body.pagination).toMatchObject({ page: 3, pageSize: 100, pageCount: 3, itemCount: 250 });
    const since = new Date(xero.clock.now() + 1_000);
    xero.clock.moveBy(5);
    xero.organisation(HAULAGE).change('Contacts', 'Contact 7', { Name: 'Contact Seven' });
    const changed = await made.accountingApi.getContacts(HAULAGE, since);
    expect(changed.body.contacts?.map(({ name }) => name)).toEqual(['Contact Seven']);
    const all = await get('/api.xro/2.0/Contacts?page=1&pageSize=1000&includeArchived=true', token());
    expect(((await all.json()) as { Contacts: unknown[] }).Contacts).toHaveLength(251);
    const bills = await made.accountingApi.getInvoices(
      HAULAGE,
      undefined,
      'Type=="ACCPAY" AND Date>=DateTime(2026, 07, 01)',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      1,
    );
    expect(bills.body.invoices).toMatchObject([{ invoiceNumber: 'SI-1', lineItems: [{}] }]);
  });

  it('says what is wrong in the shapes of the provider', async () => {
    const access = token();
    const detail = async (answer: Response) => [answer.status, ((await answer.json()) as { Detail: string }).Detail];
    expect(await detail(await get('/api.xro/2.0/Organisation', 'nonsense'))).toEqual([
      401,
      'AuthenticationUnsuccessful',
    ]);
    const other = await get('/api.xro/2.0/Organisation', access, { 'xero-tenant-id': STORAGE });
    expect(await detail(other)).toEqual([403, 'AuthenticationUnsuccessful']);
    xero.narrowScopes(HAULAGE, ['offline_access', 'accounting.contacts.read']);
    expect(await detail(await get('/api.xro/2.0/Organisation', access))).toEqual([401, 'AuthorizationUnsuccessful']);
    xero.faults.next('api', { kind: 'bad_gateway' });
    expect((await get('/api.xro/2.0/Contacts', access)).headers.get('content-type')).toBe('text/html');
    xero.disconnect(HAULAGE);
    expect(await detail(await get('/api.xro/2.0/Contacts', access))).toEqual([403, 'AuthenticationUnsuccessful']);
  });

  it('counts down, and says which limit was reached', async () => {
    const access = token();
    const { headers } = await get('/api.xro/2.0/Currencies', access);
    const left = ['x-minlimit-remaining', 'x-daylimit-remaining', 'x-appminlimit-remaining'].map((name) =>
      Number(headers.get(name)),
    );
    expect(left[0]).toBe(59);
    xero.limits.minute.use(HAULAGE, 59);
    const refused = await get('/api.xro/2.0/Currencies', access);
    expect([refused.status, refused.headers.get('x-rate-limit-problem')]).toEqual([429, 'minute']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toBe('');
    xero.clock.moveBy(MINUTE);
    xero.limits.day.use(HAULAGE, 5_000);
    const tomorrow = await get('/api.xro/2.0/Currencies', access);
    expect(tomorrow.headers.get('x-rate-limit-problem')).toBe('day');
    xero.clock.moveBy(DAY);
  });

  it('counts what asks it to change something', async () => {
    const answer = await fetch(`${xero.origin}/api.xro/2.0/Invoices`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token()}`, 'xero-tenant-id': HAULAGE },
      body: '{}',
    });
    expect(answer.status).toBe(401);
    expect(xero.log.writes).toMatchObject([{ method: 'PUT', path: '/api.xro/2.0/Invoices' }]);
  });
});
