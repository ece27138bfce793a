import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import type { LedgerReader } from '#lib/ledgers/ledger.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { ledgerReader } from '#lib/ledgers/open-provider.ts';

/** A provider that answers 200 with whatever it is told to, by a part of the path. */
let server: Server;
let answers: Record<string, unknown> = {};

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const [, answer] = Object.entries(answers).find(([part]) => url.includes(part)) ?? [null, {}];
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const of = (prefix: string) => ({
    [`${prefix}_ENVIRONMENT`]: 'demo',
    [`${prefix}_BASE_URL`]: origin,
    [`${prefix}_CLIENT_ID`]: 'id',
    [`${prefix}_CLIENT_SECRET`]: 'secret',
  });
  setEnvironment({ ...of('QBO'), ...of('XERO') });
});
afterAll(() => new Promise((done) => server.close(done)));

const readerOf = (ledger: Ledger): Promise<LedgerReader> =>
  ledgerReader(ledger, { environment: 'demo', companyId: '1', access: 'token' }, { pause: async () => {} });
const FROM = { page: null, since: null };

test.for(['qbo', 'xero'] as const)('%s: what is missing in an answer is neither fine nor empty', async (ledger) => {
  answers = {};
  const reader = await readerOf(ledger);
  const unavailable = { trouble: 'unavailable' };
  await expect(reader.probe()).rejects.toMatchObject(unavailable);
  await expect(reader.readCompany()).rejects.toMatchObject(unavailable);
  for (const type of ['account', 'customer', 'tax_code'] as const) {
    await expect(reader.readList(type, FROM)).rejects.toMatchObject(unavailable);
  }
  answers = {
    Organisation: { Organisations: [{ Name: 'Acme', PeriodLockDate: 'soon' }], Actions: [] },
    companyinfo: { CompanyInfo: { CompanyName: 'Acme' } },
    preferences: { Preferences: { AccountingInfoPrefs: { BookCloseDate: 'soon' } } },
    query: { QueryResponse: {} },
    Accounts: { Accounts: [] },
  };
  await expect(reader.probe()).resolves.toMatchObject({ name: 'Acme' });
  // A lock date that can't be read is not the same as none.
  await expect(reader.readCompany()).rejects.toMatchObject(unavailable);
  await expect(reader.readList('account', FROM)).resolves.toEqual({ items: [], next: null });
});

test('Xero: pages end with an empty one, whatever is said of their number', async () => {
  answers = { Contacts: { pagination: { pageCount: 1e9 }, Contacts: [] } };
  await expect((await readerOf('xero')).readList('customer', FROM)).resolves.toEqual({ items: [], next: null });
});
