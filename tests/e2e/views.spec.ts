import type { Page } from '@playwright/test';
import { addDays, dayOf } from '#lib/core/dates.ts';
import { headOf, openList, rowsOf, statusOf, tabOf, untilInteractive } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: 'restricted@acme.example' });
// Its tests share the views of one person.
test.describe.configure({ mode: 'serial' });

const LIST = '/acme/history/bill-payments';
const sheetOf = (page: Page) => page.getByRole('dialog', { name: 'Saved views' });
const buttonOf = (page: Page) => page.getByRole('button', { name: /^Saved views/ });
const viewIn = (page: Page, name: string) => sheetOf(page).getByRole('link', { name: new RegExp(`^${name}`) });

async function openViews(page: Page): Promise<void> {
  // Pressed while it closes, the button would only close it once more.
  await expect(sheetOf(page)).toHaveCount(0);
  await buttonOf(page).press('Enter');
  await expect(sheetOf(page).getByRole('link', { name: 'Without a view' })).toBeVisible();
}

async function choose(page: Page, what: string): Promise<void> {
  await openViews(page);
  await sheetOf(page).getByRole('button', { name: what }).click();
}

async function saveAs(page: Page, name: string, isShared = false): Promise<void> {
  await choose(page, 'Save as a new view…');
  await sheetOf(page).getByLabel('Name').fill(name);
  if (isShared) await sheetOf(page).getByRole('checkbox').check();
  await sheetOf(page).getByRole('button', { name: 'Save', exact: true }).click();
}

const today = () => dayOf(new Date(), 'America/Chicago');

test('a view is saved by keyboard, opened again, changed, updated and renamed', async ({ page }) => {
  await openList(page, `${LIST}?status=complete&sort=amount&dir=asc`);
  await buttonOf(page).focus();
  await page.keyboard.press('Enter');
  await expect(sheetOf(page).getByRole('link', { name: 'Without a view' })).toBeVisible();
  await sheetOf(page).getByRole('button', { name: 'Save as a new view…' }).press('Enter');
  await expect(sheetOf(page).getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Smallest first');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/status=complete.*sort=amount.*view=/);
  await expect(buttonOf(page)).toHaveText('Smallest first');

  // Another status is a change to it, and the address says so for whoever follows it.
  await statusOf(page, 'All').click();
  await expect(buttonOf(page)).toContainText('changed');
  await expect(page).toHaveURL(/status=all.*view=/);
  await page.reload();
  await untilInteractive(page);
  await expect(buttonOf(page)).toContainText('changed');
  await choose(page, 'Update “Smallest first”');
  await expect(buttonOf(page)).toHaveText('Smallest first');

  await openViews(page);
  await sheetOf(page).getByRole('link', { name: 'Without a view' }).click();
  await expect(page).toHaveURL(LIST);
  await expect(buttonOf(page)).toHaveText('Saved views');
  await openViews(page);
  await viewIn(page, 'Smallest first').click();
  await expect(page).toHaveURL(/status=all.*sort=amount.*dir=asc/);
  await expect(headOf(page, 'amount')).toHaveAttribute('aria-sort', 'ascending');

  await choose(page, 'Rename or share…');
  await expect(sheetOf(page).getByLabel('Name')).toHaveValue('Smallest first');
  await sheetOf(page).getByLabel('Name').fill('By amount');
  await sheetOf(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(buttonOf(page)).toHaveText('By amount');
  await expect(buttonOf(page)).toBeFocused();

  await saveAs(page, 'By amount');
  await expect(sheetOf(page).getByRole('alert')).toHaveText(/You have a view “By amount” here already/);
});

test('a view shows its own columns, and the person’s own are as before without it', async ({ page }) => {
  await openList(page, LIST);
  const toggle = async (name: string) => {
    await page.getByRole('button', { name: /^Columns/ }).click();
    await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name, exact: true }).click();
    await page.keyboard.press('Escape');
  };
  await toggle('Source');
  await expect(headOf(page, 'source')).toHaveCount(0);
  await saveAs(page, 'Without source');
  await expect(buttonOf(page)).toHaveText('Without source');
  await toggle('Reference');
  await expect(buttonOf(page)).toContainText('changed');
  await page.reload();
  await untilInteractive(page);
  await expect(headOf(page, 'reference')).toHaveCount(0);
  await expect(buttonOf(page)).toContainText('changed');

  await openViews(page);
  await sheetOf(page).getByRole('link', { name: 'Without a view' }).click();
  await expect(headOf(page, 'reference')).toBeVisible();
  await expect(headOf(page, 'source')).toHaveCount(0);
  await toggle('Source');
  await openViews(page);
  await viewIn(page, 'Without source').click();
  await expect(headOf(page, 'source')).toHaveCount(0);
  // Opened again, its columns are as they were saved.
  await openViews(page);
  await viewIn(page, 'Without source').click();
  await expect(headOf(page, 'reference')).toBeVisible();
  await expect(buttonOf(page)).toHaveText('Without source');
  await page.reload();
  await untilInteractive(page);
  await expect(buttonOf(page)).toHaveText('Without source');
});

test('days that were chosen by name move, and others stay', async ({ page }) => {
  await openList(page, LIST);
  await page.getByRole('button', { name: /^Sync date/ }).click();
  await page.getByRole('link', { name: 'Last 7 days' }).click();
  await expect(page).toHaveURL(new RegExp(`from=${addDays(today(), -6)}`));
  await choose(page, 'Save as a new view…');
  const dates = sheetOf(page).getByLabel('Dates');
  await expect(dates.locator('option').first()).toHaveText('Last 7 days, moving with the day');
  await sheetOf(page).getByLabel('Name').fill('This week');
  await page.keyboard.press('Enter');
  await expect(buttonOf(page)).toHaveText('This week');
  await choose(page, 'Save as a new view…');
  await sheetOf(page).getByLabel('Name').fill('That week');
  await dates.selectOption('fixed');
  await sheetOf(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(buttonOf(page)).toHaveText('That week');
  await expect(page).toHaveURL(new RegExp(`from=${addDays(today(), -6)}&to=${today()}`));
});

test('a tab opens with its default, unless its address says something', async ({ page }) => {
  await openList(page, `${LIST}?status=complete`);
  await saveAs(page, 'Done');
  await expect(buttonOf(page)).toHaveText('Done');
  await choose(page, 'My default for this tab');
  await expect(sheetOf(page)).toHaveCount(0);
  await openViews(page);
  await expect(sheetOf(page).getByRole('button', { name: 'My default for this tab' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('Escape');

  await openList(page, '/acme/history/bills');
  await tabOf(page, 'Bill Payments').click();
  await expect(buttonOf(page)).toHaveText('Done');
  await expect(page).toHaveURL(/bill-payments\?status=complete&view=/);
  const opened = page.url();
  await page.reload();
  await untilInteractive(page);
  await expect(page).toHaveURL(opened);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/acme/history/bills');
  await page.goForward();
  await expect(page).toHaveURL(opened);
  await page.goto(LIST);
  await expect(page).toHaveURL(opened);

  // The plain list is still to be had: by its status, by name, and by any link that says something.
  await untilInteractive(page);
  await statusOf(page, 'Failed').click();
  await expect(page).toHaveURL(/bill-payments\?view=/);
  await expect(statusOf(page, 'Failed')).toHaveAttribute('aria-current', 'true');
  await expect(buttonOf(page)).toContainText('changed');
  await openViews(page);
  await sheetOf(page).getByRole('link', { name: 'Without a view' }).click();
  await expect(page).toHaveURL(/\?view=none$/);
  await openList(page, `${LIST}?status=pending`);
  await expect(buttonOf(page)).toHaveText('Saved views');
  await statusOf(page, 'Failed').click();
  await expect(page).toHaveURL(/\?view=none$/);
  await expect(statusOf(page, 'Failed')).toHaveAttribute('aria-current', 'true');

  await openViews(page);
  await viewIn(page, 'Done').click();
  await choose(page, 'My default for this tab');
  await expect(sheetOf(page)).toHaveCount(0);
  await openViews(page);
  await expect(sheetOf(page).getByRole('button', { name: 'My default for this tab' })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await page.goto(LIST);
  await expect(page).toHaveURL(LIST);
});

test('a shared view is everybody’s to open and its owner’s or an admin’s to change', async ({
  page,
  browser,
  baseURL,
  sessionOf,
}) => {
  await openList(page, `${LIST}?status=all`);
  await saveAs(page, 'Everything', true);
  await expect(buttonOf(page)).toHaveText('Everything');
  const link = page.url();
  const as = async (account: string) => {
    const context = await browser.newContext({ baseURL, storageState: await sessionOf(account) });
    const other = await context.newPage();
    await openList(other, link);
    await expect(buttonOf(other)).toHaveText('Everything');
    await openViews(other);
    return { other, close: () => context.close() };
  };
  const colleague = await as('accountant@acme.example');
  await expect(viewIn(colleague.other, 'Everything')).toContainText('by Tom Okafor');
  await expect(viewIn(colleague.other, 'Done')).toHaveCount(0);
  await expect(sheetOf(colleague.other).getByRole('button', { name: 'Delete…' })).toHaveCount(0);
  await expect(sheetOf(colleague.other).getByRole('button', { name: 'Everybody’s default' })).toHaveCount(0);
  await colleague.close();

  const admin = await as('admin@acme.example');
  await expect(sheetOf(admin.other).getByRole('button', { name: 'Everybody’s default for this tab' })).toBeVisible();
  await sheetOf(admin.other).getByRole('button', { name: 'Delete…' }).click();
  await expect(sheetOf(admin.other)).toContainText('Everybody who works with it loses it.');
  await sheetOf(admin.other).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(buttonOf(admin.other)).toHaveText('Saved views');
  await openViews(admin.other);
  await expect(viewIn(admin.other, 'Everything')).toHaveCount(0);
  await admin.close();

  // The link still shows what it says; only the name is gone.
  await page.reload();
  await expect(buttonOf(page)).toHaveText('Saved views');
  await expect(page).toHaveURL(/status=all/);
});

test('views are accessible, wide and narrow', async ({ page }) => {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await openList(page, `${LIST}?from=${today()}`);
    await openViews(page);
    await viewIn(page, 'By amount').click();
    // The rows come with the address, and begin at the top again.
    await expect(page).toHaveURL(/sort=amount/);
    await expect(buttonOf(page)).toContainText('By amount');
    await openViews(page);
    await expectNoViolations(page);
    await sheetOf(page).getByRole('button', { name: 'Rename or share…' }).click();
    await expectNoViolations(page, '[role="dialog"]');
    await sheetOf(page).getByRole('button', { name: 'Rename or share' }).click();
    await sheetOf(page).getByRole('button', { name: 'Delete…' }).click();
    await expectNoViolations(page, '[role="dialog"]');
    const { scrollWidth, clientWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      clientWidth: document.documentElement.clientWidth,
    }));
    expect(scrollWidth).toBe(clientWidth);
  }
});
