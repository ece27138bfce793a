import { defineConfig, devices } from '@playwright/test';

/**
 * On Linux x64 the browser comes inside an npm package; elsewhere it is Playwright's own ("npx playwright install chromium").
 * That package's arguments are left out: they are meant for serverless functions, lift the protection between origins, and
 * draw by a simulated graphics card within the browser's own process, which takes twice the time and stalls under load.
 */
async function packagedBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};
  const { default: chromium } = await import('@sparticuz/chromium');
  return {
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  };
}

const use = { ...devices['Desktop Chrome'], launchOptions: await packagedBrowser() };

/** Takes longest of all, and mostly waits: the others go on meanwhile, while after them it would go on alone. */
const LONGEST = '**/sync-job.spec.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/browser',
  globalSetup: './tests/setup/browser-server.ts',
  forbidOnly: true,
  fullyParallel: false,
  // One that passes only when tried again has failed all the same: the second try says which kind of failure it is.
  retries: 1,
  // One more than cores: a test waits for the server, or for the worker, about a third of its time.
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.TEST_BASE_URL,
    // Tracing takes time of every test; snapshots of lists this long would take as much as the tests themselves.
    trace: { mode: 'on-first-retry', snapshots: false, screenshots: false },
    screenshot: 'only-on-failure',
    locale: 'en-US',
    timezoneId: 'America/Chicago',
  },
  projects: [
    { name: 'first', testMatch: LONGEST, use },
    { name: 'desktop', testIgnore: LONGEST, use },
  ],
});
