import { afterAll, expect, it } from 'vitest';
import type { Order } from './ledger/control.ts';
import { orderOf, whatMet } from './ledger/order.ts';
import { QBO_ANSWERS } from './qbo/answers.ts';
import { startQbo } from './qbo/server.ts';
import { XERO_ANSWERS } from './xero/answers.ts';
import { startXero } from './xero/server.ts';

const REALM = '9130357849271846';
const TENANT = '6f2b1f0e-4a5c-4d0e-9b7a-2c8d53e1a974';

let changes = 0;
const qbo = await startQbo({
  companies: [
    {
      realmId: REALM,
      settings: { name: '<West>' },
      lists: { Account: [{ Name: 'Freight & Income' }], Vendor: [{ DisplayName: 'A' }] },
    },
  ],
  onChange: () => {
    changes += 1;
  },
});
const xero = await startXero({ organisations: [{ tenantId: TENANT, rows: { Contacts: [{ Name: 'A' }] } }] });

afterAll(() => Promise.all([qbo.close(), xero.close()]));

it('takes orders from other processes, and says what it met', async () => {
  const [granted] = await orderOf(
    qbo.origin,
    { do: 'grant', companyIds: [REALM] },
    { do: 'settings', company: REALM, change: { closingDate: '2026-10-31' } },
    { do: 'fault', place: 'api', fault: { kind: 'answer', name: 'no_access' }, times: 2 },
    { do: 'change', company: REALM, entity: 'Vendor', name: 'A', change: { DisplayName: 'B', Active: false } },
    { do: 'add_company', plan: { realmId: '1', settings: { name: 'One' } } },
  );
  const { accessToken } = granted as { accessToken: string };
  const read = () =>
    fetch(`${qbo.origin}/v3/company/${REALM}/preferences`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([403, 403, 200]);
  expect(qbo.company(REALM).find('Vendor', 'B')).toMatchObject({ Active: false, SyncToken: '1' });
  const told = await whatMet(qbo.origin);
  expect(told).toMatchObject({
    writes: 0,
    faults: [],
    calls: [{ status: 403 }, { status: 403 }, { status: 200, place: 'api' }],
    companies: [
      { id: REALM, settings: { closingDate: '2026-10-31' } },
      { id: '1', settings: { name: 'One' } },
    ],
  });
  expect(JSON.stringify(told)).not.toContain(accessToken);
  expect(changes).toBe(1);
});

it('refuses orders that make no sense, and those of another site', async () => {
  await expect(orderOf(qbo.origin, { do: 'all' } as unknown as Order)).rejects.toThrow('no such order');
  await expect(orderOf(qbo.origin, { do: 'settings', company: 'x', change: {} })).rejects.toThrow('no company x');
  const headers = { origin: 'http://elsewhere.example' };
  const answer = await fetch(`${qbo.origin}/_control`, { method: 'POST', headers, body: '{"do":"clear_log"}' });
  expect(answer.status).toBe(403);
});

it('offers people each trouble as a button that does it', async () => {
  for (const [simulator, name] of [
    [qbo, 'QuickBooks'],
    [xero, 'Xero'],
  ] as const) {
    const page = await (await fetch(`${simulator.origin}/`)).text();
    expect(page).toContain(`<title>Demo ledger — not ${name}</title>`);
    expect(page).not.toContain('<West>');
    const orders = [...page.matchAll(/name="order" value="([^"]+)"/g)].map(([, text = '']) =>
      text.replaceAll('&quot;', '"'),
    );
    expect(orders.length).toBeGreaterThan(20);
    for (const text of orders) {
      const form = new URLSearchParams({ order: text });
      const { name: row, entity } = JSON.parse(text) as { name?: string; entity?: string };
      if (row !== undefined)
        form.set('name', entity === 'Account' ? 'Freight & Income' : entity === 'Vendor' ? 'B' : 'A');
      const answer = await fetch(`${simulator.origin}/`, { method: 'POST', body: form, redirect: 'manual' });
      expect([answer.status, text]).toEqual([303, text]);
    }
  }
  const form = new URLSearchParams({
    'change.closingDate': '',
    order: JSON.stringify({ do: 'settings', company: REALM, change: {} }),
  });
  await fetch(`${qbo.origin}/`, { method: 'POST', body: form, redirect: 'manual' });
  expect(qbo.company(REALM).settings).toMatchObject({ closingDate: null, isLapsed: true, hasUserLostAccess: true });
  expect(xero.organisation(TENANT).find('Contacts', 'A')).toMatchObject({ ContactStatus: 'ARCHIVED' });
});

it('gives each answer of the providers by its name', async () => {
  const token = qbo.grant(REALM).accessToken;
  qbo.company(REALM).settings = { ...qbo.company(REALM).settings, isLapsed: false, hasUserLostAccess: false };
  const headers = { authorization: `Bearer ${token}`, 'xero-tenant-id': TENANT };
  for (const [simulator, names, path] of [
    [qbo, Object.keys(QBO_ANSWERS), `/v3/company/${REALM}/preferences`],
    [xero, Object.keys(XERO_ANSWERS), '/api.xro/2.0/Organisation'],
  ] as const) {
    simulator.faults.clear();
    for (const name of names) {
      simulator.faults.next('api', { kind: 'answer', name });
      const answer = await fetch(`${simulator.origin}${path}`, { headers });
      const body = await answer.text();
      expect([name, answer.ok && body.startsWith('{"time')]).toEqual([name, false]);
      if (answer.headers.get('content-type')?.includes('json')) expect(() => JSON.parse(body), name).not.toThrow();
    }
    expect(simulator.faults.waiting).toEqual([]);
    simulator.faults.next('api', { kind: 'answer', name: 'misspelt' });
    expect(await (await fetch(`${simulator.origin}${path}`, { headers })).text()).toContain(
      'There is no answer misspelt',
    );
  }
});

it('loses calls before they arrive, and sends answers late', async () => {
  const token = qbo.grant(REALM).accessToken;
  qbo.clock.moveBy(60);
  const address = `${qbo.origin}/v3/company/${REALM}/query?minorversion=75`;
  const ask = (signal?: AbortSignal) =>
    fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: 'SELECT * FROM Account WHERE Active = false',
      signal,
    });
  qbo.faults.next('api', { kind: 'lost_before' });
  await expect(ask()).rejects.toThrow();
  qbo.faults.next('api', { kind: 'slow', delayMs: 60_000 });
  const gone = new AbortController();
  const late = await ask(gone.signal);
  expect(late.status).toBe(200);
  gone.abort();
  await expect(late.text()).rejects.toThrow();
  qbo.faults.next('api', { kind: 'slow', delayMs: 5 });
  const inTime = (await (await ask()).json()) as { QueryResponse: { Account: { Name: string }[] } };
  expect(inTime.QueryResponse.Account).toMatchObject([{ Name: 'Freight & Income' }]);
});
