import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir, authSecret, setEnvironment } from '#lib/env.ts';
import { readDocumentsNow } from '#lib/ledger-documents/read-documents-now.ts';
import { readLedgerDocuments } from '#lib/ledger-documents/read-ledger-documents.ts';
import { windowStart } from '#lib/ledger-documents/window.ts';
import { DOCUMENT_KINDS } from '#lib/ledgers/ledger-document.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { variablesOf } from '#tests/factories/connections.ts';
import { addGrant } from '#tests/factories/grants.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode } from '#tests/setup/run-process.ts';
import type { QboCompany } from '#tests/simulators/qbo/company.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import type { XeroOrganisation } from '#tests/simulators/xero/organisation.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const TODAY = new Date().toISOString().slice(0, 10);
const LONG_AGO = '2019-05-01';
/** When everything was made that a test does not date. */
const BEFORE = `${windowStart(new Date())}T00:00:00Z`;

let qbo: Qbo;
let xero: Xero;
let tenant: TestTenant;
let appUrl: string;
let companies = 0;
/** The company that a test connected last. */
let connectionId: string;

beforeAll(async () => {
  ({ appUrl } = await testDatabase());
  qbo = await startQbo({ companies: [] });
  xero = await startXero({ organisations: [] });
  qbo.limits.second.limit = { most: 1_000, seconds: 1 };
  setEnvironment(variablesOf({ qbo, xero }));
});
afterAll(async () => {
  await Promise.all([qbo.close(), xero.close()]);
  await closeDatabase();
});
beforeEach(async () => {
  tenant = await createTenant();
  for (const one of [qbo, xero]) {
    one.faults.clear();
    one.log.clear();
  }
});

async function qboCompany(): Promise<QboCompany> {
  companies += 1;
  const realmId = `46208163650001${companies}`;
  qbo.addCompany({ realmId, settings: { name: 'Acme' } });
  ({ connectionId } = await addGrant(tenant, qbo, { ledger: 'qbo', companyId: realmId }));
  return qbo.company(realmId);
}

async function xeroOrganisation(): Promise<XeroOrganisation> {
  companies += 1;
  const tenantId = `b1c1d1e1-0000-4000-8000-00000000${String(companies).padStart(4, '0')}`;
  xero.addCompany({ tenantId });
  ({ connectionId } = await addGrant(tenant, xero, { ledger: 'xero', companyId: tenantId }));
  return xero.organisation(tenantId);
}

type Stored = {
  kind: string;
  number: string | null;
  status: string;
  total: string | null;
  has_payments: boolean;
  lines: { description: string | null; amount: string | null }[];
};
const stored = () =>
  asAdministrator<Stored>('SELECT * FROM ledger_document WHERE tenant_id = $1 ORDER BY kind, number, external_key', [
    tenant.info.id,
  ]);
const seen = async () =>
  (await stored()).map(({ kind, number, status, total }) => `${kind} ${number} ${status} ${total}`);
/** Reads what is due of every kind,, without the lists and the pace of the worker’s round. */
async function read(): Promise<void> {
  for (const kind of DOCUMENT_KINDS) {
    expect(await readLedgerDocuments(memberOf(tenant), { connectionId, kind }, { door: openLedger })).toBe('read');
  }
}
/** As if everything had been made before it was read, and were due again. */
async function again(): Promise<void> {
  await asAdministrator(
    `UPDATE ledger_reading SET due_at = now(), read_until = now() + interval '30 seconds' WHERE tenant_id = $1`,
    [tenant.info.id],
  );
  qbo.clock.moveBy(60);
  xero.clock.moveBy(60);
  await read();
}
const wholeAgain = () =>
  asAdministrator(`UPDATE ledger_reading SET whole_at = now() - interval '8 days' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
const invoice = (number: string, more: Record<string, unknown> = {}) => ({
  DocNumber: number,
  TxnDate: TODAY,
  CustomerRef: { value: '58', name: 'Acme Retail' },
  CurrencyRef: { value: 'USD' },
  TotalAmt: 113.7,
  Balance: 113.7,
  TxnTaxDetail: { TotalTax: 8.7 },
  Line: [
    { LineNum: 1, Description: 'Linehaul', Amount: 110, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} },
    { Amount: 5, DetailType: 'DiscountLineDetail', DiscountLineDetail: {} },
    { Amount: 110, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
  ],
  ...more,
});

test('QuickBooks: documents are read within their window, then what changed, was voided, paid or deleted', async () => {
  const company = await qboCompany();
  const [one, two, old] = ['INV-1', 'INV-2', 'OLD-1'].map((number) =>
    company.put('Invoice', invoice(number, number === 'OLD-1' ? { TxnDate: LONG_AGO } : {}), BEFORE),
  );
  company.put('Invoice', invoice('OLD-2', { TxnDate: LONG_AGO }), '2019-05-02T00:00:00Z');
  company.put(
    'Bill',
    { DocNumber: "O'Neill 7", TxnDate: TODAY, TotalAmt: 10.005, Balance: 0, VendorRef: { name: 'Ø' } },
    BEFORE,
  );
  await read();
  expect(await seen()).toEqual([
    "bill O'Neill 7 paid 10.0050",
    'invoice INV-1 open 113.7000',
    'invoice INV-2 open 113.7000',
    // Dated before the window, and changed within it.
    'invoice OLD-1 open 113.7000',
  ]);
  const [, first] = await stored();
  expect(first?.lines.map(({ description, amount }) => [description, amount])).toEqual([
    ['Linehaul', '110.0000'],
    ['Discount', '-5.0000'],
  ]);
  expect(first).toMatchObject({
    number_key: 'inv1',
    contact_folded: 'acmeretail',
    discount: '5.0000',
    tax_total: '8.7000',
  });

  qbo.clock.moveBy(60);
  company.put('Invoice', { Id: one!.Id, Balance: 0, LinkedTxn: [{ TxnId: '900', TxnType: 'Payment' }] });
  company.put('Payment', {
    TotalAmt: 113.7,
    TxnDate: TODAY,
    Line: [{ Amount: 113.7, LinkedTxn: [{ TxnId: one!.Id, TxnType: 'Invoice' }] }],
  });
  company.voidDocument('Invoice', two!.Id);
  company.remove('Invoice', old!.Id);
  qbo.log.clear();
  await again();
  expect(await seen()).toEqual([
    "bill O'Neill 7 paid 10.0050",
    'invoice INV-1 paid 113.7000',
    'invoice INV-2 voided 0.0000',
    'invoice OLD-1 deleted 113.7000',
    'invoice_payment null paid 113.7000',
  ]);
  expect((await stored())[1]).toMatchObject({
    has_payments: true,
    links: [{ kind: 'invoice_payment', externalKey: '900' }],
  });
  expect((await stored())[4]).toMatchObject({ links: [{ kind: 'invoice', externalKey: one!.Id, amount: '113.7000' }] });
  const asked = qbo.log.calls.map(({ fields }) => fields.query ?? '').filter((query) => /FROM Invoice /.test(query));
  expect(asked).toEqual([expect.stringContaining('MetaData.LastUpdatedTime >= ')]);

  // What change data capture no longer tells is seen by what a whole reading does not see; what left the window is not gone.
  company.remove('Invoice', one!.Id, '2019-01-01T00:00:00Z');
  company.put('Bill', { Id: company.find('Bill', "O'Neill 7")!.Id, TxnDate: LONG_AGO });
  await wholeAgain();
  await again();
  expect((await seen()).slice(0, 2)).toEqual(["bill O'Neill 7 paid 10.0050", 'invoice INV-1 deleted 113.7000']);

  // Asked at this moment, by number and by id.
  const now = (asked: { number?: string; key?: string }) =>
    readDocumentsNow(memberOf(tenant), { connectionId, kind: 'bill', ...asked });
  expect(await now({ number: "o'neill 7" })).toMatchObject([{ contactName: 'Ø', date: LONG_AGO }]);
  expect(await now({ number: "x' OR '1'='1" })).toEqual([]);
  expect(await now({ key: "1' OR" })).toEqual([]);
  const made = company.put('Bill', { DocNumber: 'TYPED', TxnDate: TODAY, TotalAmt: 5, Balance: 5 });
  expect(await now({ number: 'TYPED', key: made.Id })).toHaveLength(1);
  expect(await seen()).toContain('bill TYPED open 5.0000');
  company.remove('Bill', made.Id);
  expect(await now({ key: made.Id })).toEqual([]);
  expect(await seen()).toContain('bill TYPED deleted 5.0000');
  qbo.faults.next('api', { kind: 'answer', name: 'subscription_lapsed' } as never);
  await expect(now({ number: 'TYPED' })).rejects.toMatchObject({ code: 'unavailable' });
  expect(qbo.log.writes).toEqual([]);
});

test('Xero: invoices, bills and payments are told apart, with what is void or deleted, and read by what changed', async () => {
  const organisation = await xeroOrganisation();
  const made = (Type: string, InvoiceNumber: string, more: Record<string, unknown> = {}) =>
    organisation.put(
      'Invoices',
      {
        Type,
        InvoiceNumber,
        Status: 'AUTHORISED',
        Contact: { ContactID: 'c1', Name: 'Acmé Retail' },
        Date: `${TODAY}T00:00:00Z`,
        Total: 55,
        TotalTax: 5,
        AmountDue: 55,
        CurrencyCode: 'AUD',
        LineAmountTypes: 'Inclusive',
        LineItems: [{ Description: 'Freight', LineAmount: 55, TaxAmount: 5, AccountCode: '200' }],
        ...more,
      },
      BEFORE,
    );
  const sale = made('ACCREC', 'S-1');
  made('ACCREC', 'S-2', { Status: 'VOIDED' });
  made('ACCREC', 'S-3', { Date: `${LONG_AGO}T00:00:00Z` });
  made('ACCPAY', 'B, 1', { Status: 'SUBMITTED' });
  organisation.put(
    'Payments',
    {
      PaymentType: 'ACCRECPAYMENT',
      Status: 'AUTHORISED',
      Amount: 20,
      Date: `${TODAY}T00:00:00Z`,
      Reference: 'P-1',
      Invoice: { InvoiceID: sale.InvoiceID },
    },
    BEFORE,
  );
  await read();
  expect(await seen()).toEqual([
    'bill B, 1 draft 55.0000',
    'invoice S-1 open 55.0000',
    'invoice S-2 voided 55.0000',
    'invoice S-3 open 55.0000',
    'invoice_payment P-1 paid 20.0000',
  ]);
  expect((await stored())[1]).toMatchObject({
    contact_folded: 'acmeretail',
    lines: [{ description: 'Freight', amount: '55.0000', taxAmount: '5.0000', isTaxIncluded: true }],
  });

  xero.clock.moveBy(60);
  organisation.put('Invoices', { InvoiceID: sale.InvoiceID, Total: 66, AmountDue: 66 });
  xero.log.clear();
  await again();
  expect(await seen()).toContain('invoice S-1 open 66.0000');
  const pages = xero.log.calls.filter(({ path }) => path.includes('Invoices'));
  expect(pages.map(({ fields }) => fields.where)).toEqual(['Type=="ACCREC"', 'Type=="ACCPAY"']);

  const now = (asked: { number?: string; key?: string }) =>
    readDocumentsNow(memberOf(tenant), { connectionId, kind: 'bill', ...asked });
  expect(await now({ number: 'B, 1' })).toMatchObject([{ status: 'draft', total: '55.0000' }]);
  // It is an invoice, not a bill.
  expect(await now({ key: String(sale.InvoiceID) })).toEqual([]);
  expect(xero.log.writes).toEqual([]);
});

test('a worker killed in the middle of documents is followed by another, which goes on where it was', async () => {
  const company = await qboCompany();
  for (let index = 0; index < 1_200; index += 1) {
    company.put('Invoice', { DocNumber: `I-${index}`, TxnDate: TODAY, TotalAmt: 1, Balance: 1 }, BEFORE);
  }
  await asAdministrator(
    `INSERT INTO ledger_reading (tenant_id, connection_id, type, due_at)
     SELECT $1, $2, t, now() + interval '1 day'
       FROM unnest('{account,customer,vendor,item,tax_code,tracking,currency,bill,invoice_payment,bill_payment}'::text[]) t`,
    [tenant.info.id, connectionId],
  );
  const count = async () => (await stored()).length;
  qbo.faults.always('api', { kind: 'slow', delayMs: 600 }, 'query');
  const variables = {
    ...variablesOf({ qbo, xero }),
    DATABASE_URL: appUrl,
    AUTH_SECRET: authSecret(),
    LOG_LEVEL: 'warn',
  };
  const worker = runNode(['scripts/worker.ts'], { ...variables, AUDIT_CHECKPOINT_DIR: auditCheckpointDir() });
  await vi.waitFor(async () => expect(await count()).toBe(500), { timeout: 60_000, interval: 10 });
  worker.child.kill('SIGKILL');
  expect(await worker.ended).toBe('SIGKILL');
  expect(await count()).toBe(500);

  qbo.faults.clear();
  await asAdministrator(
    `UPDATE ledger_reading SET heartbeat_at = heartbeat_at - interval '3 minutes' WHERE tenant_id = $1`,
    [tenant.info.id],
  );
  qbo.log.clear();
  expect(await readLedgerDocuments(memberOf(tenant), { connectionId, kind: 'invoice' }, { door: openLedger })).toBe(
    'read',
  );
  const starts = qbo.log.calls.map(({ fields }) => /STARTPOSITION (\d+)/.exec(fields.query ?? '')?.[1]);
  expect(starts.filter((start) => start !== undefined)).toEqual(['501', '1001', '1']);
  expect(await count()).toBe(1_200);
  expect((await seen()).filter((one) => !one.includes(' open '))).toEqual([]);
}, 120_000);
