import type { Page } from '@playwright/test';
import { openList, rowsOf } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const LIST = '/globex/history/invoices?status=complete&from=2001-01-01';

/** How far a row is from the top of the window. */
async function topOf(page: Page, place: number): Promise<number> {
  return (await rowsOf(page).nth(place).boundingBox())?.y ?? Number.NaN;
}

for (const [screen, viewport] of [
  ['a wide', { width: 1280, height: 720 }],
  ['a narrow', { width: 390, height: 740 }],
] as const) {
  test(`on ${screen} screen Back from a record’s page leads to the place in the list that was left`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await openList(page, LIST);
    await rowsOf(page).nth(30).scrollIntoViewIfNeeded();
    await rowsOf(page).nth(30).getByRole('link').click();
    await page.getByRole('link', { name: 'Open page' }).click();
    await expect(page).toHaveURL(/\/globex\/records\//);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    await page.goBack();
    await expect(rowsOf(page).nth(30)).toBeInViewport();
    await page.goto(LIST);
    await expect(rowsOf(page).first()).toBeInViewport();
  });
}

test('Back within the app leads there too, to the pixel, and a list opened anew begins at its top', async ({
  page,
}) => {
  await openList(page, LIST);
  await rowsOf(page).nth(30).scrollIntoViewIfNeeded();
  const before = await topOf(page, 30);
  const bills = page.getByRole('navigation', { name: 'Kinds of record' }).getByRole('link', { name: /^Bills / });
  await bills.click();
  await expect(page).toHaveURL(/\/bills/);
  await expect(rowsOf(page).first()).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(LIST);
  await expect.poll(() => topOf(page, 30)).toBeCloseTo(before, 0);
});

test('another screen begins at its top, however far down the one before was left', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.goto('/globex');
  const main = page.getByRole('main');
  const top = () => main.evaluate((element) => element.scrollTop);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await main.evaluate((element) => element.scrollTo({ top: 300 }));
  expect(await top()).toBeGreaterThan(0);
  await page.getByRole('navigation', { name: 'Tieout' }).getByRole('link', { name: 'Problems' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Problems' })).toBeVisible();
  await expect.poll(top).toBe(0);

  // Also one that Back led to before.
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Tieout' }).getByRole('link', { name: 'Problems' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Problems' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Problems' })).toBeVisible();
  await main.evaluate((element) => element.scrollTo({ top: 300 }));
  expect(await top()).toBeGreaterThan(0);
  await page.getByRole('navigation', { name: 'Tieout' }).getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect.poll(top).toBe(0);
});

test('Back from a problem leads to the place in the list of problems that was left', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.goto('/globex/problems');
  const id = await rowsOf(page).last().getAttribute('data-row-id');
  const row = page.getByRole('main').locator(`[data-row-id="${id}"]`);
  const title = row.locator('[data-opens-row]');
  await row.scrollIntoViewIfNeeded();
  const main = page.getByRole('main');
  const top = () => main.evaluate((element) => element.scrollTop);
  expect(await top()).toBeGreaterThan(0);
  const name = (await title.textContent()) ?? '';
  await title.click();
  await expect(page).toHaveURL(new RegExp(`/problems/${id}$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Problems' })).toBeVisible();
  await expect(row).toBeInViewport();
  // Left at its top it is at its top again, however far down the problem was read.
  await main.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(rowsOf(page).first()).toBeInViewport();
  await rowsOf(page).first().locator('[data-opens-row]').click();
  await expect(page).toHaveURL(/\/problems\/[\da-f-]{36}$/);
  await expect(page.getByRole('region', { name: 'Activity and notes' })).toBeVisible();
  await main.evaluate((element) => element.scrollTo({ top: 300 }));
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Problems' })).toBeVisible();
  await expect(rowsOf(page).first()).toBeInViewport();
  await expect.poll(top).toBe(0);
});
