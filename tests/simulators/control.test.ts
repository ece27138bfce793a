import { afterAll, expect, it } from 'vitest';
import { startQbo } from './qbo/server.ts';
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

async function order(origin: string, orders: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${origin}/_control`, { method: 'POST', headers, body: JSON.stringify(orders) });
  return { status: answer.status, body: (await answer.json()) as { results: unknown[] } };
}

it('takes orders from other processes, and says what it met', async () => {
  const { body } = await order(qbo.origin, [
    { do: 'grant', companyIds: [REALM] },
    { do: 'settings', company: REALM, change: { closingDate: '2026-10-31' } },
    { do: 'fault', place: 'api', fault: { kind: 'answer', name: 'no_access' }, times: 2 },
    { do: 'change', company: REALM, entity: 'Vendor', name: 'A', change: { DisplayName: 'B', Active: false } },
    { do: 'add_company', plan: { realmId: '1', settings: { name: 'One' } } },
  ]);
  const { accessToken } = body.results[0] as { accessToken: string };
  const read = () =>
    fetch(`${qbo.origin}/v3/company/${REALM}/preferences`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([403, 403, 200]);
  expect(qbo.company(REALM).find('Vendor', 'B')).toMatchObject({ Active: false, SyncToken: '1' });
  const told = await (await fetch(`${qbo.origin}/_control`)).json();
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
  expect(await order(qbo.origin, { do: 'disconnect_all' })).toMatchObject({ status: 400 });
  expect(await order(qbo.origin, { do: 'settings', company: 'x', change: {} })).toMatchObject({ status: 400 });
  expect(await order(qbo.origin, { do: 'clear_log' }, { origin: 'http://elsewhere.example' })).toMatchObject({
    status: 403,
  });
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
