import type { Page } from '@playwright/test';
import { addDays, dayOf } from '#lib/core/dates.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import {
  cellsOf,
  headOf,
  openList,
  pagerOf,
  rowIds,
  rowsOf,
  textsOf,
  totalUnder,
  untilInteractive,
} from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const TODAY = dayOf(new Date(), 'Australia/Sydney');
const RANGE = { from: addDays(TODAY, -120), to: TODAY };
const COMPLETE = `/globex/history/invoices?status=complete&from=${RANGE.from}`;

/** What a click on a head orders by, and how two records compare then. */
const ORDERS: { column: string; isAscendingFirst: boolean; value: (record: RecordRow) => string | number | null }[] = [
  { column: 'number', isAscendingFirst: true, value: ({ number }) => number },
  { column: 'payer', isAscendingFirst: true, value: ({ payer }) => payer },
  { column: 'amount', isAscendingFirst: false, value: ({ amount }) => (amount === null ? null : Number(amount)) },
  {
    column: 'difference',
    isAscendingFirst: false,
    value: ({ difference }) => (difference === null ? null : Number(difference)),
  },
];

for (const { column, isAscendingFirst, value } of ORDERS) {
  test(`orders by ${column}, either way`, async ({ page, globexList }) => {
    const { records, total } = await globexList({ kind: 'invoice', syncStatus: 'complete', ...RANGE });
    const byId = new Map(records.map((record) => [record.id, record]));
    await openList(page, COMPLETE);
    const head = headOf(page, column);
    await expect(head).toHaveAttribute('aria-sort', 'none');
    for (const isAscending of [isAscendingFirst, !isAscendingFirst]) {
      await head.getByRole('link').click();
      await expect(head).toHaveAttribute('aria-sort', isAscending ? 'ascending' : 'descending');
      await expect(page).toHaveURL(new RegExp(`sort=${column}`));
      const shown = (await rowIds(page)).map((id) => value(byId.get(id)!)).filter((each) => each !== null);
      const inOrder = shown.toSorted((one, other) => compare(one, other) * (isAscending ? 1 : -1));
      expect(shown).toEqual(inOrder);
      // The first one is the first of all, not of a page.
      const all = records.map(value).filter((each) => each !== null);
      const extreme = all.toSorted((one, other) => compare(one, other) * (isAscending ? 1 : -1))[0];
      expect(shown[0]).toEqual(extreme);
      expect(await totalUnder(page)).toBe(total);
    }
    await expect(page.locator('th[aria-sort="ascending"], th[aria-sort="descending"]')).toHaveCount(1);
  });
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [String(one).toLowerCase(), String(other).toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

test('orders by sync date, and a click turns it round', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'invoice', syncStatus: 'complete', ...RANGE });
  await openList(page, COMPLETE);
  const head = headOf(page, 'date');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  expect(await rowIds(page)).toEqual(
    records
      .toReversed()
      .slice(0, 50)
      .map(({ id }) => id),
  );
});

test('pages forward and back through the same rows', async ({ page, globexList }) => {
  const { records, total } = await globexList({ kind: 'invoice', syncStatus: 'complete', ...RANGE });
  expect(total).toBeGreaterThan(200);
  const ids = records.map(({ id }) => id);
  const count = new Intl.NumberFormat('en-AU').format(total);
  await openList(page, COMPLETE);
  const [previous, next] = ['Previous page', 'Next page'].map((name) => ({
    link: pagerOf(page).getByRole('link', { name }),
    button: pagerOf(page).getByRole('button', { name }),
  }));
  await expect(previous!.button).toBeDisabled();
  for (const first of [0, 50, 100]) {
    await expect(pagerOf(page)).toContainText(`${first + 1}–${first + 50} of ${count}`);
    expect(await rowIds(page)).toEqual(ids.slice(first, first + 50));
    await next!.link.click();
  }
  for (const first of [150, 100, 50]) {
    await expect(pagerOf(page)).toContainText(`${first + 1}–${first + 50} of ${count}`);
    expect(await rowIds(page)).toEqual(ids.slice(first, first + 50));
    await previous!.link.click();
  }
  await expect(pagerOf(page)).toContainText(`1–50 of ${count}`);
  await expect(previous!.button).toBeDisabled();
  await page.goBack();
  await expect(pagerOf(page)).toContainText(`51–100 of ${count}`);
  await page.reload();
  await expect(pagerOf(page)).toContainText(`51–100 of ${count}`);
  expect(await rowIds(page)).toEqual(ids.slice(50, 100));
});

test('the last page has what is left, and no next one', async ({ page, globexList }) => {
  const { records, total } = await globexList({ kind: 'invoice', syncStatus: 'failed', to: TODAY });
  await openList(page, '/globex/history/invoices?from=2001-01-01');
  const ids = records.map(({ id }) => id);
  for (let first = 0; first + 50 < total; first += 50) {
    await expect(pagerOf(page)).toContainText(`${first + 1}–${first + 50} of`);
    await pagerOf(page).getByRole('link', { name: 'Next page' }).click();
  }
  const first = Math.floor((total - 1) / 50) * 50;
  await expect(pagerOf(page)).toContainText(`${first + 1}–${total} of`);
  expect(await rowIds(page)).toEqual(ids.slice(first));
  await expect(pagerOf(page).getByRole('button', { name: 'Next page' })).toBeDisabled();
});

test('shows 50, 100 or 200 rows a page', async ({ page }) => {
  await openList(page, COMPLETE);
  for (const size of [100, 200, 50]) {
    const link = pagerOf(page).getByRole('link', { name: `${size} rows a page` });
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'true');
    await expect(rowsOf(page)).toHaveCount(size);
  }
});

/** The first columns as they stand, by their heads. */
async function headNames(page: Page): Promise<(string | null)[]> {
  const heads = page.getByRole('main').locator('th[data-column]');
  return Promise.all([0, 1, 2].map((at) => heads.nth(at).getAttribute('aria-label')));
}

test('a hidden column, a width and an order are remembered, each tab for itself', async ({ page }) => {
  const invoices = '/globex/history/invoices';
  await openList(page, invoices);
  await setColumn(page, 'Shipment ID', false);
  await expect(headOf(page, 'shipment')).toHaveCount(0);
  await expect(cellsOf(page, 'shipment')).toHaveCount(0);

  const edge = page.getByRole('separator', { name: 'Width of Payer' });
  const before = await widthOf(page, 'payer');
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => widthOf(page, 'payer')).toBe(before + 32);
  const amountBefore = await widthOf(page, 'amount');
  await drag(page, 'Width of Amount', 60);
  await expect.poll(() => widthOf(page, 'amount')).toBe(amountBefore + 60);

  await page.getByRole('button', { name: /^Columns/ }).click();
  const moveLeft = page.getByRole('button', { name: 'Move Amount left' });
  await moveLeft.focus();
  await page.keyboard.press('Enter');
  // It stands first of those that can be moved, and the button stays where the finger is.
  await expect(moveLeft).toBeFocused();
  await expect(moveLeft).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');

  await page.reload();
  await untilInteractive(page);
  await expect(headOf(page, 'shipment')).toHaveCount(0);
  expect(await headNames(page)).toEqual(['Number', 'Amount', 'Payer']);
  expect(await widthOf(page, 'payer')).toBe(before + 32);
  expect(await widthOf(page, 'amount')).toBe(amountBefore + 60);
  await openList(page, '/globex/history/bills');
  await expect(headOf(page, 'shipment')).toHaveCount(1);

  await openList(page, invoices);
  await expect(page.getByRole('button', { name: 'Columns · 1 hidden' })).toBeVisible();
  await page.getByRole('button', { name: /^Columns/ }).click();
  await page.getByRole('button', { name: 'Show all, in their own order and width' }).click();
  await expect(headOf(page, 'shipment')).toHaveCount(1);
  await expect.poll(() => widthOf(page, 'payer')).toBe(before);
  expect(await headNames(page)).toEqual(['Number', 'Payer', 'Amount']);
  await page.reload();
  await expect(headOf(page, 'shipment')).toHaveCount(1);
  expect(await textsOf(page, 'shipment')).toHaveLength(await rowsOf(page).count());
});

test('the head stays in view while rows scroll', async ({ page }) => {
  await openList(page, `${COMPLETE}&size=200`);
  await rowsOf(page).last().scrollIntoViewIfNeeded();
  await expect(rowsOf(page).last()).toBeInViewport();
  await expect(headOf(page, 'number')).toBeInViewport();
  await expect(pagerOf(page)).toBeInViewport();
});

async function setColumn(page: Page, label: string, isShown: boolean): Promise<void> {
  await page.getByRole('button', { name: /^Columns/ }).click();
  await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: label }).setChecked(isShown);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Columns' })).toHaveCount(0);
}

async function widthOf(page: Page, column: string): Promise<number> {
  return Math.round((await headOf(page, column).boundingBox())?.width ?? 0);
}

async function drag(page: Page, edge: string, byPx: number): Promise<void> {
  const box = (await page.getByRole('separator', { name: edge }).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + byPx / 2, y);
  await page.mouse.move(x + byPx, y);
  await page.mouse.up();
}
