import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CheckAnswer } from '#lib/checks/check-contract.ts';
import { compareCharts } from '#lib/comparisons/compare-charts.ts';
import { compareNames } from '#lib/comparisons/compare-names.ts';
import { contactsAnswer } from '#lib/comparisons/contacts-answer.ts';
import { getComparison } from '#lib/comparisons/get-comparison.ts';
import { listChartMatches, listCodeMatches } from '#lib/comparisons/list-chart-matches.ts';
import { listNameMatches } from '#lib/comparisons/list-name-matches.ts';
import { type LedgerEntry, LedgerIndex } from '#lib/comparisons/match-chart.ts';
import { referenceDataAnswer } from '#lib/comparisons/reference-answer.ts';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { clearLists } from '#lib/ledger-lists/clear-lists.ts';
import { LIST_TYPES, type ListType } from '#lib/ledger-lists/list-contract.ts';
import { readLedgerList } from '#lib/ledger-lists/read-ledger-list.ts';
import { requestReading } from '#lib/ledger-lists/request-reading.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { putReference } from '#lib/reference/put-reference.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { rowsReadFrom } from '#tests/factories/explain.ts';
import { connectTestTenant, ListedCompany } from '#tests/factories/listed-company.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let company: ListedCompany;
let made = 0;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  await connectTestTenant(tenant);
  company = new ListedCompany();
});
afterAll(closeDatabase);

const ctx = () => memberOf(tenant);
const NOW = { now: new Date(), timeZone: 'UTC' };
const PAGE = { limit: 100, cursor: null };

function record(more: Record<string, unknown> = {}): Record<string, unknown> {
  made += 1;
  return { kind: 'invoice', sourceId: `doc_${made}`, amount: '100.00', currency: 'USD', ...more };
}
const put = (...records: Record<string, unknown>[]) => putRecords(keyContext(tenant), received(records));
/** What `putRecords` makes is pending; this is what a sync job has done since. */
const completed = (payer: string, daysAgo: number) =>
  asAdministrator(
    `UPDATE sync_record SET sync_status = 1, sync_date = now() - make_interval(days => $3) WHERE tenant_id = $1 AND payer = $2`,
    [tenant.info.id, payer, daysAgo],
  );
async function readAll(): Promise<void> {
  await requestReading(ctx(), tenant.connectionId, LIST_TYPES);
  for (const type of LIST_TYPES) {
    await readLedgerList(ctx(), { connectionId: tenant.connectionId, type }, { door: company.door });
  }
}
const matches = async () =>
  (await listNameMatches(ctx(), tenant.connectionId, { outcome: null, party: null, search: '' }, PAGE)).matches;

describe('Names on records', () => {
  test('are compared letter by letter with the contacts, with the records and money that depend on each', async () => {
    company.put('customer', '1', { name: 'Acme Retail', email: 'ap@acme.test' });
    company.put('customer', '2', { name: 'Zebra Foods', isActive: false });
    company.put('customer', '3', { name: 'Old name', isGone: true });
    company.put('vendor', '4', { name: 'Fast Haulage Ltd' });
    await put(
      record({ payer: 'Acme Retail', payerEmail: 'AP@acme.test' }),
      record({ payer: 'ACME Retail', amount: '20.50' }),
      record({ payer: 'ACME Retail', amount: '1.25', currency: 'CAD' }),
      record({ payer: 'ACME Retail', amount: null }),
      record({ payer: 'Zebra Foods' }),
      record({ payer: 'Old name' }),
      record({ payer: ' ' }),
      record({ kind: 'bill', billingOrg: 'Fast Haulage', payer: 'Not a customer' }),
      record({ payer: 'Fast Haulage Ltd', kind: 'invoice_payment' }),
      record({ payer: 'Lately done' }),
      record({ payer: 'Long done' }),
    );
    await completed('Lately done', 80);
    await completed('Long done', 100);
    await readAll();
    const { counts } = await compareNames(ctx(), tenant.connectionId);
    expect(counts).toMatchObject({ exact: 1, differs: 1, inactive: 1, near: 2, missing: 2, open: { missing: 1 } });
    expect(await matches()).toMatchObject([
      {
        name: 'ACME Retail',
        outcome: 'differs',
        reasons: ['case'],
        contactName: 'Acme Retail',
        records: 3,
        openRecords: 3,
        openMoney: [
          { currency: 'CAD', amount: '1.2500' },
          { currency: 'USD', amount: '20.5000' },
        ],
      },
      { name: 'Fast Haulage', party: 'billing_org', outcome: 'near', reasons: ['company_form'], contactType: 'vendor' },
      { name: 'Acme Retail', outcome: 'exact', emailOutcome: 'same', openRecords: 1 },
      { name: 'Fast Haulage Ltd', party: 'payer', outcome: 'near', reasons: ['other_list'] },
      { name: 'Old name', outcome: 'missing', emailOutcome: 'no_contact' },
      { name: 'Zebra Foods', outcome: 'inactive' },
      { name: 'Lately done', outcome: 'missing', openRecords: 0, records: 1, openMoney: [] },
    ]);

    const first = await listNameMatches(
      ctx(),
      tenant.connectionId,
      { outcome: null, party: null, search: '' },
      { limit: 3, cursor: null },
    );
    const second = await listNameMatches(
      ctx(),
      tenant.connectionId,
      { outcome: null, party: null, search: '' },
      { limit: 3, cursor: first.nextCursor },
    );
    const back = await listNameMatches(
      ctx(),
      tenant.connectionId,
      { outcome: null, party: null, search: '' },
      { limit: 3, cursor: second.previousCursor },
    );
    expect([...first.matches, ...second.matches]).toEqual((await matches()).slice(0, 6));
    expect(back.matches).toEqual(first.matches);

    // What is compared anew takes the place of what was: names that are gone from records go.
    company.put('customer', '5', { name: 'Old name' });
    await completed('Zebra Foods', 200);
    await readAll();
    await compareNames(ctx(), tenant.connectionId);
    const names = await matches();
    expect(names.find(({ name }) => name === 'Old name')).toMatchObject({ outcome: 'exact' });
    expect(names.map(({ name }) => name)).not.toContain('Zebra Foods');
  });

  test('of records that name another company, or none while there are two, are no matter of this one', async () => {
    const otherId = newId();
    await asAdministrator(
      `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name) VALUES ($1, $2, 'qbo', 'realm-2', 'Other Inc')`,
      [tenant.info.id, otherId],
    );
    await put(
      record({ payer: 'Of this company', connection: { ledger: 'qbo', companyId: 'realm-1' } }),
      record({ payer: 'Of another', connection: { ledger: 'qbo', companyId: 'realm-2' } }),
      record({ payer: 'Of none' }),
    );
    await readAll();
    await compareNames(ctx(), tenant.connectionId);
    expect((await matches()).map(({ name }) => name)).toEqual(['Of none', 'Of this company']);
    await connectTestTenant({ ...tenant, connectionId: otherId });
    await compareNames(ctx(), tenant.connectionId);
    expect((await matches()).map(({ name }) => name)).toEqual(['Of this company']);
  });

  test('are read without the records that do not count, however many those are', async () => {
    await asAdministrator(
      `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, payer, sync_status, sync_date, pending_since)
       SELECT $1, gen_random_uuid(), $2, 'invoice', 'old_' || n, 'Old ' || n, 1, now() - interval '1 year', now()
         FROM generate_series(1, 20000) n`,
      [tenant.info.id, tenant.sourceId],
    );
    await put(record({ payer: 'Acme Retail' }), record({ kind: 'bill', billingOrg: 'Fast Haulage' }));
    await asAdministrator('ANALYZE sync_record');
    await readAll();
    const compare = () => compareNames(ctx(), tenant.connectionId);
    for (const planMode of ['force_custom_plan', 'force_generic_plan'] as const) {
      const read = await rowsReadFrom('sync_record', compare, { tenantId: tenant.info.id, planMode });
      expect(read).toBeLessThanOrEqual(8);
    }
  });
});

describe('Charts', () => {
  test('of sources are compared by code, then by name, and what is inactive yet used is found', async () => {
    company.put('account', 'a1', { code: '5100', name: 'Fuel', details: { type: 'Expense' } });
    company.put('account', 'a2', { code: '5200', name: 'Road tolls', isActive: false, details: { type: 'Expense' } });
    company.put('account', 'a3', { code: null, name: 'Vehicles:Repairs', details: { type: 'Cost of Goods Sold' } });
    company.put('account', 'a4', { code: '1000', name: 'Bank', details: { type: 'Bank' } });
    company.put('item', 'i1', { name: 'Linehaul' });
    company.put('tax_code', 't1', { code: 'TAX', name: 'TAX', isGone: true });
    company.put('tracking', 'class:1', { name: 'West', details: { category: 'Region' } });
    company.put('tracking', 'class:2', { name: 'East', isActive: false, details: { category: 'Region' } });
    const items = [
      { sourceId: '1', code: '5100', name: 'Diesel', accountType: 'Expense' },
      { sourceId: '2', code: '5200', name: 'Road tolls' },
      { sourceId: '3', code: '5300', name: 'Repairs', accountType: 'Expense' },
      { sourceId: '4', code: '9999', name: 'Nowhere' },
      { sourceId: '5', code: '1000', name: 'Bank', accountType: 'Income' },
      { sourceId: '6', name: 'No longer used', active: false },
    ];
    await putReference(keyContext(tenant), 'account', { items });
    await putReference(keyContext(tenant), 'tracking', {
      items: [{ sourceId: 'r', name: 'REGION', options: [{ name: 'west' }, { name: 'East' }] }],
    });
    const line = (more: object) => ({ lineNo: 1, amount: '1.00', ...more });
    await put(
      record({
        lines: [line({ accountCode: '5200', itemCode: 'linehaul' }), { ...line({ accountCode: '5200' }), lineNo: 2 }],
      }),
      record({
        amount: '7.00',
        lines: [line({ accountCode: '5200', taxCode: 'TAX', tracking: [{ name: 'Region', option: 'east' }] })],
      }),
      record({ lines: [line({ accountCode: 'a1', itemCode: 'Who knows' })] }),
      record({ payer: 'Done', lines: [line({ accountCode: 'gone' })] }),
    );
    await completed('Done', 1);
    await readAll();
    await readAll();
    const { charts, codes } = await compareCharts(ctx(), tenant.connectionId);
    expect(charts).toMatchObject({
      account: { missing: 1, inactive: 1, differs: 2, same: 1 },
      tracking: { differs: 1 },
    });
    expect(codes).toEqual({ inactive: 2, gone: 0, unknown: 2, active: 2 });
    const list = await listChartMatches(ctx(), tenant.connectionId, { type: 'account', outcome: null }, PAGE);
    expect(list.matches.map(({ name, outcome, reasons, ledgerName }) => [name, outcome, reasons, ledgerName])).toEqual([
      ['Bank', 'differs', ['account_type'], 'Bank'],
      ['Diesel', 'differs', ['name'], 'Fuel'],
      ['Nowhere', 'missing', [], null],
      ['Repairs', 'same', [], 'Vehicles:Repairs'],
      ['Road tolls', 'inactive', [], 'Road tolls'],
    ]);
    expect(await listCodeMatches(ctx(), tenant.connectionId, null)).toMatchObject([
      { type: 'account', code: '5200', outcome: 'inactive', openRecords: 2, openMoney: [{ amount: '107.0000' }] },
      { type: 'tracking', code: 'Region: east', outcome: 'inactive', openRecords: 1 },
      { type: 'item', code: 'Who knows', outcome: 'unknown' },
      { type: 'tax_code', code: 'TAX', outcome: 'unknown' },
    ]);
  });
});

test('An option is looked for in every category where the ledger has none of the name that the line gives', () => {
  const entry = (key: string, name: string, category: string, isActive = true): LedgerEntry => ({
    type: 'tracking',
    key,
    code: null,
    name,
    isActive,
    isGone: false,
    details: { category },
  });
  const index = new LedgerIndex([
    entry('class:1', 'East', 'Class'),
    entry('class:2', 'North', 'Class', false),
    entry('department:1', 'Chicago', 'Location'),
  ]);
  expect(index.findOption('Branch', 'east')?.key).toBe('class:1');
  expect(index.findOption('Branch', 'Chicago')?.key).toBe('department:1');
  expect(index.findOption('Branch', 'North')?.isActive).toBe(false);
  expect(index.findOption('Branch', 'West')).toBeNull();
  expect(index.findOption('Location', 'East')).toBeNull();
});

describe('The checks', () => {
  const both = (since: Date | null = null): Promise<CheckAnswer[]> =>
    Promise.all([
      contactsAnswer(ctx(), tenant.connectionId, NOW),
      referenceDataAnswer(ctx(), tenant.connectionId, NOW, since),
    ]);

  test('are not checked until every list that they need was read, and again after it was cleared', async () => {
    await put(record({ payer: 'Acme Retail', lines: [{ lineNo: 1, accountCode: '5100' }] }));
    expect((await both()).map(({ state }) => state)).toEqual(['not_checked', 'not_checked']);
    company.put('customer', '1', { name: 'Acme Retail' });
    company.put('account', '1', { code: '5100', name: 'Fuel' });
    await readAll();
    expect((await both()).map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect((await both())[1]?.sentence).toContain('No source has sent its own chart');
    await clearLists(ctx(), tenant.connectionId, ['customer']);
    const [contacts, reference] = await both();
    expect(contacts).toMatchObject({ state: 'not_checked', evidence: { unread: ['customer'] } });
    expect(contacts?.sentence).toContain('the customers have not been read');
    expect(reference?.state).toBe('ok');
    expect(await getComparison(ctx(), tenant.connectionId)).toMatchObject({
      unread: ['customer'],
      names: null,
      charts: { counts: { account: { missing: 0 } } },
    });
  });

  test('say what is wrong, give the worst as examples, each with what to do, and what changed since the last check', async () => {
    for (const type of ['customer', 'account'] as ListType[])
      company.put(type, '1', { code: 'x1', name: 'Acme Retail' });
    await put(
      ...Array.from({ length: 4 }, () => record({ payer: 'Unheard of' })),
      record({ payer: 'acme retail', lines: [{ lineNo: 1, accountCode: 'x1' }] }),
    );
    await readAll();
    const before = new Date();
    company.put('account', '1', { isActive: false });
    company.put('account', '2', { name: 'New' });
    await readAll();
    const [contacts, reference] = await both(before);
    expect(contacts).toMatchObject({
      check: 'contacts',
      matter: 'company',
      state: 'warning',
      sentence:
        'On pending and failed records, compared with the contacts in QuickBooks Online: 1 name is missing and 1 differs in spaces, capitals or accents.',
      evidence: {
        examples: [
          '“Unheard of” (4 records): Add the customer “Unheard of” in QuickBooks Online, or correct the name in the source.',
          '“acme retail” (1 record): Write both alike: call the customer “acme retail” in QuickBooks Online, or correct the source to “Acme Retail”.',
        ],
      },
    });
    expect(reference).toMatchObject({
      check: 'reference_data',
      state: 'warning',
      evidence: {
        changes: { added: 1, deactivated: 1 },
        inactiveInUse: ['account x1 Acme Retail: inactive, on 1 record'],
      },
    });
    expect(reference?.sentence).toMatch(
      /use 1 account or code that is inactive or gone .*, 1 added and 1 made inactive\.$/,
    );
  });

  test('tell nothing by lists that were read long ago', async () => {
    await put(record({ payer: 'Acme Retail' }));
    await readAll();
    const later = { now: new Date(Date.now() + 25 * 3_600_000), timeZone: 'UTC' };
    const answers = [
      await contactsAnswer(ctx(), tenant.connectionId, later),
      await referenceDataAnswer(ctx(), tenant.connectionId, later, null),
    ];
    expect(answers.map(({ state }) => state)).toEqual(['not_checked', 'not_checked']);
    expect(answers[0]?.sentence).toContain('were last read on');
  });

  test('of a business without records say that there is nothing to go by', async () => {
    await readAll();
    expect((await both()).map(({ state }) => state)).toEqual(['not_known', 'ok']);
    await expect(compareNames(ctx(), newId())).rejects.toMatchObject({ code: 'not_found' });
  });
});
