import type { BrowserContext } from '@playwright/test';
import { env } from '#lib/env.ts';
import { makeDemoReadKey } from '#tests/factories/demo-key.ts';
import { type ApiList, readList } from './api-list.ts';
import { expect, fillSignIn, test as quietTest } from './quiet-test.ts';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

type Options = {
  /** Who is signed in as the test begins; null: nobody. */
  account: string | null;
};
type WorkerFixtures = {
  /** An API key that reads Globex. */
  globexKey: string;
  sessionOf: (account: string) => Promise<StorageState>;
  /** Reads all that a query of `GET /api/v1/records` matches at Globex, which no test writes to, so once is enough. */
  globexList: (query: Record<string, string>) => Promise<ApiList>;
};

/** The quiet test, with somebody signed in. Each worker signs an account in once, in the browser. */
export const test = quietTest.extend<Options, WorkerFixtures>({
  account: ['accountant@globex.example', { option: true }],
  sessionOf: [
    async ({ browser }, use) => {
      const sessions = new Map<string, StorageState>();
      await use(async (account) => {
        const known = sessions.get(account);
        if (known !== undefined) return known;
        // Nobody's: within a test a new context would begin as the one who is signed in there.
        const storageState = { cookies: [], origins: [] };
        const context = await browser.newContext({ baseURL: env().TEST_BASE_URL, storageState });
        const page = await context.newPage();
        await page.goto('/sign-in');
        await fillSignIn(page, account);
        await expect(page).toHaveURL(/\/history\/invoices$/);
        const session = await context.storageState();
        await context.close();
        sessions.set(account, session);
        return session;
      });
    },
    { scope: 'worker' },
  ],
  storageState: async ({ account, sessionOf }, use) => {
    await use(account === null ? undefined : await sessionOf(account));
  },
  globexKey: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for this form
    async ({}, use) => use(await makeDemoReadKey('globex')),
    { scope: 'worker' },
  ],
  globexList: [
    async ({ playwright, globexKey }, use) => {
      const request = await playwright.request.newContext({ baseURL: env().TEST_BASE_URL });
      const lists = new Map<string, Promise<ApiList>>();
      await use((query) => {
        const asked = JSON.stringify(query);
        const list = lists.get(asked) ?? readList(request, globexKey, query);
        lists.set(asked, list);
        return list;
      });
      await request.dispose();
    },
    { scope: 'worker' },
  ],
});

export { expect };
