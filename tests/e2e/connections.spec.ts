import { randomInt, randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { makeMember } from '#tests/factories/people.ts';
import { type Business, makeBusiness } from './bulk-business.ts';
import { consentTo } from './ledger-consent.ts';
import { order, reportOf } from './ledger-control.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let business: Business;
let list: string;

test.beforeEach(async ({ page }) => {
  business = await makeBusiness({ failed: 0 }, ['accounting_sync', 'admin']);
  list = `/${business.tenant.slug}/connections`;
  await page.goto(list);
  await fillSignIn(page, business.person.email, business.person.password!);
  await expect(page).toHaveURL(list);
});

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });
const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });

test('a company of QuickBooks is connected, changed on purpose, and ended once nothing is pending', async ({
  page,
  request,
}) => {
  const [west, east] = await addCompanies();
  await expect(page.getByText('No company is connected')).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Connect QuickBooks Online' }).click();
  await consentTo(page, west.name);
  await expect(page.getByRole('heading', { level: 1, name: 'Is this the company?' })).toBeVisible();
  for (const fact of [west.name, 'Demo ledger', 'US', 'USD', 'QuickBooks Online Plus', west.realmId]) {
    await expect(page.getByText(fact, { exact: true })).toBeVisible();
  }
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(said(page, `${west.name} is connected`)).toBeVisible();
  await expect(row(page, west.name)).toContainText('Connected');

  // Another company than before is refused until its name is typed.
  await page.getByRole('link', { name: west.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: west.name })).toBeVisible();
  await page.getByRole('button', { name: 'Change company…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go to QuickBooks Online' }).click();
  await consentTo(page, east.name);
  await expect(page.getByRole('heading', { level: 1, name: 'Another company came back' })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Connect it instead' }).click();
  const name = page.getByLabel(`To connect it in place of ${west.name}, type its name`);
  await expect(name).toBeFocused();
  await name.fill(east.name);
  await page.getByRole('button', { name: 'Connect it instead' }).click();
  await expect(said(page, `${east.name} is connected`)).toBeVisible();
  await expect(row(page, west.name)).toContainText('Disconnected');

  await putInvoice(request, east.realmId);
  await page.getByRole('button', { name: `Disconnect ${east.name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Disconnect ${east.name}` });
  await expect(dialog.getByRole('row', { name: /^Pending/ })).toContainText('1 invoice250.00 USD');
  await expectNoViolations(page, 'dialog');
  await dialog.getByRole('button', { name: 'Disconnect when it is clear' }).click();
  await expect(said(page, 'ends by itself once nothing is pending')).toBeVisible();
  await expect(row(page, east.name)).toContainText('Ends when clear');
  await completeInvoice(request);
  await expect(row(page, east.name)).toContainText('Disconnected', { timeout: 30_000 });
  const { calls, writes } = await reportOf('qbo');
  expect(writes).toBe(0);
  expect(calls.filter(({ place }) => place === 'revoke').length).toBeGreaterThanOrEqual(2);
});

test('organisations of Xero are chosen among those of one consent, after it was declined once', async ({
  page,
  browser,
  baseURL,
}) => {
  const names = ['AU', 'NZ', 'UK'].map((part) => `Hooli ${part} ${randomUUID().slice(0, 8)}`);
  const plans = names.map((name) => ({ tenantId: randomUUID(), settings: { name } }));
  await order('xero', ...plans.map((plan) => ({ do: 'add_company' as const, plan })));
  await page.getByRole('button', { name: 'Connect Xero' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The consent was declined at Xero' })).toBeVisible();
  await expect(page.getByText('Xero says: access_denied')).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Connect again' }).click();
  await consentTo(page, ...names);
  await expect(page.getByRole('heading', { level: 1, name: 'Which organisations are to be connected?' })).toBeVisible();
  const confirmUrl = page.url();
  await page.getByLabel(names[0]!).check();
  await page.getByLabel(names[2]!).check();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Connect 2' }).click();
  await expect(said(page, 'are connected')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(3);

  // An answer that nobody asked for connects nothing.
  await page.goto('/api/connections/xero/callback?code=stolen&state=forged');
  await expect(said(page, 'Nothing was connected')).toBeVisible();

  // Accounting staff see the same without its acts, and what an admin began is not theirs.
  const { person } = await makeMember(['accounting_sync'], { tenant: business.tenant });
  const context = await browser.newContext({ baseURL });
  const staff = await context.newPage();
  await staff.goto(list);
  await fillSignIn(staff, person.email, person.password!);
  await expect(staff.getByRole('row', { name: new RegExp(names[0]!) })).toContainText('Connected');
  await expect(staff.getByRole('button', { name: /onnect/ })).toHaveCount(0);
  await staff.goto(confirmUrl);
  await expect(staff).toHaveURL(/\/sign-in\?reason=needs-admin/);
  await context.close();
});

/** Two companies that no other test has. */
async function addCompanies() {
  const plans = ['West', 'East'].map((part) => ({
    realmId: String(randomInt(1e12, 1e13)),
    settings: { name: `Initech ${part} ${randomUUID().slice(0, 8)}` },
  }));
  await order('qbo', ...plans.map((plan) => ({ do: 'add_company' as const, plan })));
  const [west, east] = plans.map(({ realmId, settings }) => ({ realmId, name: settings.name }));
  return [west!, east!] as const;
}

function putInvoice(request: APIRequestContext, companyId: string) {
  return post(request, 'put', 'records', {
    records: [
      {
        kind: 'invoice',
        sourceId: 'inv_1',
        number: 'INV-1',
        amount: '250.00',
        currency: 'USD',
        connection: { ledger: 'qbo', companyId },
      },
    ],
  });
}

function completeInvoice(request: APIRequestContext) {
  return post(request, 'post', 'attempts', {
    attempts: [
      {
        externalId: 'SY1',
        record: { kind: 'invoice', sourceId: 'inv_1' },
        outcome: 'complete',
        attemptedAt: new Date().toISOString(),
        referenceNumber: '1087',
        syncedAmount: '250.00',
      },
    ],
  });
}

async function post(request: APIRequestContext, method: 'put' | 'post', path: string, data: unknown): Promise<void> {
  const headers = { Authorization: `Bearer ${business.key}` };
  const answer = await request[method](`/api/v1/${path}`, { headers, data });
  expect(await answer.json()).toMatchObject({ results: [{ result: 'created' }] });
}
