import type { Page } from '@playwright/test';
import { openList, rowsOf } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './signed-in-test.ts';

const paletteOf = (page: Page) => page.getByRole('dialog', { name: 'Commands and records' });
const fieldOf = (page: Page) => paletteOf(page).getByRole('combobox');
const optionsOf = (page: Page) => paletteOf(page).getByRole('option');
const chosenIn = (page: Page) => paletteOf(page).locator('[role="option"][aria-selected="true"]');

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(fieldOf(page)).toBeFocused();
}

test('leads to tabs, statuses and dates by keyboard alone', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await openPalette(page);
  await page.keyboard.type('bill pay');
  await expect(chosenIn(page)).toHaveText('Bill Payments');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/globex/history/bill-payments');
  await expect(paletteOf(page)).toHaveCount(0);

  await openPalette(page);
  await page.keyboard.type('status comp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/status=complete/);
  await expect(rowsOf(page).first()).toBeVisible();
  await openPalette(page);
  await page.keyboard.type('12 months');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=/);
  await page.goBack();
  await expect(page).not.toHaveURL(/from=/);

  // A pending record has no date to go by, so none is offered.
  await openPalette(page);
  await page.keyboard.type('pending');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/status=pending/);
  await openPalette(page);
  await page.keyboard.type('12 months');
  await expect(optionsOf(page)).toHaveCount(0);
  await expect(paletteOf(page).getByRole('status')).toHaveText('Nothing matches.');
});

test('says which choice is meant, goes round, and gives the focus back', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await page.keyboard.press('j');
  await openPalette(page);
  const isNamed = async () => {
    const id = await fieldOf(page).getAttribute('aria-activedescendant');
    await expect(chosenIn(page)).toHaveAttribute('id', id ?? 'none');
  };
  await expect(chosenIn(page)).toHaveCount(1);
  await isNamed();
  const first = await chosenIn(page).innerText();
  await page.keyboard.press('ArrowDown');
  expect(await chosenIn(page).innerText()).not.toBe(first);
  await isNamed();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(optionsOf(page).last()).toHaveAttribute('aria-selected', 'true');
  await expect(optionsOf(page).last()).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(paletteOf(page)).toHaveCount(0);
  await expect(rowsOf(page).first()).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+k');
  await expect(paletteOf(page)).toHaveCount(0);
});

test('runs what keys do, for the row that had the focus', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await openPalette(page);
  await page.keyboard.type('open the record');
  await expect(optionsOf(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  // Until it is gone the keys are its own.
  await expect(paletteOf(page)).toHaveCount(0);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(rowsOf(page).nth(1)).toBeFocused();
  const id = await rowsOf(page).nth(1).getAttribute('data-row-id');
  await openPalette(page);
  await page.keyboard.type('open the record');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`record=${id}`));
  await openPalette(page);
  await page.keyboard.type('list of keys');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('works from within the search, and from its button', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await page.keyboard.press('/');
  await page.keyboard.type('INV');
  await openPalette(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('search').getByRole('textbox')).toBeFocused();
  await page.getByRole('button', { name: 'Commands and records' }).click();
  await expect(fieldOf(page)).toBeFocused();
  await fieldOf(page).fill('dark');
  await optionsOf(page).filter({ hasText: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('finds a record of any kind and status by its number, and shows no answer to what was asked before', async ({
  page,
  globexList,
}) => {
  const { records } = await globexList({ kind: 'bill', syncStatus: 'complete' });
  const wanted = records.find(({ number }) => number !== null && number.length > 4)!;
  await openList(page, '/globex/history/invoices');
  const calledOff: string[] = [];
  page.on('requestfailed', (request) => calledOff.push(request.url()));
  const held = Promise.withResolvers<void>();
  await page.route('**/records/find?q=zzz*', async (route) => {
    await held.promise;
    await route.continue().catch(() => undefined);
  });
  await openPalette(page);
  const asked = page.waitForRequest(/find\?q=zzz/);
  await page.keyboard.type('zzz');
  await asked;
  await fieldOf(page).fill(wanted.number!);
  const found = optionsOf(page).filter({ hasText: wanted.number! }).first();
  await expect(found).toContainText('Bill');
  await expect.poll(() => calledOff.some((url) => url.includes('q=zzz'))).toBe(true);
  held.resolve();
  await expect(found).toBeVisible();
  await found.click();
  await expect(page.getByRole('heading', { level: 1, name: wanted.number! })).toBeVisible();
});

test('finds nothing of another business, and nothing for nobody', async ({ page, browser, baseURL }) => {
  expect((await page.request.get('/acme/records/find?q=INV')).status()).toBe(403);
  const own = await page.request.get('/globex/records/find?q=%00%00INV');
  expect(own.status()).toBe(200);
  const { found } = (await own.json()) as { found: unknown[] };
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThanOrEqual(8);
  const nobody = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  expect((await nobody.request.get('/globex/records/find?q=INV')).status()).toBe(401);
  await nobody.close();
});

test('a server that does not answer is said, and the commands stay', async ({ page, complaints }) => {
  await openList(page, '/globex/history/invoices');
  await page.route('**/records/find?*', (route) => route.fulfill({ status: 500, body: '{}' }));
  await openPalette(page);
  await page.keyboard.type('overview');
  await expect(paletteOf(page).getByRole('status')).toContainText('Records could not be looked for');
  await expect(chosenIn(page)).toHaveText('Overview');
  for (const complaint of complaints) expect(complaint).toContain('500');
  complaints.length = 0;
});

test('is accessible, wide and narrow', async ({ page }) => {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await openList(page, '/globex/history/invoices?q=un-archived');
    await page.getByRole('button', { name: 'Commands and records' }).click();
    await expect(optionsOf(page).first()).toBeVisible();
    await expectNoViolations(page);
    await fieldOf(page).fill('timber');
    await expect(optionsOf(page).first()).toBeVisible();
    await expect(paletteOf(page).getByRole('status')).toHaveText(/choice/);
    await expectNoViolations(page);
    const { scrollWidth, clientWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      clientWidth: document.documentElement.clientWidth,
    }));
    expect(scrollWidth).toBe(clientWidth);
  }
});

test('offers the screens that the navigation has, and the way out', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  const links = await page.getByRole('navigation', { name: 'Screens' }).getByRole('link').allInnerTexts();
  // Without how much waits there.
  const screens = links.map((text) => text.split('\n')[0]);
  await openPalette(page);
  const offered = paletteOf(page).getByRole('group', { name: 'Go to' }).getByRole('option').locator('span:first-child');
  expect(await offered.allInnerTexts()).toEqual([...screens, 'API reference']);
  await page.keyboard.type('sign out');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sign-in/);
});
