import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import bundled from '@sparticuz/chromium';
import { publicUrl } from '#lib/env.ts';
import { runScript, say } from './run-script.ts';

/** What the README shows, taken from a running `npm start` with its demo data. */
const SHOTS: { file: string; colorScheme: 'light' | 'dark'; take: (page: Page) => Promise<void> }[] = [
  { file: 'history-light.png', colorScheme: 'light', take: async () => {} },
  { file: 'history-dark.png', colorScheme: 'dark', take: async () => {} },
  {
    file: 'record-light.png',
    colorScheme: 'light',
    take: async (page) => {
      await page.locator('tbody tr').nth(2).getByRole('link').first().click();
      await page.getByRole('complementary').last().waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  {
    file: 'problems-light.png',
    colorScheme: 'light',
    take: async (page) => {
      await page.getByRole('link', { name: 'Problems' }).first().click();
      await page.getByRole('region', { name: 'Problems' }).waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
];

const FOLDER = path.join(import.meta.dirname, '..', 'docs', 'screenshots');

await runScript(async () => {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launch();
  try {
    for (const { file, colorScheme, take } of SHOTS) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
      await signIn(page);
      await take(page);
      await page.screenshot({ path: path.join(FOLDER, file) });
      await page.close();
      say(`docs/screenshots/${file}`);
    }
  } finally {
    await browser.close();
  }
  return 0;
});

// The bundled browser is built for Linux on x64; elsewhere Playwright's own must be installed.
async function launch(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch();
  return chromium.launch({
    executablePath: await bundled.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${publicUrl()}/sign-in?next=/acme/history/invoices`);
  await page.getByLabel(/e-?mail/i).fill('accountant@acme.example');
  await page
    .getByLabel(/password/i)
    .first()
    .fill('tieout-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/acme/history/invoices');
  await page.waitForLoadState('networkidle');
}
