import type { Locator, Page } from '@playwright/test';
import { type Amount, toAmount } from '#lib/core/money.ts';
import { expect } from './quiet-test.ts';

/** Opens a list and waits until its controls answer. */
export async function openList(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await untilInteractive(page);
}

/** Waits until React has taken the page over: what is pressed before has no effect. */
export async function untilInteractive(page: Page): Promise<void> {
  await page.getByRole('search').getByRole('textbox').waitFor();
  await page.waitForFunction(() => {
    const control = document.querySelector('[role="search"] input');
    return control !== null && Object.keys(control).some((key) => key.startsWith('__react'));
  });
  // The controls are taken over one by one; the keys come with the last of them.
  await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve())));
}

/** Opens the menu of the person who is signed in. */
export async function openPersonMenu(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name: `Account of ${name}` });
  await button.waitFor();
  // Navigating by a form replaces the page: its controls answer only once React has taken the new one over.
  await page.waitForFunction((label) => {
    const control = document.querySelector(`[aria-label="${label}"]`);
    return control === null || Object.keys(control).some((key) => key.startsWith('__react'));
  }, `Account of ${name}`);
  await button.click();
}

/** The part of the page with the rows, by what it holds: `Failed invoices`. */
export function listOf(page: Page, label: string): Locator {
  return page.getByRole('region', { name: label, exact: true });
}

/** The rows of records that are shown, without the head. */
export function rowsOf(page: Page): Locator {
  return page.getByRole('main').locator('tbody tr[data-row-id]');
}

/** The head of one column. */
export function headOf(page: Page, column: string): Locator {
  return page.getByRole('main').locator(`th[data-column="${column}"]`);
}

/** The cells of one column, from the top. */
export function cellsOf(page: Page, column: string): Locator {
  return rowsOf(page).locator(`td[data-column="${column}"]`);
}

/** The ids of the shown rows, from the top. */
export function rowIds(page: Page): Promise<string[]> {
  return rowsOf(page).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.rowId ?? ''));
}

/** The texts of one column, from the top. */
export async function textsOf(page: Page, column: string): Promise<string[]> {
  return (await cellsOf(page, column).allInnerTexts()).map((text) => text.trim());
}

/** `1–50 of 128`, under the list. */
export function pagerOf(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Pages' });
}

/** One choice of the status filter. */
export function statusOf(page: Page, status: string): Locator {
  return page.getByRole('navigation', { name: 'Sync status' }).getByRole('link', { name: new RegExp(`^${status}`) });
}

/** One of the four tabs. */
export function tabOf(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'Kinds of record' }).getByRole('link', { name: new RegExp(`^${name} `) });
}

/** Reads the number at the end of a tab's or a status's name, once it is known. */
export async function countIn(link: Locator): Promise<number> {
  await expect(link).toHaveText(/\d$/);
  return numberIn(await link.innerText());
}

/** Reads `of 1,234` under the list. */
export async function totalUnder(page: Page): Promise<number> {
  const pager = pagerOf(page);
  await expect(pager).toContainText(/ of [\d,]+/);
  return numberIn(/ of ([\d,]+)/.exec(await pager.innerText())?.[1] ?? '');
}

/** Reads the last whole number of a text. */
export function numberIn(text: string): number {
  return Number(/([\d,]+)\s*$/.exec(text)?.[1]?.replaceAll(',', ''));
}

/** Reads the first amount of a text, such as `+1,250.00 USD`, exactly. */
export function amountIn(text: string): Amount {
  return toAmount((/[-+]?[\d,]+(\.\d+)?/.exec(text)?.[0] ?? '').replace(/[+,]/g, ''));
}
