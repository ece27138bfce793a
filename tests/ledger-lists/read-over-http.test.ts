import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir, authSecret, setEnvironment } from '#lib/env.ts';
import { checkWork } from '#lib/jobs/check-work.ts';
import { readLedgerLists } from '#lib/jobs/read-ledger-lists.ts';
import { getListStates } from '#lib/ledger-lists/get-list-states.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import { listItemChanges } from '#lib/ledger-lists/list-item-changes.ts';
import { listLedgerItems } from '#lib/ledger-lists/list-ledger-items.ts';
import { requestReading } from '#lib/ledger-lists/request-reading.ts';
import { log } from '#lib/log.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { variablesOf } from '#tests/factories/connections.ts';
import { addGrant } from '#tests/factories/grants.ts';
import { storedCount } from '#tests/factories/stored.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode } from '#tests/setup/run-process.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365000001';
const OTHER_REALM = '4620816365000002';
const ORGANISATION = 'b1c1d1e1-0000-4000-8000-000000000001';
const CUSTOMERS = 1_200;

const run = { log, signal: new AbortController().signal };
let qbo: Qbo;
let xero: Xero;
let tenant: TestTenant;
let appUrl: string;

beforeAll(async () => {
  ({ appUrl } = await testDatabase());
  qbo = await startQbo({
    companies: [
      { realmId: OTHER_REALM, settings: { name: 'Acme South' } },
      {
        realmId: REALM,
        settings: { name: 'Acme Freight' },
        lists: {
          Customer: Array.from({ length: CUSTOMERS }, (_, index) => ({ DisplayName: `Customer ${index}` })),
          Vendor: [{ DisplayName: 'Fast Haulage', PrimaryEmailAddr: { Address: 'ap@fast.test' } }],
          Account: [{ Name: 'Fuel', AcctNum: '5100', AccountType: 'Expense' }],
          Class: [{ Name: 'West' }],
          Department: [{ Name: 'Depot', Active: false }],
        },
      },
    ],
  });
  xero = await startXero({
    organisations: [
      {
        tenantId: ORGANISATION,
        rows: {
          Contacts: [
            { Name: 'Acme Retail', IsCustomer: true, ContactStatus: 'ACTIVE' },
            { Name: 'Zebra', IsSupplier: true, ContactStatus: 'ARCHIVED' },
            { Name: 'Neither yet', ContactStatus: 'ACTIVE' },
          ],
          TrackingCategories: [
            {
              Name: 'Region',
              Status: 'ACTIVE',
              Options: [{ TrackingOptionID: 'o1', Name: 'West', Status: 'ACTIVE' }],
            },
          ],
        },
      },
    ],
  });
  setEnvironment(variablesOf({ qbo, xero }));
});
afterAll(async () => {
  await Promise.all([qbo.close(), xero.close()]);
  await closeDatabase();
});
beforeEach(async () => {
  tenant = await createTenant();
  qbo.faults.clear();
  qbo.log.clear();
  qbo.limits.second.limit.most = 10;
});

const ctx = () => memberOf(tenant);
const stateOf = async (connectionId: string, type: ListType) =>
  (await getListStates(ctx(), connectionId)).lists.find((list) => list.type === type);
const names = async (connectionId: string, type: ListType) => {
  const filter = { type, state: null, search: '' };
  const { items } = await listLedgerItems(ctx(), connectionId, filter, { limit: 10, cursor: null });
  return items.map(({ name, state }) => `${name} ${state}`);
};
const statements = (entity: string) =>
  qbo.log.calls.map(({ fields }) => fields.query ?? '').filter((query) => query.includes(`FROM ${entity} `));

test('every list of a QuickBooks company is read in pages, then by what changed, and nothing but read', async () => {
  const { connectionId } = await addGrant(tenant, qbo, { ledger: 'qbo', companyId: REALM });
  await readLedgerLists(run);
  expect(await stateOf(connectionId, 'customer')).toMatchObject({ state: 'read', items: CUSTOMERS, pages: 3 });
  expect(await names(connectionId, 'vendor')).toEqual(['Fast Haulage active']);
  expect(await names(connectionId, 'tracking')).toEqual(['Depot inactive', 'West active']);
  expect(await names(connectionId, 'currency')).toEqual(['USD active']);
  // What was read was compared at once.
  expect(await storedCount(tenant, 'ledger_comparison')).toBe(3);

  qbo.log.clear();
  // All of it was made just now: as if that had been long before it was read.
  await asAdministrator(`UPDATE ledger_reading SET read_until = now() + interval '30 seconds' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
  qbo.clock.moveBy(60);
  qbo.company(REALM).change('Customer', 'Customer 7', { DisplayName: 'Renamed' });
  await requestReading(ctx(), connectionId, ['customer']);
  await readLedgerLists(run);
  expect(statements('Customer')).toEqual([expect.stringMatching(/MetaData\.LastUpdatedTime >= /)]);
  const { changes } = await listItemChanges(ctx(), connectionId, null, { limit: 10, cursor: null });
  expect(changes).toMatchObject([{ what: 'renamed', before: { name: 'Customer 7' }, after: { name: 'Renamed' } }]);
  expect(await storedCount(tenant, 'ledger_item')).toBe(CUSTOMERS + 5);
  expect(qbo.log.writes).toEqual([]);
});

test('lists and checks of one company, which begin together, keep within what the provider takes in a second', async () => {
  const { connectionId } = await addGrant(tenant, qbo, { ledger: 'qbo', companyId: OTHER_REALM });
  await asAdministrator('UPDATE connection SET next_light_at = now(), next_full_at = now() WHERE id = $1', [
    connectionId,
  ]);
  // Fewer than it takes, so that a slow machine is caught too; one more than Tieout makes.
  qbo.limits.second.limit.most = 8;
  await Promise.all([readLedgerLists(run), checkWork(run)]);
  expect(await stateOf(connectionId, 'customer')).toMatchObject({ state: 'read' });
  const [day] = await asAdministrator('SELECT made, refused FROM ledger_call_day WHERE connection_id = $1', [
    connectionId,
  ]);
  expect(day).toMatchObject({ refused: 0 });
  expect(day?.made).toBeGreaterThan(10);
});

test('a Xero organisation’s contacts are its customers and vendors, and what it no longer has is gone', async () => {
  const { connectionId } = await addGrant(tenant, xero, { ledger: 'xero', companyId: ORGANISATION });
  await readLedgerLists(run);
  expect(await names(connectionId, 'customer')).toEqual(['Acme Retail active', 'Neither yet active']);
  expect(await names(connectionId, 'vendor')).toEqual(['Neither yet active', 'Zebra inactive']);
  expect(await names(connectionId, 'tracking')).toEqual(['West active']);
  const organisation = xero.organisation(ORGANISATION);
  organisation.change('Contacts', 'Acme Retail', { ContactStatus: 'ARCHIVED' });
  organisation.change('TrackingCategories', 'Region', { Options: [] });
  await requestReading(ctx(), connectionId, ['customer', 'tracking']);
  await readLedgerLists(run);
  expect(await names(connectionId, 'customer')).toEqual(['Acme Retail inactive', 'Neither yet active']);
  expect(await names(connectionId, 'tracking')).toEqual(['West gone']);
  expect(xero.log.writes).toEqual([]);
});

test('a worker killed in the middle of a list is followed by another, which goes on where it was', async () => {
  const { connectionId } = await addGrant(tenant, qbo, { ledger: 'qbo', companyId: REALM });
  await asAdministrator(
    `INSERT INTO ledger_reading (tenant_id, connection_id, type, due_at)
     SELECT $1, $2, t, now() + interval '1 day' FROM unnest('{account,vendor,item,tax_code,tracking,currency}'::text[]) t`,
    [tenant.info.id, connectionId],
  );
  qbo.faults.always('api', { kind: 'slow', delayMs: 600 }, 'query');
  const variables = {
    ...variablesOf({ qbo, xero }),
    DATABASE_URL: appUrl,
    AUTH_SECRET: authSecret(),
    LOG_LEVEL: 'warn',
  };
  const worker = runNode(['scripts/worker.ts'], { ...variables, AUDIT_CHECKPOINT_DIR: auditCheckpointDir() });
  await vi.waitFor(async () => expect((await stateOf(connectionId, 'customer'))?.items).toBe(500), {
    timeout: 60_000,
    interval: 10,
  });
  worker.child.kill('SIGKILL');
  expect(await worker.ended).toBe('SIGKILL');
  expect(await stateOf(connectionId, 'customer')).toMatchObject({ state: 'running', items: 500 });
  expect(await storedCount(tenant, 'ledger_item')).toBe(500);

  qbo.faults.clear();
  await asAdministrator(
    `UPDATE ledger_reading SET heartbeat_at = heartbeat_at - interval '3 minutes' WHERE tenant_id = $1`,
    [tenant.info.id],
  );
  qbo.log.clear();
  await readLedgerLists(run);
  expect(statements('Customer').map((query) => /STARTPOSITION (\d+)/.exec(query)?.[1])).toEqual(['501', '1001']);
  expect(await stateOf(connectionId, 'customer')).toMatchObject({
    state: 'read',
    items: CUSTOMERS,
    counts: { gone: 0 },
  });
  expect(await storedCount(tenant, 'ledger_item')).toBe(CUSTOMERS);
  expect(await storedCount(tenant, 'ledger_item_change')).toBe(0);
}, 120_000);
