import type { Page } from '@playwright/test';
import { listOf, pagerOf } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './signed-in-test.ts';

/** Opens the overview and waits until its figures are counted. */
async function openOverview(page: Page, query = ''): Promise<void> {
  await page.goto(`/globex${query}`);
  await expect(page.getByRole('heading', { name: 'Not in these figures' })).toBeVisible();
}

test('each figure leads to a list of as many', async ({ page }) => {
  await openOverview(page);
  const tables = page.getByRole('region', { name: /^(Documents by kind|Failed and pending by age)$/ });
  const links = await tables
    .getByRole('link')
    .evaluateAll((found) =>
      found
        .filter((link) => /^[\d,]+ /.test(link.getAttribute('aria-label') ?? ''))
        .map((link) => ({ count: link.textContent, href: link.getAttribute('href') ?? '' })),
    );
  expect(links.length).toBeGreaterThan(8);
  // One of each place in its row; tests of the figures themselves follow every one of them.
  for (const { count, href } of links.filter((_link, place) => place % 4 === 0)) {
    await page.goto(href);
    await expect(pagerOf(page), href).toContainText(`of ${count}`);
    await expect(page.getByRole('list', { name: 'Filters that are set' })).toContainText('Document date');
  }
});

test('a click leads to the list, and Back to the figures', async ({ page }) => {
  await openOverview(page);
  const kinds = page.getByRole('region', { name: 'Documents by kind' });
  const cell = kinds.getByRole('link', { name: /^[\d,]+ invoices failed$/ });
  const count = await cell.textContent();
  await cell.click();
  await expect(page).toHaveURL(/\/globex\/history\/invoices\?from=any&docFrom=/);
  await expect(listOf(page, 'Failed invoices')).toBeVisible();
  await expect(pagerOf(page)).toContainText(`of ${count}`);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

test('the oldest opens beside its list, which begins with it', async ({ page }) => {
  await openOverview(page);
  const oldest = page.getByRole('region', { name: 'Failed and pending by age' }).locator('td[data-label="Oldest"] a');
  const number = (await oldest.first().textContent())!;
  await oldest.first().click();
  await expect(page.locator('[data-open-record][data-is-waiting="false"]')).toBeVisible();
  await expect(page.locator('[data-row-id]').first()).toContainText(number);
  await expect(page.locator('[data-row-id]').first()).toHaveAttribute('data-is-open', 'true');
});

test('a message leads to the records that have it, and stands as a filter', async ({ page }) => {
  await openOverview(page);
  const first = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: /^[\d,]+ invoices$/ }) })
    .first();
  const words = (await first.locator('p').first().textContent())!;
  const link = first.getByRole('link', { name: /invoices$/ });
  const count = /^[\d,]+/.exec((await link.textContent())!)![0];
  await link.click();
  await expect(pagerOf(page)).toContainText(`of ${count}`);
  await expect(page.getByRole('link', { name: /^Lift the filter Message: / })).toContainText(words.slice(0, 40));
});

test('the period is chosen by name, stands in the address, and is checked', async ({ page }) => {
  await openOverview(page);
  await expect(page).toHaveURL('/globex');
  await page.waitForFunction(() => {
    const button = document.querySelector('[aria-label^="Document date:"]');
    return button !== null && Object.keys(button).some((key) => key.startsWith('__react'));
  });
  await page.getByRole('button', { name: /^Document date:/ }).click();
  await page.getByRole('link', { name: 'Last month' }).click();
  await expect(page).toHaveURL(/\?from=\d{4}-\d{2}-01&to=\d{4}-\d{2}-(28|29|30|31)$/);
  await openOverview(page, '?from=2026-02-30&to=2026-03-01');
  await expect(page.getByText('“2026-02-30” is not a day')).toBeVisible();
  await openOverview(page, '?from=2001-01-01&to=2026-10-31');
  await expect(page.getByText('At most two years are shown at once')).toBeVisible();
});

test('failures are drawn, and told as a table whose numbers lead to lists', async ({ page }) => {
  await openOverview(page);
  await expect(page.locator('.recharts-bar-rectangle path').first()).toBeVisible();
  await page.getByText('Show as a table').click();
  const table = page.getByRole('region', { name: 'Failed by document date' });
  const link = table.getByRole('link', { name: /failed/ }).first();
  const count = await link.textContent();
  await link.click();
  await expect(pagerOf(page)).toContainText(`of ${count}`);
});

test('a period without documents says so, and where there are some', async ({ page }) => {
  await openOverview(page, '?from=2001-01-01&to=2001-01-31');
  await expect(page.getByRole('heading', { name: 'No document is dated 1 Jan – 31 Jan 2001' })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('link', { name: /^Look at/ }).click();
  await expect(page.getByRole('region', { name: 'Documents by kind' })).toBeVisible();
});

test('the inbox lists what came in without a record, and what was refused', async ({ page }) => {
  await page.goto('/globex/inbox');
  await expect(page.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Rejected items' }).click();
  await expect(page).toHaveURL(/show=rejected/);
  await expectNoViolations(page);
  await page.goto('/globex/inbox?show=lost&from=never&cursor=abc');
  await expect(page.getByText('“lost” is no part of the inbox')).toBeVisible();
  await expect(page.getByText('“never” is not a day')).toBeVisible();
});

test('nothing stands in the way of anybody', async ({ page }) => {
  await openOverview(page);
  await expect(page.locator('.recharts-bar-rectangle path').first()).toBeVisible();
  await page.getByText('Show as a table').click();
  await expectNoViolations(page);
});

test('it fits a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await openOverview(page);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways).toBe(0);
  await expectNoViolations(page);
});
