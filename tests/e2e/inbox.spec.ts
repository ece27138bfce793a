import type { Page } from '@playwright/test';
import { type Business, makeBusiness } from './bulk-business.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let business: Business;

/** What a sync job reported: two attempts for a document that nobody sent, one for another, and two bad items. */
test.beforeEach(async ({ page, request }) => {
  business = await makeBusiness({ failed: 12 }, ['accounting_sync', 'admin']);
  const headers = { Authorization: `Bearer ${business.key}` };
  const attempt = { outcome: 'failed', attemptedAt: '2026-11-01T10:00:00Z', errorMessage: 'No such customer' };
  const waiting = { kind: 'invoice', sourceId: 'TMS-0003' };
  const post = await request.post('/api/v1/attempts', {
    headers,
    data: {
      attempts: [
        {
          ...attempt,
          externalId: 'SY1',
          record: waiting,
          errorMessage: "Customer 'Payer 3' of INV-0003 is not in QuickBooks.",
          sentAmount: '100.50',
          sentCurrency: 'USD',
          raw: { Fault: { Error: [{ code: '6240', Detail: 'Customer not found' }] } },
        },
        { ...attempt, externalId: 'SY2', record: waiting, attemptedAt: '2026-11-01T09:00:00Z' },
        { ...attempt, externalId: 'SY3', record: { kind: 'bill', sourceId: 'B-9' } },
        { ...attempt, externalId: 'SY4', record: { kind: 'invoice', sourceId: 'inv_2' }, outcome: 'perhaps' },
      ],
    },
  });
  expect(post.status()).toBe(200);
  await request.put('/api/v1/records', {
    headers,
    data: { records: [{ kind: 'invoice', sourceId: 'inv_1', amount: 'much', currency: 'USD' }] },
  });
  await page.goto(`/${business.tenant.slug}/inbox`);
  await fillSignIn(page, business.person.email, business.person.password!);
  await expect(page.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
});

test('an attempt is matched to a suggested record, and is its last attempt then', async ({ page }) => {
  await expect(page.getByText('5 wait for somebody')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Inbox' })).toHaveText(
    'Inbox with 5 waiting',
  );
  await expectNoViolations(page);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'SY1' })
    .getByRole('button', { name: 'Match: Invoice TMS-0003' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Match Invoice TMS-0003' });
  const first = dialog.getByRole('radio').first();
  await expect(first).toHaveAccessibleName(/^INV-0003.*its number is named.*same amount.*its party is named/);
  await expect(dialog.getByText('This can’t be undone')).toBeVisible();
  await expectNoViolations(page);
  await first.check();
  await dialog.getByRole('button', { name: 'Match for good' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 attempts are in the history of INV-0003' })).toBeFocused();
  await expect(page.getByText('3 wait for somebody')).toBeVisible();
  await page.goto(`/${business.tenant.slug}/history/invoices?q=INV-0003`);
  await page.getByRole('link', { name: 'INV-0003' }).first().click();
  await expect(page.getByText('Matched attempts to a record').first()).toBeVisible();
});

test('a rejected item is corrected, checked again and applied', async ({ page }) => {
  await page.getByRole('link', { name: /^Rejected items/ }).click();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'amount' })
    .getByRole('button', { name: /^Correct/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Correct and apply' });
  const text = dialog.getByRole('textbox');
  await expect(text).toHaveValue(/"amount": "much"/);
  await expectNoViolations(page);
  await text.fill((await text.inputValue()).replace('"much"', '"a lot"'));
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog.getByRole('alert')).toContainText('amount must be a decimal');
  await text.fill((await text.inputValue()).replace('"a lot"', '"250.00"'));
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'It is applied: its record was changed.' })).toBeFocused();
  await page.getByRole('link', { name: 'Came right since' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Put right by Petra Lindqvist' })).toBeVisible();
});

test('several are dismissed by keys with one reason, leave the month, and are taken back', async ({ page }) => {
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('2 selected');
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog', { name: 'Dismiss 2 items' });
  await dialog.getByRole('button', { name: 'Dismiss' }).click();
  await expect(dialog.getByText('Reason must not be empty.')).toBeVisible();
  await dialog.getByLabel('Reason').fill('A test of the vendor');
  await dialog.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 items are dismissed.' })).toBeFocused();
  await page.goto(`/${business.tenant.slug}`);
  await expect(page.getByRole('link', { name: '3 wait in the inbox' })).toHaveAttribute('href', /\/inbox$/);
  await page.goto(`/${business.tenant.slug}/inbox?show=unmatched&state=dismissed`);
  const items = page.getByRole('region', { name: 'Items' }).getByRole('listitem');
  await expect(items).toHaveCount(2);
  await expect(items.first()).toContainText('Dismissed by Petra Lindqvist');
  await expect(items.first()).toContainText('A test of the vendor');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('Nothing was dismissed.')).toBeVisible();
});

test('it fits a narrow screen and stands in nobody’s way', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoViolations(page);
  await expectNoOverflow(page);
  await page.getByRole('link', { name: /^Rejected items/ }).click();
  await expect(page).toHaveURL(/show=rejected/);
  await expectNoViolations(page);
  await expectNoOverflow(page);
});

async function expectNoOverflow(page: Page): Promise<void> {
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways).toBe(0);
}
