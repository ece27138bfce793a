import type { Locator, Page } from '@playwright/test';
import type { Business } from './bulk-business.ts';
import { rowsOf, untilInteractive } from './history-page.ts';
import { expect, fillSignIn } from './quiet-test.ts';

/** The talk about one change. */
export const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Update sync status' });
/** What is ticked, and what can be done with it. */
export const barOf = (page: Page) => page.getByRole('region', { name: 'Selection' });
/** What is under way or was just done, in the frame. */
export const hintOf = (page: Page) => page.getByRole('status', { name: 'Work under way' });
/** The records of a change, on its page. */
export const itemsOf = (page: Page) =>
  page.getByRole('table', { name: 'What became of each record' }).locator('tbody tr');
/** The box of the row with this number. */
export const boxOf = (page: Page, number: string) => rowOf(page, number).getByRole('checkbox');

/** The row with this number. */
export function rowOf(page: Page, number: string): Locator {
  return rowsOf(page).filter({ hasText: number });
}

/** Signs a member in and opens the list of invoices. */
export async function openAs(
  page: Page,
  { tenant, person }: Pick<Business, 'tenant' | 'person'>,
  query = '',
): Promise<string> {
  await page.goto(`/${tenant.slug}/history/invoices${query}`);
  await fillSignIn(page, person.email, person.password!);
  await untilInteractive(page);
  return tenant.slug;
}

/** Chooses what is done to the ticked rows; gives the preview. */
export async function choose(page: Page, act: string): Promise<Locator> {
  await barOf(page).getByRole('button', { name: 'Update status' }).click();
  await page.getByRole('menuitem', { name: act }).click();
  await expect(dialogOf(page).getByRole('table', { name: 'What is selected' })).toBeVisible();
  return dialogOf(page);
}
