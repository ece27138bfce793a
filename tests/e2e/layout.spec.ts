import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { addDays, dayOf } from '#lib/core/dates.ts';
import { headOf, openList, pagerOf, rowsOf, statusOf, tabOf, untilInteractive } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const SCRIPT_MAX_KB = 200;
const TABS = ['invoices', 'invoice-payments', 'bills', 'bill-payments'];

/** By how many pixels the page itself can be scrolled sideways. */
function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(scrollWidth, document.body.scrollWidth) - clientWidth;
  });
}

test('the list loads less than 200 kB of script', async ({ page }) => {
  const sizes: Promise<{ file: string; bytes: number }>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const file = new URL(response.url()).pathname.split('/').at(-1) ?? '';
    sizes.push(response.body().then((body) => ({ file, bytes: gzipSync(body).length })));
  });
  await openList(page, '/globex/history/invoices');
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const scripts = await Promise.all(sizes);
  const kB = scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  const each = scripts.map(({ file, bytes }) => `${file} ${(bytes / 1000).toFixed(1)}`).join('\n');
  expect(kB, `${kB.toFixed(1)} kB of gzipped script:\n${each}`).toBeLessThan(SCRIPT_MAX_KB);
  expect(kB).toBeGreaterThan(50);
});

test.describe('at 360 pixels', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('every tab fits, and shows what a row is about', async ({ page, globexList }) => {
    for (const tab of TABS) {
      await openList(page, `/globex/history/${tab}`);
      expect(await sidewaysPx(page), tab).toBe(0);
    }
    const { records } = await globexList({ kind: 'invoice', syncStatus: 'failed', q: 'un-archived' });
    const { number, payer, errorMessage } = records[0]!;
    await openList(page, `/globex/history/invoices?q=${number}&from=2001-01-01`);
    const row = rowsOf(page).first();
    for (const text of [number!, payer!, errorMessage!])
      await expect(row.getByText(text, { exact: true })).toBeVisible();
    await expect(row.locator('td[data-column="amount"]')).toBeVisible();
    await expect(row.locator('td[data-column="date"]')).toBeVisible();
    await row.getByRole('button', { name: errorMessage! }).tap();
    await expect(row.getByRole('button', { name: 'Copy the message' })).toBeVisible();
    expect(await sidewaysPx(page)).toBe(0);
  });

  test('status, filter, order, selection, pages and navigation work', async ({ page, globexList }) => {
    const today = dayOf(new Date(), 'Australia/Sydney');
    const week = { from: addDays(today, -6), to: today };
    const { records } = await globexList({ kind: 'invoice', syncStatus: 'complete', ...week });
    // Who is billed in a week depends on the day.
    const payer = records.find((record) => record.payer !== null)!.payer!;
    await openList(page, '/globex/history/invoices');
    await statusOf(page, 'Complete').tap();
    await expect(page).toHaveURL(/status=complete/);
    await page.getByRole('button', { name: 'Filter' }).tap();
    const menu = page.getByRole('dialog', { name: 'Add a filter' });
    await menu.getByRole('button', { name: 'Payer' }).tap();
    await menu.getByRole('textbox').fill(payer);
    await expect(menu.getByRole('button', { name: 'Apply' })).toBeInViewport();
    await menu.getByRole('button', { name: 'Apply' }).tap();
    await expect(page.getByRole('link', { name: `Lift the filter Payer: ${payer}` })).toBeVisible();
    expect(await sidewaysPx(page)).toBe(0);
    await headOf(page, 'amount').getByRole('link').tap();
    await expect(page).toHaveURL(/sort=amount/);
    await rowsOf(page).first().getByRole('checkbox').tap();
    await expect(page.getByRole('region', { name: 'Selection' })).toBeInViewport();
    expect(await sidewaysPx(page)).toBe(0);
    await page.getByRole('button', { name: 'Clear the selection' }).tap();
    await page.getByRole('link', { name: `Lift the filter Payer: ${payer}` }).tap();
    await expect(page).not.toHaveURL(/payer/);
    await pagerOf(page).getByRole('link', { name: 'Next page' }).tap();
    await expect(pagerOf(page)).toContainText('51–');
    await page.getByRole('button', { name: 'Screens' }).tap();
    const screens = page.getByRole('dialog', { name: 'Screens' });
    await screens.getByRole('link', { name: 'Sync history' }).tap();
    await expect(screens).toBeHidden();
    await expect(page).toHaveURL('/globex/history/invoices');
    await tabOf(page, 'Bill Payments').tap();
    await expect(page).toHaveURL('/globex/history/bill-payments');
  });

  test('the date range can be picked', async ({ page }) => {
    await openList(page, '/globex/history/bills');
    await page.getByRole('button', { name: 'Sync date' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Sync date' });
    await expect(sheet.getByRole('table')).toBeVisible();
    expect(await sidewaysPx(page)).toBe(0);
    await sheet.getByRole('link', { name: 'Last 12 months' }).tap();
    await expect(page).toHaveURL(/from=/);
  });

  test('a record takes the screen and gives it back', async ({ page }) => {
    await openList(page, '/globex/history/invoices?q=un-archived&from=2001-01-01');
    const link = rowsOf(page).first().getByRole('link');
    const name = await link.innerText();
    await link.tap();
    await expect(page.getByRole('heading', { name })).toBeInViewport();
    await expect(page.getByRole('region', { name: 'Time line' })).toBeVisible();
    expect(await sidewaysPx(page)).toBe(0);
    await page.getByRole('button', { name: 'Close' }).tap();
    await expect(page.getByRole('heading', { name })).toHaveCount(0);
    await expect(rowsOf(page).first()).toBeVisible();
    await link.tap();
    await page.getByRole('link', { name: 'Open page' }).tap();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    expect(await sidewaysPx(page)).toBe(0);
  });
});

for (const [name, width, height] of [
  ['a tablet', 768, 1024],
  ['4K', 3840, 2160],
] as const) {
  test(`nothing runs over on ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openList(page, '/globex/history/bills?status=all');
    expect(await sidewaysPx(page)).toBe(0);
    await expect(pagerOf(page)).toBeInViewport();
    await rowsOf(page).first().getByRole('link').click();
    await expect(page.getByRole('complementary')).toBeInViewport();
    expect(await sidewaysPx(page)).toBe(0);
  });
}

test('prints the rows without the controls', async ({ page }) => {
  await openList(page, '/globex/history/invoices?status=complete');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('search')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Filter' })).toBeHidden();
  await expect(rowsOf(page).last()).toBeVisible();
  const isCut = await rowsOf(page)
    .last()
    .evaluate((row) => {
      const scroller = row.closest('section');
      return scroller !== null && scroller.scrollHeight > scroller.clientHeight + 1;
    });
  expect(isCut).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await untilInteractive(page);
  await expect(page.getByRole('search')).toBeVisible();
});
