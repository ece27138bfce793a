import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeContext } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import type { Cause } from '#lib/causes/causes.ts';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { checkWork } from '#lib/jobs/check-work.ts';
import { problemChecks } from '#lib/jobs/problem-checks.ts';
import { readLedgerLists } from '#lib/jobs/read-ledger-lists.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { log } from '#lib/log.ts';
import type { Verdict } from '#lib/problem-checks/check-contract.ts';
import { getProblemCheck } from '#lib/problem-checks/get-problem-check.ts';
import { putBackChecked } from '#lib/problem-checks/put-back-checked.ts';
import { requestProblemCheck } from '#lib/problem-checks/request-problem-check.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { getProblem } from '#lib/problems/get-problem.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { useLedgers } from '#tests/factories/connections.ts';
import { addGrant } from '#tests/factories/grants.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365000021';
const ORGANISATION = 'b1c1d1e1-0000-4000-8000-000000000021';
const COMPANY: Record<Ledger, string> = { qbo: REALM, xero: ORGANISATION };
const ledgers = ['qbo', 'xero'] as const;
/** As if a job had tried it some minutes ago, and somebody had gone to the ledger since. */
const FAILED_AGO_MS = 4 * 60_000;

const run = { log, signal: new AbortController().signal };
let qbo: Qbo;
let xero: Xero;

beforeAll(async () => {
  qbo = await startQbo({
    companies: [
      {
        realmId: REALM,
        madeAt: '2025-01-01T00:00:00Z',
        settings: { name: 'Acme Freight', homeCurrency: 'USD', closingDate: '2025-12-31' },
        lists: {
          Account: [
            { Name: 'Haulage', AcctNum: '5000', AccountType: 'Expense' },
            { Name: 'Tolls', AcctNum: '5040', AccountType: 'Expense', Active: false },
          ],
          Vendor: [
            { DisplayName: 'Acme Corp' },
            { DisplayName: 'Fast Haulage' },
            { DisplayName: 'Sleepy Haulage', Active: false },
          ],
          Item: [{ Name: 'LINEHAUL', Sku: 'LINEHAUL', Type: 'Service' }],
          TaxCode: [{ Name: 'TAX' }],
        },
      },
    ],
  });
  xero = await startXero({
    organisations: [
      {
        tenantId: ORGANISATION,
        madeAt: '2025-01-01T00:00:00Z',
        settings: { name: 'Globex Haulage', baseCurrency: 'USD', hasMultiCurrency: true, periodLockDate: '2025-12-31' },
        rows: {
          Accounts: [
            { Code: '5000', Name: 'Haulage', Status: 'ACTIVE', Type: 'DIRECTCOSTS' },
            { Code: '5040', Name: 'Tolls', Status: 'ARCHIVED', Type: 'DIRECTCOSTS' },
          ],
          Contacts: [
            { Name: 'Acme Corp', IsSupplier: true, ContactStatus: 'ACTIVE' },
            { Name: 'Beta Corp', IsSupplier: true, ContactStatus: 'ACTIVE' },
            { Name: 'Fast Haulage', IsSupplier: true, ContactStatus: 'ACTIVE' },
            { Name: 'Sleepy Haulage', IsSupplier: true, ContactStatus: 'ARCHIVED' },
          ],
          Items: [{ Code: 'LINEHAUL', Name: 'Linehaul' }],
          TaxRates: [{ TaxType: 'TAX', Name: 'Tax', Status: 'ACTIVE' }],
          Currencies: [{ Code: 'USD', Description: 'US Dollar' }],
        },
      },
    ],
  });
  useLedgers({ qbo, xero });
});
afterAll(async () => {
  await Promise.all([qbo.close(), xero.close()]);
  await closeDatabase();
});

type Bill = { billingOrg?: string; currency?: string; documentDate?: string; line?: object };
type Told = { counts: Partial<Record<Verdict, number>>; words: RegExp[] };
/** `about`: whom the problem names, where others have its cause too. */
type Trouble = {
  cause: Cause;
  about?: string;
  says: string;
  bills: Record<string, Bill>;
  mend?: () => unknown;
  told: Told;
};

const PASSES: Told = { counts: { will_pass: 1 }, words: [] };
/** Of the problem whose bills fare differently, and of the one whose bill is taken back after it was put back. */
const UNDONE = 'closed_period';
const MIXED_ACCOUNT = '5990';
const MIXED_BILLS = {
  passes: { line: { accountCode: '5990' } },
  'fails again': { line: { accountCode: '5990', taxCode: 'TAX' } },
  stays: { line: { accountCode: '5990', taxCode: 'GST' } },
};
const MIXED_TOLD: Told = { counts: { will_pass: 2, will_fail: 1 }, words: [/tax code “GST”/] };

const troubles: Record<Ledger, () => Trouble[]> = {
  qbo: (): Trouble[] => {
    const company = qbo.company(REALM);
    return [
      {
        cause: 'missing_account_mapping',
        says: 'Invalid Reference Id : Accounts element id 5990 not found',
        bills: MIXED_BILLS,
        told: MIXED_TOLD,
        about: MIXED_ACCOUNT,
        mend: () => company.put('Account', { Name: 'Ferries', AcctNum: '5990', AccountType: 'Expense' }),
      },
      {
        cause: 'missing_account_mapping',
        about: 'Acme Corp',
        says: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
        // The second names the account that is made active again: it was not refused for that.
        bills: {
          'default-1': { billingOrg: 'Acme Corp', line: { accountCode: null } },
          'default-2': { billingOrg: 'Acme Corp', line: { accountCode: '5040' } },
        },
        told: {
          counts: { not_known: 2 },
          words: [/Nothing that can be looked up has changed/, /does not tell other programs.*vendor “Acme Corp”/],
        },
        mend: () => company.change('Vendor', 'Acme Corp', { AcctNum: '5000' }),
      },
      {
        cause: 'inactive_reference',
        says: 'Invalid Reference Id : Something you’re trying to use has been made inactive: account Tolls has been made inactive',
        bills: { 'inactive-1': { line: { accountCode: '5040' } } },
        told: PASSES,
        mend: () => company.change('Account', 'Tolls', { Active: true }),
      },
      {
        cause: 'missing_contact_mapping',
        says: 'Invalid Reference Id : Names element id Sleepless Haulage not found',
        bills: { 'contact-1': { billingOrg: 'Sleepless Haulage' } },
        told: PASSES,
        mend: () => company.put('Vendor', { DisplayName: 'Sleepless Haulage' }),
      },
      {
        cause: 'missing_item_mapping',
        says: 'Required param missing: ItemRef FERRY does not exist in QuickBooks',
        bills: { 'item-1': { line: { itemCode: 'FERRY' } } },
        told: { counts: { will_fail: 1 }, words: [/item “FERRY”, which QuickBooks Online does not have/] },
      },
      {
        cause: 'missing_tax_mapping',
        says: "Invalid tax code: Tax code 'VAT' does not exist in QuickBooks",
        bills: { 'tax-1': { line: { accountCode: '5000', taxCode: 'VAT' } } },
        told: PASSES,
        mend: () => company.put('TaxCode', { Name: 'VAT' }),
      },
      {
        cause: 'currency',
        says: 'Business Validation Error: The currency EUR is not enabled for this company',
        bills: { 'currency-1': { currency: 'EUR' } },
        told: PASSES,
        mend: () => company.put('CompanyCurrency', { Name: 'Euro', Code: 'EUR' }),
      },
      {
        cause: 'closed_period',
        says: 'Account Period Closed, Cannot Update Through Services API',
        bills: { 'closed-1': { documentDate: '2025-12-15' } },
        told: PASSES,
        mend: () => Object.assign(company.settings, { closingDate: '2025-11-30' }),
      },
    ];
  },
  xero: (): Trouble[] => {
    const organisation = xero.organisation(ORGANISATION);
    return [
      {
        cause: 'missing_account_mapping',
        says: "Account code '5990' is not a valid code for this document.",
        bills: MIXED_BILLS,
        told: MIXED_TOLD,
        about: MIXED_ACCOUNT,
        mend: () =>
          organisation.put('Accounts', { Code: '5990', Name: 'Ferries', Status: 'ACTIVE', Type: 'DIRECTCOSTS' }),
      },
      {
        cause: 'missing_account_mapping',
        about: 'Acme Corp',
        says: "Vendor 'Acme Corp' is missing a default expense account in Xero.",
        bills: { 'default-1': { billingOrg: 'Acme Corp', line: { accountCode: null } } },
        told: PASSES,
        mend: () => organisation.change('Contacts', 'Acme Corp', { PurchasesDefaultAccountCode: '5000' }),
      },
      {
        cause: 'missing_account_mapping',
        about: 'Beta Corp',
        says: "Vendor 'Beta Corp' is missing a default expense account in Xero.",
        bills: { 'default-2': { billingOrg: 'Beta Corp', line: { accountCode: null } } },
        told: { counts: { will_fail: 1 }, words: [/“Beta Corp” has no default purchases account in Xero/] },
        mend: () => organisation.change('Contacts', 'Beta Corp', { Phones: [] }),
      },
      {
        cause: 'inactive_reference',
        says: 'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.',
        bills: { 'inactive-1': { billingOrg: 'Sleepy Haulage' } },
        told: PASSES,
        mend: () => organisation.change('Contacts', 'Sleepy Haulage', { ContactStatus: 'ACTIVE' }),
      },
      {
        cause: 'missing_contact_mapping',
        says: 'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
        bills: { 'contact-1': { billingOrg: 'Sleepless Haulage' } },
        told: PASSES,
        mend: () => organisation.put('Contacts', { Name: 'Sleepless Haulage', ContactStatus: 'ACTIVE' }),
      },
      {
        cause: 'missing_item_mapping',
        says: "Item code 'FERRY' is not valid",
        bills: { 'item-1': { line: { itemCode: 'FERRY' } } },
        told: PASSES,
        mend: () => organisation.put('Items', { Code: 'FERRY', Name: 'Ferry' }),
      },
      {
        cause: 'missing_tax_mapping',
        about: 'TAX',
        says: "The TaxType code 'TAX' does not exist or cannot be used for this type of transaction.",
        // It was there, and Xero does not date its tax rates: that they were read since it failed makes it no newer.
        bills: { 'tax-2': { line: { accountCode: '5000', taxCode: 'TAX' } } },
        told: { counts: { not_known: 1 }, words: [/Nothing that can be looked up has changed/] },
      },
      {
        cause: 'missing_tax_mapping',
        about: 'VAT',
        says: "The TaxType code 'VAT' does not exist or cannot be used for this type of transaction.",
        bills: { 'tax-1': { line: { accountCode: '5000', taxCode: 'VAT' } } },
        told: { counts: { will_fail: 1 }, words: [/tax code “VAT”, which Xero does not have/] },
      },
      {
        cause: 'currency',
        says: 'Organisation is not subscribed to currency EUR',
        bills: { 'currency-1': { currency: 'EUR' } },
        told: PASSES,
        mend: () => organisation.put('Currencies', { Code: 'EUR', Description: 'Euro' }),
      },
      {
        cause: 'closed_period',
        says: 'The document date cannot be before the period lock date, currently set at 31 December 2025',
        bills: { 'closed-1': { documentDate: '2025-12-15' } },
        told: PASSES,
        mend: () => Object.assign(organisation.settings, { periodLockDate: '2025-11-30' }),
      },
    ];
  },
};

type Try = { ledger: Ledger; id: string; bill: Bill; says: string | null; at: Date };

const triesOf = ({ ledger, bills }: { ledger: Ledger; bills: Trouble['bills'] }, at: Date): Omit<Try, 'says'>[] =>
  Object.entries(bills).map(([id, bill]) => ({ ledger, id: `${ledger}-${id}`, bill, at }));

async function report(tenant: TestTenant, tries: readonly Try[]): Promise<void> {
  const attempts = tries.map(({ ledger, id, bill, says, at }) => {
    const { billingOrg = 'Fast Haulage', documentDate = '2026-10-31', currency = 'USD', line } = bill;
    const connection = { ledger, companyId: COMPANY[ledger] };
    return {
      externalId: `${id} ${at.toISOString()}`,
      connection,
      record: {
        ...{ kind: 'bill', sourceId: id, number: id.toUpperCase(), amount: '100', currency, connection },
        ...{ billingOrg, documentDate, sourceStatus: 'approved' },
        lines: [{ lineNo: 1, amount: '100', accountCode: '5000', ...line }],
      },
      outcome: says === null ? 'complete' : 'failed',
      attemptedAt: at.toISOString(),
      errorMessage: says,
      ...(says === null ? { referenceNumber: `L-${id}` } : {}),
    };
  });
  const results = await reportAttempts(keyContext(tenant), received(attempts));
  expect(results.map(({ result }) => result)).toEqual(tries.map(() => 'created'));
}

async function gather(tenant: TestTenant): Promise<void> {
  const actor = { type: 'job', id: null, name: 'problems' } as const;
  const permissions = new Set(['problem:gather'] as const);
  await gatherProblems(makeContext({ tenant: tenant.info, actor, permissions, requestId: 'test', address: null }));
}

/** The companies' documents are of no matter here, and their lists are read the sooner. */
async function leaveDocuments({ info }: TestTenant): Promise<void> {
  await asAdministrator(
    `INSERT INTO ledger_reading (tenant_id, connection_id, type, due_at)
     SELECT $1, c.id, t, now() + interval '1 day'
       FROM connection c, unnest('{invoice,invoice_payment,bill,bill_payment}'::text[]) t
      WHERE c.tenant_id = $1 AND c.status = 'connected'`,
    [info.id],
  );
}

test('after a fix in QuickBooks or Xero the ledger is read anew over HTTP, and what passes is put back, followed and told', async () => {
  const tenant = await createTenant();
  const member = await memberIn(tenant, ['accounting_sync']);
  for (const ledger of ledgers) {
    const place = { ledger, companyId: COMPANY[ledger] };
    const { connectionId } = await addGrant(tenant, ledger === 'qbo' ? qbo : xero, place);
    await requestCheckRun(member, { connectionId, scope: { checks: ['right_company'] } });
  }
  await leaveDocuments(tenant);
  await Promise.all([readLedgerLists(run), checkWork(run)]);

  const all = ledgers.flatMap((ledger) => troubles[ledger]().map((trouble) => ({ ledger, ...trouble })));
  const at = new Date(Date.now() - FAILED_AGO_MS);
  const failing = all.flatMap((trouble) => triesOf(trouble, at).map((one) => ({ ...one, says: trouble.says })));
  await report(tenant, failing);
  await gather(tenant);
  const { problems } = await listProblems(member, { state: 'all' });
  const found = all.map((trouble) => {
    const { ledger, cause, about } = trouble;
    const problem = problems.find(
      (one) =>
        one.connection?.ledger === ledger &&
        one.cause === cause &&
        (about === undefined || [one.about?.name, one.about?.id].includes(about)),
    );
    return { ...trouble, id: problem?.id ?? `no problem of ${cause} in ${ledger}` };
  });
  expect(problems.map(({ id }) => id).toSorted()).toEqual(found.map(({ id }) => id).toSorted());

  for (const { mend } of all) mend?.();
  for (const { id } of found) await requestProblemCheck(member, id);
  await Promise.all([readLedgerLists(run), checkWork(run)]);
  await problemChecks(run);
  const none = { will_pass: 0, will_fail: 0, may_fail: 0, not_known: 0 };
  for (const { id, ledger, cause, told } of found) {
    const { check } = await getProblemCheck(member, id);
    const { state, unread, counts, groups } = check ?? {};
    expect({ ledger, cause, state, unread, counts }).toEqual({
      ...{ ledger, cause, state: 'ready', unread: null },
      counts: { ...none, ...told.counts },
    });
    expect(groups?.map(({ words }) => words)).toEqual(told.words.map((words) => expect.stringMatching(words)));
  }

  // Whoever has looked at what is not known puts it back, and nothing else with it.
  const unknown = found.find(({ told }) => 'not_known' in told.counts);
  const { check: untold } = await getProblemCheck(member, unknown?.id ?? '');
  await expect(putBackChecked(member, untold?.id ?? '')).rejects.toMatchObject({ code: 'conflict' });
  expect(await putBackChecked(member, untold?.id ?? '', 'not_known')).toMatchObject({ counts: { updated: 2 } });

  // What passes is put back, and nothing else. One is taken back; of the others a job fails one, and writes the rest.
  const passing = found.filter(({ told }) => 'will_pass' in told.counts);
  for (const { id, cause, told } of passing) {
    const { check } = await getProblemCheck(member, id);
    const operation = await putBackChecked(member, check?.id ?? '');
    expect(operation).toMatchObject({ state: 'finished', counts: { updated: told.counts.will_pass } });
    if (cause === UNDONE) await startBulkOperation(member, { id: (await openUndo(member, operation.id)).id });
  }
  const again = passing.filter(({ cause }) => cause !== UNDONE);
  await report(
    tenant,
    again.flatMap((trouble) =>
      triesOf(trouble, new Date())
        .filter(({ id }) => !id.endsWith('stays'))
        .map((one) => ({ ...one, says: one.id.endsWith('again') ? trouble.says : null })),
    ),
  );
  await gather(tenant);
  for (const { id, cause, bills } of passing) {
    const { failed, check } = await getProblemCheck(member, id);
    const { state } = await getProblem(member, { id });
    const became = { completed: 0, failedSame: 0, failedOther: 0, waiting: 0, returned: 0 };
    expect({ cause, failed, state, putBack: check?.putBack }).toMatchObject(
      cause === UNDONE
        ? { cause, failed: 1, state: 'open', putBack: { ...became, total: 1, returned: 1 } }
        : bills === MIXED_BILLS
          ? { cause, failed: 2, state: 'open', putBack: { ...became, total: 2, completed: 1, failedSame: 1 } }
          : { cause, failed: 0, state: 'solved', putBack: { ...became, total: 1, completed: 1 } },
    );
  }
  expect([...qbo.log.writes, ...xero.log.writes]).toEqual([]);
}, 60_000);
