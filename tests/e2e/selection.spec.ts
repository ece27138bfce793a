import type { Page } from '@playwright/test';
import { dayOf, monthEndingOn } from '#lib/core/dates.ts';
import type { Amount } from '#lib/core/money.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { addUp } from './api-list.ts';
import { amountIn, numberIn, openList, pagerOf, rowsOf, statusOf, untilInteractive } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const MONTH = monthEndingOn(dayOf(new Date(), 'Australia/Sydney'));
const LIST = '/globex/history/invoices?status=complete';
const QUERY = { kind: 'invoice', syncStatus: 'complete', ...MONTH };

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const barOf = (page: Page) => page.getByRole('region', { name: 'Selection' });
const boxOf = (page: Page, place: number) => rowsOf(page).nth(place).getByRole('checkbox');

/** The bar says how many are ticked and what they come to, per currency. */
async function expectSelected(page: Page, records: readonly RecordRow[]): Promise<void> {
  const bar = barOf(page);
  await expect(bar).toContainText(new RegExp(`^${new Intl.NumberFormat('en-AU').format(records.length)} selected`));
  const said = new Map<string, Amount>();
  for (const [, amount = '', currency = ''] of (await bar.innerText()).matchAll(/(-?[\d,.]+) ([A-Z]{3})/g)) {
    said.set(currency, amountIn(amount));
  }
  const expected = addUp(records).map(({ currency, amount }) => [currency ?? '', amount] as const);
  expect(said).toEqual(new Map(expected));
}

async function copied(page: Page): Promise<string[]> {
  await barOf(page).getByRole('button', { name: 'Copy numbers' }).click();
  await expect(barOf(page).getByRole('button', { name: /^Copied/ })).toBeVisible();
  return (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
}

test('rows are ticked one by one and in ranges, and their numbers copied', async ({ page, globexList }) => {
  const { records } = await globexList(QUERY);
  await openList(page, LIST);
  await expect(barOf(page)).toHaveCount(0);
  await boxOf(page, 1).click();
  await expectSelected(page, records.slice(1, 2));
  await boxOf(page, 6).click({ modifiers: ['Shift'] });
  await expectSelected(page, records.slice(1, 7));
  await boxOf(page, 3).click();
  const left = [...records.slice(1, 3), ...records.slice(4, 7)];
  await expectSelected(page, left);
  expect((await copied(page)).toSorted()).toEqual(left.map(({ number }) => number).toSorted());
  await barOf(page).getByRole('button', { name: 'Clear the selection' }).click();
  await expect(barOf(page)).toHaveCount(0);
  await expect(rowsOf(page).getByRole('checkbox', { checked: true })).toHaveCount(0);
});

test('a page is ticked at once, and kept across pages and a reload', async ({ page, globexList }) => {
  const { records } = await globexList(QUERY);
  await openList(page, LIST);
  const all = page.getByRole('checkbox', { name: 'Select every row of this page' });
  await all.check();
  await expectSelected(page, records.slice(0, 50));
  await pagerOf(page).getByRole('link', { name: 'Next page' }).click();
  await expect(pagerOf(page)).toContainText('51–');
  await expect(all).not.toBeChecked();
  await boxOf(page, 0).check();
  await expectSelected(page, records.slice(0, 51));
  await pagerOf(page).getByRole('link', { name: 'Previous page' }).click();
  await expect(pagerOf(page)).toContainText('1–50');
  await expect(all).toBeChecked();
  await boxOf(page, 0).uncheck();
  await expectSelected(page, records.slice(1, 51));
  await page.reload();
  await untilInteractive(page);
  await expectSelected(page, records.slice(1, 51));
  await expect(boxOf(page, 0)).not.toBeChecked();
  await expect(boxOf(page, 1)).toBeChecked();
});

test('all that match are selected, however many, but those that are unticked', async ({ page, globexList }) => {
  const { records, total } = await globexList(QUERY);
  expect(total).toBeGreaterThan(50);
  await openList(page, LIST);
  await boxOf(page, 2).check();
  const selectAll = barOf(page).getByRole('button', { name: /^Select all .* that match$/ });
  expect(numberIn((await selectAll.innerText()).replace(' that match', ''))).toBe(total);
  await selectAll.click();
  await expectSelected(page, records);
  await expect(selectAll).toHaveCount(0);
  await expect(rowsOf(page).getByRole('checkbox', { checked: false })).toHaveCount(0);
  await boxOf(page, 4).uncheck();
  const left = records.toSpliced(4, 1);
  await expectSelected(page, left);
  await pagerOf(page).getByRole('link', { name: 'Next page' }).click();
  await expect(pagerOf(page)).toContainText('51–');
  await expect(boxOf(page, 0)).toBeChecked();
  await expectSelected(page, left);
  expect(await copied(page)).toEqual(left.map(({ number }) => number));
});

test('another list has a selection of its own', async ({ page, globexList }) => {
  const { records } = await globexList(QUERY);
  await openList(page, LIST);
  await boxOf(page, 0).check();
  await statusOf(page, 'Failed').click();
  await expect(page).toHaveURL('/globex/history/invoices');
  await expect(barOf(page)).toHaveCount(0);
  await page.goBack();
  await expectSelected(page, records.slice(0, 1));
});
