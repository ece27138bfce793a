import type { Locator, Page } from '@playwright/test';
import { cellsOf, openList, rowsOf, statusOf, textsOf, untilInteractive } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

/** Presses Tab until the focus is where it is wanted. */
async function tabTo(page: Page, target: Locator, presses = 60): Promise<void> {
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${target} within ${presses} presses`);
}

const panelOf = (page: Page) => page.getByRole('complementary');

test.describe('signed out', () => {
  test.use({ account: null });

  test('signing in, filtering and opening a record need no mouse', async ({ page }) => {
    await page.goto('/globex/history/bills');
    await expect(page.getByLabel('E-mail address')).toBeFocused();
    await page.keyboard.type('accountant@globex.example');
    await tabTo(page, page.getByLabel('Password'), 3);
    await page.keyboard.type('tieout-demo');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/globex/history/bills');
    await untilInteractive(page);

    await tabTo(page, statusOf(page, 'Complete'));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/status=complete/);
    await tabTo(page, page.getByRole('button', { name: 'Filter' }));
    await page.keyboard.press('Enter');
    const menu = page.getByRole('dialog', { name: 'Add a filter' });
    await expect(menu).toBeVisible();
    await tabTo(page, menu.getByRole('button', { name: 'Source status' }), 12);
    await page.keyboard.press('Enter');
    const status = menu.getByRole('checkbox').first();
    await expect(status).toBeVisible();
    const wanted = (await menu.locator('label').first().innerText()).trim();
    await tabTo(page, status, 12);
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: `Lift the filter Source status: ${wanted}` })).toBeVisible();
    expect(new Set(await textsOf(page, 'sourceStatus'))).toEqual(new Set([wanted]));

    const number = rowsOf(page).first().getByRole('link');
    const name = await number.innerText();
    await tabTo(page, number);
    await page.keyboard.press('Enter');
    await expect(panelOf(page).getByRole('heading', { name })).toBeVisible();
    await tabTo(page, panelOf(page).getByRole('link', { name: 'Open page' }), 12);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/globex\/records\//);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });
});

test('rows are walked, unfolded, ticked, opened and closed by keys', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  const [first, second] = [rowsOf(page).nth(0), rowsOf(page).nth(1)];
  await page.keyboard.press('j');
  await expect(first).toBeFocused();
  await page.keyboard.press('j');
  await expect(second).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(first).toBeFocused();
  await page.keyboard.press('x');
  await expect(first.getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('x');
  await expect(first.getByRole('checkbox')).not.toBeChecked();

  await page.keyboard.press('Enter');
  const name = await first.getByRole('link').innerText();
  await expect(panelOf(page).getByRole('heading', { name })).toBeVisible();
  await expect(page).toHaveURL(/record=/);
  await page.keyboard.press('Escape');
  await expect(panelOf(page)).toHaveCount(0);
  await expect(page).toHaveURL('/globex/history/invoices');
  await expect(first).toBeFocused();
});

test('a message too long for its line is read in full by keyboard', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'invoice', syncStatus: 'failed', q: 'un-archived' });
  const { number, errorMessage } = records[0]!;
  await openList(page, `/globex/history/invoices?q=${number}&from=2001-01-01`);
  const row = rowsOf(page).filter({ has: page.getByRole('link', { name: number!, exact: true }) });
  const message = row.getByRole('button', { name: errorMessage! });
  const text = message.getByText(errorMessage!);
  const isCut = () => text.evaluate((element) => element.scrollWidth > element.clientWidth);
  expect(await isCut()).toBe(true);
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await expect(message).toHaveAttribute('aria-expanded', 'true');
  expect(await isCut()).toBe(false);
  await expect(text).toHaveText(errorMessage!);
  await expect(row.getByRole('button', { name: 'Copy the message' })).toBeVisible();
  await page.keyboard.press('m');
  await expect(message).toHaveAttribute('aria-expanded', 'false');
  await tabTo(page, message, 8);
  await page.keyboard.press('Enter');
  await expect(message).toHaveAttribute('aria-expanded', 'true');
});

test('keys do nothing of their own while one types', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  const search = page.getByRole('textbox', { name: 'Search number' });
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('jxke?o/');
  await expect(search).toHaveValue('jxke?o/');
  await expect(search).toBeFocused();
  await expect(page).toHaveURL(/q=jxke/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Selection' })).toHaveCount(0);
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(page).toHaveURL('/globex/history/invoices');
  await search.press('Escape');
  await expect(search).not.toBeFocused();

  await page.getByRole('button', { name: 'Filter' }).press('Enter');
  const menu = page.getByRole('dialog', { name: 'Add a filter' });
  await menu.getByRole('button', { name: 'Payer' }).press('Enter');
  await menu.getByRole('textbox').focus();
  await page.keyboard.type('/?x');
  await expect(menu.getByRole('textbox')).toHaveValue('/?x');
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Filter' })).toBeFocused();
});

test('a list of the keys opens by ? and gives the focus back', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByText('Next record')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await expect(rowsOf(page).first()).toBeFocused();
});

test('the first Tab leads past the navigation to the list', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /^Skip to/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(cellsOf(page, 'number').first()).toBeVisible();
});
