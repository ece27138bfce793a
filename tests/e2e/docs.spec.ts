import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './quiet-test.ts';

test.describe('in both themes', () => {
  test('the API reference is read without signing in, from this host alone', async ({ page, baseURL }) => {
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.goto('/docs/api');
    await expect(page.getByRole('heading', { name: 'The Tieout API' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Five records', exact: true })).toContainText(
      `curl "${baseURL}/api/v1/records?limit=5"`,
    );
    await expectNoViolations(page);
    await page.getByRole('navigation', { name: 'Calls' }).getByRole('link', { name: 'PUT /records' }).click();
    await expect(page).toHaveURL('/docs/api/putRecords');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Create or update up to 1,000 source documents');
    const body = page.getByRole('table', { name: 'Body' });
    await expect(body.getByRole('row', { name: /^sourceId/ }).first()).toContainText('required');
    await expect(page.getByRole('table', { name: 'Parameters' })).toContainText('Idempotency-Key');
    await expectNoViolations(page);
    expect([...hosts]).toEqual([baseURL]);
  });
});

test('a call has an address of its own, is whole on a telephone, and one that there is not says so', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/docs/api/listRecords#errors');
  await expect(page.getByRole('heading', { name: 'Errors' })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByText('All calls', { exact: true }).click();
  await page.getByRole('navigation', { name: 'All calls' }).getByRole('link', { name: 'POST /attempts' }).click();
  await expect(page).toHaveURL('/docs/api/reportAttempts');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectNoViolations(page);
  await page.goto('/docs/api/events');
  await expect(page.getByRole('table', { name: 'Body of attempt.failed' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectNoViolations(page);
  const missing = await page.request.get('/docs/api/nothing');
  expect(missing.status()).toBe(404);
});
