import OAuthClient from 'intuit-oauth';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { giveConsent } from './ledger/give-consent.ts';
import { type Qbo, startQbo } from './qbo/server.ts';

const WEST = '9130357849271846';
const EAST = '9130357849270000';
const REDIRECT = 'http://localhost:3000/connections/qbo/callback';
const DAY = 86_400;

const qbo = await startQbo({
  companies: [
    {
      realmId: WEST,
      settings: { name: 'West', plan: 'QuickBooks Online Essentials', closingDate: '2026-09-30' },
      lists: {
        Customer: [
          { DisplayName: "O'Brien Foods" },
          { DisplayName: 'Zebra', Active: false },
          { DisplayName: 'acme retail' },
        ],
      },
    },
    { realmId: EAST, settings: { name: 'East' } },
  ],
  redirectUris: [REDIRECT],
});

OAuthClient.retryConfig = { ...OAuthClient.retryConfig, maxRetries: 0 };

afterAll(() => qbo.close());

beforeEach(() => {
  qbo.faults.clear();
  qbo.log.clear();
});

function client(): OAuthClient {
  const made = new OAuthClient({
    clientId: qbo.clientId,
    clientSecret: qbo.clientSecret,
    environment: 'production',
    redirectUri: REDIRECT,
  });
  made.setAuthorizeURLs({
    authorizeEndpoint: `${qbo.origin}/connect/oauth2`,
    tokenEndpoint: `${qbo.origin}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${qbo.origin}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${qbo.origin}/userinfo`,
  });
  return made;
}

async function connect(realmId = WEST): Promise<{ oauth: OAuthClient; callback: string }> {
  const oauth = client();
  const address = oauth.authorizeUri({ scope: 'com.intuit.quickbooks.accounting', state: 'some-state' });
  const callback = (await giveConsent(address, { choice: 'allow', companyIds: [realmId] })).href;
  await oauth.createToken(callback);
  return { oauth, callback };
}

const get = (path: string, token: string, realmId = WEST) =>
  fetch(`${qbo.origin}/v3/company/${realmId}/${path}`, { headers: { authorization: `Bearer ${token}` } });
const query = async (statement: string, token: string) => {
  const answer = await get(`query?minorversion=75&query=${encodeURIComponent(statement)}`, token);
  return ((await answer.json()) as { QueryResponse: Record<string, unknown> }).QueryResponse;
};
const refresh = (token: string) =>
  client()
    .refreshUsingToken(token)
    .then(
      ({ json }: { json: { refresh_token?: string } }) => json,
      (error: { error?: string; error_description?: string }) => ({
        error: error.error,
        description: error.error_description,
      }),
    );

describe('The authorization', () => {
  it('goes from consent to revocation with the client library of the provider', async () => {
    const { oauth } = await connect();
    const first = { ...oauth.getToken() };
    expect(first).toMatchObject({ realmId: WEST, expires_in: 3600, x_refresh_token_expires_in: 100 * DAY });
    const info = await oauth.makeApiCall({ url: `${qbo.origin}/v3/company/${WEST}/companyinfo/${WEST}` });
    expect(info.json.CompanyInfo).toMatchObject({ CompanyName: 'West', Id: WEST });
    expect(info.json.CompanyInfo.NameValue).toContainEqual({
      Name: 'OfferingSku',
      Value: 'QuickBooks Online Essentials',
    });
    await oauth.refresh();
    expect(oauth.getToken().refresh_token).not.toBe(first.refresh_token);
    const { access_token: access = '', refresh_token: last = '' } = oauth.getToken();
    await oauth.revoke();
    expect((await get(`companyinfo/${WEST}`, access)).status).toBe(401);
    expect(await refresh(last)).toEqual({
      error: 'invalid_grant',
      description: 'Incorrect or invalid refresh token',
    });
    const secrets = [access, last, first.refresh_token, first.access_token, qbo.clientSecret];
    for (const secret of secrets) expect(JSON.stringify(qbo.log.calls)).not.toContain(secret);
    expect(qbo.log.writes).toEqual([]);
  });

  it('kills an old refresh token a day after a newer one, and all when a code comes twice', async () => {
    const { oauth, callback } = await connect();
    const first = oauth.getToken().refresh_token ?? '';
    const second = await refresh(first);
    qbo.clock.moveBy(DAY - 60);
    expect(await refresh(first)).toHaveProperty('refresh_token');
    qbo.clock.moveBy(120);
    expect(await refresh(first)).toMatchObject({ error: 'invalid_grant' });
    const third = await refresh((second as { refresh_token: string }).refresh_token);
    expect(third).toHaveProperty('refresh_token');
    await expect(client().createToken(callback)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await refresh((third as { refresh_token: string }).refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it('ends refreshing after a hundred days without it, and after five years with it', async () => {
    const idle = qbo.grant(WEST).refreshToken;
    let token = qbo.grant(WEST).refreshToken;
    qbo.clock.moveBy(99 * DAY);
    token = ((await refresh(token)) as { refresh_token: string }).refresh_token;
    qbo.clock.moveBy(2 * DAY);
    expect(await refresh(idle)).toMatchObject({ error: 'invalid_grant' });
    for (let days = 101; days < 1_800; days += 90) {
      token = ((await refresh(token)) as { refresh_token: string }).refresh_token;
      qbo.clock.moveBy(90 * DAY);
    }
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token });
    const authorization = `Basic ${btoa(`${qbo.clientId}:${qbo.clientSecret}`)}`;
    const headers = { authorization, 'x-include-refresh-token-hard-expires-in': 'true' };
    const answer = await fetch(`${qbo.origin}/oauth2/v1/tokens/bearer`, { method: 'POST', headers, body });
    const { refresh_token: last, ...rest } = (await answer.json()) as Record<string, unknown>;
    expect(rest.x_refresh_token_hard_expires_in).toBeLessThan(30 * DAY);
    expect(rest.x_refresh_token_expires_in).toBe(rest.x_refresh_token_hard_expires_in);
    qbo.clock.moveBy(30 * DAY);
    expect(await refresh(String(last))).toMatchObject({ error: 'invalid_grant' });
    expect(await refresh('nonsense')).toMatchObject({ error: 'invalid_grant' });
  });

  it('sends a person back who cancels, and shows the choice to one who looks', async () => {
    const address = client().authorizeUri({ scope: 'com.intuit.quickbooks.accounting', state: 's' });
    const back = await giveConsent(address, { choice: 'cancel', companyIds: [] });
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 's' });
    const page = await (await fetch(address)).text();
    expect(page).toContain('Demo ledger — not QuickBooks');
    expect(page).toContain(`value="${EAST}"`);
    const wrong = address.replace(encodeURIComponent(REDIRECT), encodeURIComponent('http://elsewhere.example/'));
    expect((await fetch(wrong)).status).toBe(400);
  });

  it('loses the answer of a refresh that it has done', async () => {
    const { refreshToken } = qbo.grant(WEST);
    qbo.faults.next('token', { kind: 'lost_after' });
    await expect(client().refreshUsingToken(refreshToken)).rejects.toThrow();
    expect(qbo.log.to('token').map(({ status }) => status)).toEqual([null]);
    expect(await refresh(refreshToken)).toHaveProperty('refresh_token');
  });
});

describe('A company', () => {
  let token = '';
  beforeEach(() => {
    qbo.clock.moveBy(61);
    token = qbo.grant(WEST).accessToken;
  });

  it('answers queries with conditions, order and pages, and hides what is inactive', async () => {
    expect(await query('SELECT count(*) FROM Customer', token)).toEqual({ totalCount: 2 });
    expect(await query('select COUNT(*) from Customer where Active IN (true, false)', token)).toEqual({
      totalCount: 3,
    });
    const found = await query("SELECT * FROM Customer WHERE DisplayName = 'O\\'Brien Foods'", token);
    expect(found).toMatchObject({ Customer: [{ DisplayName: "O'Brien Foods" }], startPosition: 1, maxResults: 1 });
    const page = 'FROM Customer WHERE Active IN (true,false) ORDERBY DisplayName DESC STARTPOSITION 2 MAXRESULTS 1';
    expect(await query(`SELECT * ${page}`, token)).toMatchObject({ Customer: [{ DisplayName: "O'Brien Foods" }] });
    const since = new Date(qbo.clock.now() + 1_000).toISOString();
    expect(await query(`SELECT * FROM Customer WHERE MetaData.LastUpdatedTime > '${since}'`, token)).toEqual({});
    expect(await query("SELECT * FROM Customer WHERE DisplayName LIKE 'ac%'", token)).toMatchObject({ maxResults: 1 });
    const wrong = await get(`query?query=${encodeURIComponent('SELECT * FROM Customer MAXRESULTS 1001')}`, token);
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { Fault: { Error: [{ code: '4000' }] } }]);
  });

  it('tells what changed, at most a thousand of it, and what was deleted', async () => {
    const company = qbo.company(WEST);
    // What is told is to the second.
    const since = new Date(qbo.clock.now() - 1_000).toISOString();
    for (let n = 0; n < 1_005; n += 1) company.put('Invoice', { DocNumber: `N-${n}`, TotalAmt: 1 });
    const bill = company.put('Bill', { DocNumber: 'B-1', TotalAmt: 1 });
    company.remove('Bill', bill.Id);
    const cdc = async (entities: string, from: string) =>
      (await get(`cdc?entities=${entities}&changedSince=${from}`, token)).json();
    const both = (await cdc('Bill,Invoice', since)) as {
      CDCResponse: [{ QueryResponse: Record<string, unknown[]>[] }];
    };
    const [bills, invoices] = both.CDCResponse[0].QueryResponse;
    expect(bills?.Bill).toMatchObject([{ Id: bill.Id, status: 'Deleted' }]);
    expect(invoices?.Invoice).toHaveLength(999);
    const longAgo = new Date(qbo.clock.now() - 31 * DAY * 1_000).toISOString();
    expect(await cdc('Bill', longAgo)).toHaveProperty('Fault');
  });

  it('says what is wrong in the shapes of the provider', async () => {
    const company = qbo.company(WEST);
    expect(await (await get(`companyinfo/${WEST}`, 'nonsense')).json()).toMatchObject({
      fault: { error: [{ code: '3200' }], type: 'AUTHENTICATION' },
    });
    const other = await get(`companyinfo/${EAST}`, token, EAST);
    expect([other.status, await other.json()]).toMatchObject([403, { fault: { error: [{ code: '3100' }] } }]);
    company.settings.isLapsed = true;
    expect(await (await get('preferences', token)).json()).toMatchObject({ Fault: { Error: [{ code: '6190' }] } });
    company.settings.isLapsed = false;
    qbo.faults.next('api', { kind: 'answer', name: 'throttled_xml' });
    expect(await (await get('preferences', token)).text()).toContain('<Error code="3001">');
    qbo.faults.next('api', { kind: 'unavailable' }, { times: 2 });
    expect((await get('preferences', token)).headers.get('content-type')).toBe('text/html');
    expect((await get('preferences', token)).status).toBe(503);
    const prefs = await get('preferences', token);
    expect(prefs.headers.get('intuit_tid')).toMatch(/^1-/);
    expect(await prefs.json()).toMatchObject({ Preferences: { AccountingInfoPrefs: { BookCloseDate: '2026-09-30' } } });
    qbo.narrowScopes(WEST, []);
    expect((await get('preferences', token)).status).toBe(403);
  });

  it('refuses more calls than it allows, until time has passed', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 11 }, async () => (await get('preferences', token)).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    qbo.clock.moveBy(60);
    expect((await get('preferences', token)).status).toBe(200);
    qbo.limits.minute.use(WEST, 500);
    const answer = await get('preferences', token);
    expect([answer.status, await answer.json()]).toMatchObject([429, { fault: { error: [{ code: '3001' }] } }]);
  });

  it('counts what asks it to change something', async () => {
    const body = JSON.stringify({ CustomerRef: { name: 'A' }, TxnDate: '2026-09-30', Line: [{ Amount: 5 }] });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${qbo.origin}/v3/company/${WEST}/invoice`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ Fault: { Error: [{ code: '6210' }] } });
    expect(qbo.log.writes).toMatchObject([{ method: 'POST', path: `/v3/company/${WEST}/invoice` }]);
  });
});

it('is honoured by the next process by what it kept', async () => {
  const { refreshToken } = qbo.grant(EAST);
  qbo.company(EAST).settings.plan = 'QuickBooks Online Advanced';
  const next: Qbo = await startQbo({
    companies: [{ realmId: WEST }, { realmId: EAST }],
    state: JSON.parse(JSON.stringify(qbo.state())),
  });
  try {
    expect(next.tokens.grantOfRefresh(refreshToken)).not.toBeNull();
    expect(next.company(EAST).settings).toMatchObject({ name: 'East', plan: 'QuickBooks Online Advanced' });
    expect(next.company(WEST).find('Customer', 'Zebra')).toMatchObject({ Active: false });
  } finally {
    await next.close();
  }
});
