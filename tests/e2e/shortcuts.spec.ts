import type { Page } from '@playwright/test';
import { openList, rowsOf, untilInteractive } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const barOf = (page: Page) => page.getByRole('region', { name: 'Selection' });

/** Opens the help, reads it, and closes it: what each chord does, by chord. */
async function readHelp(page: Page): Promise<[chord: string, what: string][]> {
  const help = page.getByRole('dialog', { name: 'Keys' });
  // A page that was just loaded answers keys only once its script runs.
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(help).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const keys = await help
    .locator('[data-chord]')
    .evaluateAll((chords) =>
      chords.map((chord): [string, string] => [
        (chord as HTMLElement).dataset.chord ?? '',
        chord.closest('div')?.querySelector('dd')?.textContent ?? '',
      ]),
    );
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  return keys;
}

test('the help lists what keys do here, each once', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  const onList = await readHelp(page);
  expect(onList).toEqual(
    expect.arrayContaining([
      ['/', 'Search'],
      ['j', 'Next record'],
      ['ArrowUp', 'Previous record'],
      ['x', 'Select the record'],
      ['Shift+x', 'Select all from the last one'],
      ['a', 'Select all that match the filters'],
      ['o', 'Open the record'],
      ['m', 'Unfold its message'],
      ['e', 'Export to Excel'],
      ['?', 'This list of keys'],
    ]),
  );
  expect(onList.map(([chord]) => chord)).not.toContain('Escape');

  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await expect(page.getByRole('complementary')).toBeVisible();
  await expect(page).toHaveURL(/record=/);
  const withPanel = await readHelp(page);
  expect(withPanel).toContainEqual(['Escape', 'Close the record']);

  await page.getByRole('link', { name: 'Open page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Time line' })).toBeVisible();
  const onRecord = await readHelp(page);
  expect(onRecord.map(([chord]) => chord)).not.toContain('x');

  for (const keys of [onList, withPanel, onRecord]) {
    const chords = keys.map(([chord]) => chord);
    expect(new Set(chords).size).toBe(chords.length);
    for (const [chord, what] of keys) expect(what, chord).not.toBe('');
  }
});

test('keys select rows one by one, in a range, and all that match', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'invoice', syncStatus: 'complete' });
  expect(records.length).toBeGreaterThan(50);
  await openList(page, '/globex/history/invoices?status=complete&from=2001-01-01');
  await page.keyboard.press('x');
  await expect(barOf(page)).toHaveCount(0);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(barOf(page)).toContainText('1 selected');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await expect(barOf(page)).toContainText('4 selected');
  for (const place of [1, 2, 3, 4]) await expect(rowsOf(page).nth(place).getByRole('checkbox')).toBeChecked();
  await expect(rowsOf(page).nth(0).getByRole('checkbox')).not.toBeChecked();

  await page.keyboard.press('a');
  await expect(barOf(page)).toContainText(`${records.length.toLocaleString('en')} selected`);
  await page.keyboard.press('x');
  await expect(barOf(page)).toContainText(`${(records.length - 1).toLocaleString('en')} selected`);
});

test('keys with other keys held, and keys while something is open, do nothing of ours', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await page.keyboard.press('j');
  const first = rowsOf(page).first();
  await expect(first).toBeFocused();
  for (const chord of ['Alt+x', 'Control+x', 'Meta+x', 'Alt+j']) await page.keyboard.press(chord);
  await expect(first).toBeFocused();
  await expect(barOf(page)).toHaveCount(0);

  await page.getByRole('button', { name: 'Theme' }).press('Enter');
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  for (const key of ['x', 'a', 'j', '/', '?']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(barOf(page)).toHaveCount(0);
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
});

test('a screen left behind takes its keys with it', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.getByRole('complementary').getByRole('link', { name: 'Open page' }).click();
  // Until it is there, the keys are still the list's.
  await expect(page).toHaveURL(/\/records\//);
  await expect(page.getByRole('complementary')).toHaveCount(0);
  for (const key of ['a', 'x', '/', 'Escape']) await page.keyboard.press(key);
  await expect(page).toHaveURL(/\/records\//);
  await page.goBack();
  await untilInteractive(page);
  await expect(barOf(page)).toHaveCount(0);
});

test('keys open the change of status for the row in focus or for what is selected, and give the focus back', async ({
  page,
}) => {
  await openList(page, '/globex/history/invoices?from=2001-01-01');
  const dialog = page.getByRole('dialog', { name: 'Update sync status' });
  await page.keyboard.press('j');
  await page.keyboard.press('p');
  await expect(dialog).toContainText('Pending');
  // What is typed into it is no key of the list's.
  for (const key of ['x', 'a', 'j']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(rowsOf(page).first()).toBeFocused();
  await expect(barOf(page)).toHaveCount(0);

  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(barOf(page)).toContainText('2 selected');
  await page.keyboard.press('c');
  await expect(dialog).toContainText(/\b2 /);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(barOf(page)).toContainText('2 selected');
});
