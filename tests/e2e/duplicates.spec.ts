import type { Page } from '@playwright/test';
import { asOwner } from '#tests/factories/as-owner.ts';
import { type Business, makeBusiness } from './bulk-business.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

/** A company of which contacts and documents were read, a few of them twice in it. */
async function fill({ tenant }: Business): Promise<void> {
  await asOwner(tenant.id, async (client) => {
    await client.query(
      `WITH company AS (
         INSERT INTO connection (tenant_id, id, ledger, company_id, company_name, status, environment)
         VALUES ($1, gen_random_uuid(), 'qbo', 'realm-d', 'Initech Inc', 'lost', 'production') RETURNING tenant_id, id),
       reading AS (
         INSERT INTO ledger_reading (tenant_id, connection_id, type, state, ended_at, whole_at, due_at)
         SELECT tenant_id, id, t, 'read', now(), now(), now() + interval '1 day'
           FROM company, unnest(ARRAY['customer', 'vendor', 'invoice', 'bill']) t),
       contact AS (
         INSERT INTO ledger_item (tenant_id, connection_id, type, external_key, name, name_key, email, currency)
         SELECT tenant_id, id, 'vendor', v.key, v.name, lower(v.name), v.email, 'USD'
           FROM company, (VALUES ('31', 'Ozark Mountain Transport', 'ap@ozark.example'), ('32', 'Ozark Mountian Transport', 'ap@ozark.example'),
                                 ('33', 'Acme Freight East', NULL), ('34', 'Acme Freight West', NULL)) AS v (key, name, email)),
       used AS (
         INSERT INTO sync_record (tenant_id, id, source_id, connection_id, kind, external_key, amount, currency, billing_org, sync_status,
                                  sync_date, pending_since)
         SELECT c.tenant_id, gen_random_uuid(), s.id, c.id, 'bill', 'b' || n, 1000 + n, 'USD', 'Ozark Mountain Transport',
                CASE WHEN n <= 3 THEN 2 ELSE 1 END, now(), now()
           FROM company c JOIN source s ON s.tenant_id = c.tenant_id, generate_series(1, 12) n),
       named AS (
         INSERT INTO name_match (tenant_id, connection_id, party, name, outcome, contact_type, contact_key, email_outcome, records,
                                 open_records, open_money)
         SELECT tenant_id, id, 'billing_org', 'Ozark Mountain Transport', 'exact', 'vendor', '31', 'none_on_records', 12, 3,
                '[{"currency": "USD", "amount": "3006.0000"}]' FROM company)
       INSERT INTO ledger_document (tenant_id, connection_id, kind, external_key, number, number_key, contact_name, contact_folded,
                                    total, currency, document_date, status, has_payments, links)
       SELECT tenant_id, id, 'bill', b.key, b.number, lower(b.number), 'Acme Freight East', 'acmefreighteast', 1250, 'USD', '2026-10-01',
              'open', b.key = '51', CASE b.key WHEN '51' THEN '[{"kind": "bill_payment", "externalKey": "90", "number": "PAY-7", "amount": "1250.0000"}]'
                                               ELSE '[]' END::jsonb
         FROM company, (VALUES ('51', 'INV-1001'), ('52', '1001')) AS b (key, number)`,
      [tenant.id],
    );
  });
}

/** What a worker finds comes without the page being told. */
async function untilShown(page: Page, name: RegExp): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Duplicates' })).toBeVisible();
    await expect(page.getByRole('link', { name })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 45_000 });
}

test('what looks alike is found, seen side by side, and decided about for good until somebody takes it back', async ({
  page,
}) => {
  const business = await makeBusiness({ failed: 0 });
  await fill(business);
  const path = `/${business.tenant.slug}/duplicates`;
  await page.goto(path);
  await fillSignIn(page, business.person.email, business.person.password!);
  await expect(page.getByRole('heading', { level: 1, name: 'Duplicates' })).toBeVisible();
  await page.getByRole('button', { name: 'Look now' }).click();
  await expect(page.getByText('It is being looked for.')).toBeVisible();
  await untilShown(page, /Ozark Mountain Transport/);
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').last()).toContainText('Looks like the same vendor');
  await expect(page.getByRole('row').last()).toContainText('Names differ by a letter or two, same e-mail address');
  await expect(page.getByRole('row').last()).toContainText('3,006.00 USD');
  await expectNoViolations(page);

  await page.getByRole('link', { name: /Ozark Mountain Transport/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Looks like the same vendor' })).toBeVisible();
  const opened = new URL(page.url()).pathname;
  await expect(page.getByRole('row', { name: /^Name differs/ })).toContainText('Ozark Mountian Transport');
  await expect(page.getByRole('row', { name: /^E-mail the same/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Records that use it/ })).toContainText(
    '12 records, 3 pending or failed',
  );
  await expect(page.getByRole('link', { name: /^Open in QuickBooks Online/ }).first()).toHaveAttribute(
    'href',
    'https://qbo.intuit.com/app/vendordetail?nameId=31',
  );
  await expect(page.getByRole('note')).toContainText('can’t be undone');
  await expect(page.getByText('exactly “Ozark Mountain Transport”')).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Not a duplicate' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Reason' })).toBeVisible();
  // While it is under way the button says so, and nothing is sent twice.
  await expect(page.getByRole('button', { name: 'Not a duplicate' })).toBeVisible();
  await page.getByLabel('Reason').fill('Two brothers with a yard each');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Not a duplicate, says Petra Lindqvist/)).toContainText('Two brothers with a yard each');
  await expect(page.getByRole('button', { name: 'Not a duplicate' })).toHaveCount(0);

  await page.goto(`${path}?show=dismissed`);
  await expect(page.getByRole('link', { name: 'Dismissed 1' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('row').last()).toContainText('Two brothers with a yard each');
  await page.goto(opened);
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(page.getByRole('button', { name: 'Not a duplicate' })).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${path}?show=documents`);
  await untilShown(page, /INV-1001/);
  await page.getByRole('link', { name: /INV-1001/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Looks like one bill, entered twice' })).toBeVisible();
  await expect(page.getByRole('note')).toContainText('Payments are linked to one of them: do not delete that one');
  await expect(page.getByText('Typed by hand: no record says that a sync job wrote it')).toHaveCount(2);
  await expect(page.getByText('Do not delete', { exact: true })).toHaveCount(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectNoViolations(page);
});
