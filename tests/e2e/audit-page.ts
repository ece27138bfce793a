import type { Locator, Page } from '@playwright/test';

/** `51–100`, under the log. */
export function pagerOf(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Pages' });
}

/** Where the subject of an event leads. */
export async function openRecordHref(row: Locator): Promise<string> {
  return (await row.getByRole('link').first().getAttribute('href')) ?? '';
}
