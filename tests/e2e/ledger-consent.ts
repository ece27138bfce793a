import type { Page } from '@playwright/test';
import { expect } from './signed-in-test.ts';

/**
 * Chooses on the provider's page what a person chooses. A consent that is ordered beforehand would be given to whoever asks
 * first, another test as well.
 */
export async function consentTo(page: Page, ...names: string[]): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: /Demo ledger/ })).toBeVisible();
  const boxes = page.getByRole('checkbox', { checked: true });
  for (const box of await boxes.all()) await box.uncheck();
  for (const name of names) await page.getByLabel(name).check();
  await page.getByRole('button', { name: 'Allow' }).click();
}
