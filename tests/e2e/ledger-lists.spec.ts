import { randomInt, randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { asOwner } from '#tests/factories/as-owner.ts';
import { type Business, makeBusiness } from './bulk-business.ts';
import { consentTo } from './ledger-consent.ts';
import { order } from './ledger-control.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let business: Business;

const LISTS = {
  Customer: [
    { DisplayName: 'Acme Retail', PrimaryEmailAddr: { Address: 'ap@acme.test' } },
    { DisplayName: 'Zebra Foods', Active: false },
    ...Array.from({ length: 60 }, (_, index) => ({ DisplayName: `Customer ${index + 100}` })),
  ],
  Vendor: [{ DisplayName: 'Fast Haulage Ltd' }],
  Account: [
    { Name: 'Fuel', AcctNum: '5100', AccountType: 'Expense' },
    { Name: 'Road tolls', AcctNum: '5200', AccountType: 'Expense', Active: false },
  ],
};

/** Records with names and codes, and a chart of the source, of which some agree with the ledger. */
async function fill({ tenant }: Business): Promise<void> {
  await asOwner(tenant.id, async (client) => {
    await client.query(
      `WITH made AS (
         INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, amount, currency, payer, payer_email, billing_org,
                                  sync_status, sync_date, pending_since)
         SELECT $1, gen_random_uuid(), s.id, r.kind, r.key, 250.5, 'USD', r.payer, r.email, r.org, 2, now(), now()
           FROM (VALUES ('invoice', 'n1', 'ACME  Retail', 'other@acme.test', NULL), ('invoice', 'n2', 'Unheard of', NULL, NULL),
                        ('invoice', 'n3', 'Unheard of', NULL, NULL), ('invoice', 'n4', 'Zebra Foods', NULL, NULL),
                        ('bill', 'n5', NULL, NULL, 'Fast Haulage')) AS r (kind, key, payer, email, org), source s WHERE s.tenant_id = $1
         RETURNING id)
       INSERT INTO sync_record_line (tenant_id, record_id, line_no, account_code) SELECT $1, id, 1, '5200' FROM made`,
      [tenant.id],
    );
    await client.query(
      `INSERT INTO reference_item (tenant_id, id, source_id, type, external_key, code, name, name_key)
       SELECT $1, gen_random_uuid(), s.id, 'account', a.code, a.code, a.name, lower(a.name)
         FROM (VALUES ('5100', 'Diesel'), ('9999', 'Nowhere')) AS a (code, name), source s WHERE s.tenant_id = $1`,
      [tenant.id],
    );
  });
}

async function connect(page: Page): Promise<{ realmId: string; name: string }> {
  const [realmId, name] = [String(randomInt(1e12, 1e13)), `Initech ${randomUUID().slice(0, 8)}`];
  await order('qbo', { do: 'add_company', plan: { realmId, settings: { name }, lists: LISTS } });
  await page.getByRole('button', { name: 'Connect QuickBooks Online' }).click();
  await consentTo(page, name);
  await expect(page.getByRole('heading', { level: 1, name: 'Is this the company?' })).toBeVisible();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  return { realmId, name };
}

test('the lists of a ledger are read, searched and read anew, and names and charts are compared with them', async ({
  page,
}) => {
  business = await makeBusiness({ failed: 0 }, ['accounting_sync', 'admin']);
  await fill(business);
  await page.goto(`/${business.tenant.slug}/connections`);
  await fillSignIn(page, business.person.email, business.person.password!);
  const company = await connect(page);

  await page.getByRole('link', { name: 'Lists', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Lists of ${company.name}` })).toBeVisible();
  // A worker comes by the clock; whoever asks need not wait for it.
  await page.getByRole('button', { name: 'Read again', exact: true }).click();
  await expect(page.getByRole('row', { name: /^Road tolls 5200 Inactive/ })).toBeVisible({ timeout: 30_000 });
  await expectNoViolations(page);
  await page.getByRole('link', { name: /^Customers/ }).click();
  await expect(page).toHaveURL(/type=customers/);
  await expect(page.getByRole('row', { name: /^Acme Retail ap@acme.test/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByRole('row', { name: /^Zebra Foods – Inactive/ })).toBeVisible();
  await page.getByLabel('Search').fill('acme');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=acme/);
  await expect(page.getByRole('row')).toHaveCount(2);

  await order('qbo', {
    do: 'change',
    company: company.realmId,
    entity: 'Customer',
    name: 'Acme Retail',
    change: { DisplayName: 'Acme Retail West' },
  });
  await page.getByRole('button', { name: 'Read again', exact: true }).click();
  await expect(page.getByRole('row', { name: /^Acme Retail West/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'What changed' }).click();
  await expect(page.getByRole('cell', { name: 'name: Acme Retail → Acme Retail West' })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Clear and read again…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('their checks say “not checked”')).toBeVisible();
  await expectNoViolations(page, 'dialog');
  await dialog.getByRole('button', { name: 'Clear and read again' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('from beginning to end')).toBeVisible({ timeout: 30_000 });

  await page.getByRole('link', { name: 'Names and contacts' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Names and contacts of ${company.name}` })).toBeVisible();
  await page.getByRole('button', { name: 'Compare again' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Compared.' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'All 4' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Unheard of/ })).toContainText('Add the customer “Unheard of”');
  await expect(page.getByRole('row', { name: /^Zebra Foods/ })).toContainText('Make the customer “Zebra Foods” active');
  await expect(page.getByRole('row', { name: /^Fast Haulage/ })).toContainText('by the form of company');
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Invoices of Unheard of' }).click();
  await expect(page).toHaveURL(/payer=Unheard\+of/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: 'All 4' })).toBeVisible();

  await page.getByRole('link', { name: 'Charts compared' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Charts compared of ${company.name}` })).toBeVisible();
  await expect(page.getByRole('row', { name: /^5200 Inactive Road tolls/ })).toContainText('1,252.50 USD');
  await expect(page.getByRole('row', { name: /^5100 Diesel/ })).toContainText('by the name');
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const screen of ['lists', 'names', 'charts']) {
    await page.goto(`${page.url().split('/').slice(0, 6).join('/')}/${screen}`);
    await expect(page.getByRole('heading', { level: 1, name: company.name })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});
