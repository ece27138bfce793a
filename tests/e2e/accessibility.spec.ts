import { addDays, dayOf } from '#lib/core/dates.ts';
import type { ApiList } from './api-list.ts';
import { openList, pagerOf, rowsOf, untilInteractive } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './signed-in-test.ts';

// Each row costs axe time, and rows are like one another: a week has few, one customer fewer.
const TODAY = dayOf(new Date(), 'Australia/Sydney');
const WEEK = `from=${addDays(TODAY, -6)}`;
const MONTH = { from: addDays(TODAY, -27), to: TODAY };

type ListOf = (query: Record<string, string>) => Promise<ApiList>;

/** Gives the address of a list with one record of the month or few; which these are depends on the day. */
async function fewOf(globexList: ListOf, kind: string, syncStatus: string): Promise<string> {
  const { records } = await globexList({ kind, syncStatus, ...MONTH });
  const { number } = records.find((record) => record.number !== null)!;
  const tab = `${kind.replace('_', '-')}s`;
  return `/globex/history/${tab}?status=${syncStatus}&q=${encodeURIComponent(number!)}&from=${MONTH.from}`;
}

test.describe('in both themes', () => {
  for (const tab of ['invoices', 'invoice-payments', 'bills', 'bill-payments']) {
    test(`${tab} are accessible`, async ({ page }) => {
      await openList(page, `/globex/history/${tab}?${WEEK}`);
      await expect(pagerOf(page)).toContainText(/of \d/);
      await expectNoViolations(page);
    });
  }

  test('every status and filter, and a selection, is accessible', async ({ page }) => {
    await openList(
      page,
      '/globex/history/invoices?status=complete&org=globex&source=aroflo&flag=by_hand&from=2001-01-01',
    );
    await rowsOf(page).nth(1).getByRole('checkbox').check();
    await page.keyboard.press('j');
    await page.keyboard.press('m');
    await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1 selected');
    await expect(pagerOf(page)).toContainText(/of \d/);
    await expectNoViolations(page);
    await openList(page, '/globex/history/invoices?status=pending&payer=timber');
    await expectNoViolations(page);
    await openList(page, '/globex/history/bills?excluded=only&flag=nonsense');
    await expectNoViolations(page);
  });

  test('what opens is accessible', async ({ page }) => {
    await openList(page, `/globex/history/invoices?status=all&payer=timber&${WEEK}`);
    await page.getByRole('button', { name: 'Filter' }).click();
    const filters = page.getByRole('dialog', { name: 'Add a filter' });
    await expect(filters.getByRole('button', { name: 'By hand', exact: true })).toBeVisible();
    await expectNoViolations(page);
    await filters.getByRole('button', { name: 'Source', exact: true }).click();
    await expect(filters.getByRole('checkbox').first()).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Sync date' }).click();
    await expect(page.getByRole('dialog', { name: 'Sync date' }).getByRole('table')).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Columns/ }).click();
    await expect(page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox').first()).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Account of/ }).click();
    await expect(page.getByRole('menuitem', { name: 'Sign out', exact: true })).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menuitem', { name: 'Sign out', exact: true })).toBeHidden();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await expectNoViolations(page);
  });

  test('a list without rows is accessible, whatever the reason', async ({ page }) => {
    await openList(page, '/globex/history/invoices?from=2001-01-01&to=2001-01-31');
    await expect(page.getByRole('heading', { name: 'Nothing failed in this period' })).toBeVisible();
    await expectNoViolations(page);
    await openList(page, '/globex/history/invoices?payer=zzzz&org=zzzz');
    await expect(page.getByRole('heading', { name: 'No record matches these filters' })).toBeVisible();
    await expectNoViolations(page);
  });

  test('a record is accessible, beside its list and as a page', async ({ page, globexList }) => {
    for (const [kind, status] of [
      ['invoice', 'failed'],
      ['bill_payment', 'complete'],
    ] as const) {
      await openList(page, await fewOf(globexList, kind, status));
      await rowsOf(page).first().getByRole('link').click();
      const panel = page.getByRole('complementary');
      await expect(panel.getByRole('region', { name: 'Time line' })).toBeVisible();
      await expectNoViolations(page);
      await panel.getByRole('link', { name: 'Open page' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoViolations(page);
    }
  });

  test('the same on a narrow screen', async ({ page, globexList }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await openList(page, await fewOf(globexList, 'invoice', 'failed'));
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Screens' }).click();
    await expect(page.getByRole('dialog', { name: 'Screens' })).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await rowsOf(page).first().getByRole('link').click();
    await expect(page.getByRole('region', { name: 'Time line' })).toBeVisible();
    await expectNoViolations(page);
  });

  test('what is not there, and the sign-in page, are accessible', async ({ page, browser, baseURL, complaints }) => {
    await page.goto('/globex/records/00000000-0000-7000-8000-000000000000');
    await expect(page.getByRole('heading', { name: 'This record is not here' })).toBeVisible();
    await expectNoViolations(page);
    await page.goto('/globex/history/receipts');
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await expectNoViolations(page);
    for (const complaint of complaints) expect(complaint).toContain('404');
    complaints.length = 0;

    const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
    const signIn = await context.newPage();
    await signIn.goto('/sign-in');
    await expect(signIn.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expectNoViolations(signIn);
    await context.close();
  });
});

test('the theme can be chosen, and is kept', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await expect.poll(paper).not.toBe(light);
  const dark = await paper();
  await page.reload();
  expect(await paper()).toBe(dark);
  await untilInteractive(page);
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitem', { name: 'Light' }).click();
  await expect.poll(paper).toBe(light);
});
