import { test as base, expect, type Page } from '@playwright/test';

const ASK_EVERY_MS = 2_000;

/** Playwright's `test`, in which a script error or a refusal of the Content-Security-Policy fails the test. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on('weberror', (error) => complaints.push(`script error: ${error.error().message}`));
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
      });
      // Now and then the packaged browser leaves a page that lives without an answer or a frame until it is asked anew.
      const asking = setInterval(() => {
        for (const page of context.pages()) page.evaluate(() => undefined).catch(() => undefined);
      }, ASK_EVERY_MS);
      await use(complaints).finally(() => clearInterval(asking));
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Fills in the sign-in form that the page shows, and sends it. */
export async function fillSignIn(page: Page, email: string, password = 'tieout-demo'): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export { expect };
