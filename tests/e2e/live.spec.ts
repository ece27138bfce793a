import type { APIRequestContext, Page } from '@playwright/test';
import { newId } from '#lib/core/ids.ts';
import { env } from '#lib/env.ts';
import { openList, rowsOf } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: 'accountant@acme.example' });
// These tests write to one tenant and look at one list.
test.describe.configure({ mode: 'serial' });

const INVOICES = '/acme/history/invoices';
/** What the product promises: a new outcome is seen within five seconds. */
const PROMISED = { timeout: 5_000 };

async function reportFailures(request: APIRequestContext, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, () => `LIVE-${newId()}`);
  const answer = await request.post('/api/v1/attempts', {
    headers: { authorization: `Bearer ${env().TEST_API_KEY}` },
    data: {
      attempts: numbers.map((number) => ({
        externalId: number,
        record: { kind: 'invoice', sourceId: number, number, amount: '10.00', currency: 'USD', payer: 'Live Co' },
        outcome: 'failed',
        attemptedAt: new Date().toISOString(),
        errorMessage: 'Reported while somebody looks',
      })),
    },
  });
  expect(answer.status()).toBe(200);
  return numbers;
}

/** Opens the list and waits until the server says that it will tell of changes. */
async function openLive(page: Page, path = INVOICES): Promise<void> {
  const connected = page.waitForResponse((response) => response.url().endsWith('/acme/events'));
  await openList(page, path);
  await connected;
}

function scrollTo(page: Page, place: 'middle' | 'end'): Promise<void> {
  return rowsOf(page)
    .first()
    .evaluate((row, wanted) => {
      const region = row.closest('section')!;
      region.scrollTop = wanted === 'end' ? region.scrollHeight : 400;
    }, place);
}

/** Where the rows are that can be seen: their numbers and their distance from the top of the window. */
function seenRows(page: Page): Promise<[string, number][]> {
  return rowsOf(page).evaluateAll((rows) => {
    const region = rows[0]!.closest('section')!.getBoundingClientRect();
    return rows
      .map((row) => [row, row.getBoundingClientRect()] as const)
      .filter(([, box]) => box.top >= region.top + 34 && box.bottom <= region.bottom)
      .map(([row, box]): [string, number] => [(row as HTMLElement).dataset.rowId ?? '', Math.round(box.top)]);
  });
}

test('a new outcome appears at the top of an untouched list, without a reload', async ({ page, request }) => {
  await openLive(page);
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const [number] = await reportFailures(request, 1);
  await expect(rowsOf(page).first()).toContainText(number!, PROMISED);
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});

test('a record that is slow to read is shown although outcomes keep coming', async ({ page, request }) => {
  await openLive(page);
  // Slower than changes are told.
  await page.route(/\/acme\/records\/[^/]+\/data/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await route.continue();
  });
  await rowsOf(page).nth(3).getByRole('link').first().click();
  let isShown = false;
  const heading = page.getByRole('complementary').getByRole('heading').first();
  const shown = expect(heading)
    .toBeVisible()
    .finally(() => {
      isShown = true;
    });
  while (!isShown) await reportFailures(request, 1);
  await shown;
});

for (const place of ['middle', 'end'] as const) {
  test(`rows that are read at the ${place} of the list stay where they are`, async ({ page, request }) => {
    await openLive(page);
    await scrollTo(page, place);
    const before = await seenRows(page);
    expect(before.length).toBeGreaterThan(5);
    await reportFailures(request, 3);
    const pill = page.getByRole('button', { name: '3 new above' });
    await expect(pill).toBeVisible(PROMISED);
    expect(await seenRows(page)).toEqual(before);
    const [number] = await reportFailures(request, 1);
    await expect(page.getByRole('button', { name: '4 new above' })).toBeVisible(PROMISED);
    expect(await seenRows(page)).toEqual(before);
    await page.getByRole('button', { name: '4 new above' }).click();
    await expect(rowsOf(page).first()).toContainText(number!);
    await expect(rowsOf(page).first()).toBeInViewport();
    await expect(page.getByRole('button', { name: /new above/ })).toHaveCount(0);
  });
}

test('the way to the top is gone to its end, whatever comes on it', async ({ page, request }) => {
  await openLive(page);
  await scrollTo(page, 'end');
  await reportFailures(request, 1);
  const pill = page.getByRole('button', { name: '1 new above' });
  await expect(pill).toBeVisible(PROMISED);
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const isGone = Promise.withResolvers<void>();
  await page.route('**/acme/history/invoices?*', async (route) => {
    asked.resolve();
    await isGone.promise;
    await route.continue();
    answered.resolve();
  });
  const [number] = await reportFailures(request, 1);
  await asked.promise;
  await pill.click();
  isGone.resolve();
  await answered.promise;
  await expect(rowsOf(page).first()).toContainText(number!);
  await expect(rowsOf(page).first()).toBeInViewport();
});

test('with a row in hand even the top of the list stays where it is, and the open record is read anew', async ({
  page,
  request,
}) => {
  const [number] = await reportFailures(request, 1);
  await openLive(page);
  const row = rowsOf(page).filter({ hasText: number! });
  await row.locator('[data-column="amount"]').click();
  const attempts = page
    .getByRole('region', { name: 'Time line' })
    .locator('li[data-mark="failed"], li[data-mark="complete"]');
  await expect(attempts).toHaveCount(1);
  const before = await seenRows(page);
  await reportFailures(request, 2);
  await expect(page.getByRole('button', { name: '2 new above' })).toBeVisible(PROMISED);
  expect(await seenRows(page)).toEqual(before);
  await expect(row).toBeFocused();

  const answer = await request.post('/api/v1/attempts', {
    headers: { authorization: `Bearer ${env().TEST_API_KEY}` },
    data: {
      attempts: [
        {
          externalId: newId(),
          record: { kind: 'invoice', sourceId: number },
          outcome: 'complete',
          attemptedAt: new Date().toISOString(),
          referenceNumber: '4711',
          syncedAmount: '10.00',
        },
      ],
    },
  });
  expect(answer.status()).toBe(200);
  await expect(attempts).toHaveCount(2, PROMISED);
  await expect(page.getByRole('complementary')).toContainText('4711');
  // It is Complete now, so the list of failed ones lets it go.
  await expect(row).toHaveCount(0);
});

test('asks the server instead where events don’t come through', async ({ page, request, complaints }) => {
  await page.route('**/acme/events', (route) =>
    route.request().headers().accept?.includes('text/event-stream') === true ? route.abort() : route.continue(),
  );
  const asked = page.waitForResponse((response) => response.url().endsWith('/acme/events') && response.ok());
  await openList(page, INVOICES);
  await asked;
  const [number] = await reportFailures(request, 1);
  await expect(rowsOf(page).first()).toContainText(number!, { timeout: 7_000 });
  // The browser itself reports the stream that the test cut off.
  complaints.length = 0;
});

test('only members are told', async ({ page, browser, baseURL }) => {
  const nobody = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  for (const accept of ['text/event-stream', 'application/json']) {
    const answer = await nobody.request.get('/acme/events', { headers: { accept } });
    expect(answer.status()).toBe(204);
    expect(await answer.text()).toBe('');
  }
  const record = await nobody.request.get('/acme/records/01a00000-0000-7000-8000-000000000000/data');
  expect(record.status()).toBe(401);
  expect(record.headers()['content-type']).toBe('application/problem+json');
  await nobody.close();

  // Signed in, but at another business.
  expect((await page.request.get('/globex/events')).status()).toBe(204);
});
