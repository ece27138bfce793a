import { openList } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect as expectQuiet, test as quietTest } from './quiet-test.ts';
import { expect, test } from './signed-in-test.ts';

quietTest('the catalogue of causes is read without signing in, on a telephone too', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/errors');
  await expectQuiet(page.getByRole('heading', { level: 1 })).toHaveText('Why a sync failed, and what to do');
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Closed period' }).click();
  await expectQuiet(page).toHaveURL('/errors/closed-period');
  await expectQuiet(page.getByRole('heading', { level: 1 })).toHaveText('Closed period');
  await expectQuiet(
    page.getByText('Move the lock date back', { exact: false }).or(page.getByText('move the lock date back')).first(),
  ).toBeVisible();
  expectQuiet(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectNoViolations(page);
  expectQuiet((await page.request.get('/errors/nothing')).status()).toBe(404);
});

test('a record says its cause beside the ledger’s words, and the list is filtered by it', async ({
  page,
  globexList,
}) => {
  const { records } = await globexList({ kind: 'invoice', syncStatus: 'failed' });
  const record = records.find(({ errorMessage }) => errorMessage !== null)!;
  await page.goto(`/globex/records/${record.id}`);
  const cause = page.getByRole('region', { name: 'Cause' });
  await expect(cause).toBeVisible();
  const name = await cause.getByRole('link').first().textContent();
  const address = (await cause.getByRole('link').first().getAttribute('href'))!;
  await page.getByRole('button', { name: /means/ }).click();
  const field = page.getByLabel('Messages like this one mean');
  await expect(field).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(field).toBeHidden();
  await expect(page.getByRole('region', { name: 'Message of the ledger' })).toContainText(record.errorMessage!);
  await expectNoViolations(page);
  await openList(page, '/globex/history/invoices?from=any');
  await page.getByRole('link', { name: 'Group by cause' }).click();
  await expect(page).toHaveURL(/group=cause/);
  const groups = page.getByRole('region', { name: 'Failed invoices by cause' });
  await expect(groups.getByRole('row').nth(1)).toBeVisible();
  await expectNoViolations(page);
  const group = groups.getByRole('row', { name: name! });
  const count = (await group.getByRole('cell').nth(1).textContent())!.split(' ')[0]!;
  await group.getByRole('link', { name: name! }).click();
  await expect(page).toHaveURL(new RegExp(`cause=${address.replace('/errors/', '').replaceAll('-', '_')}`));
  await expect(page.getByText(new RegExp(`^1–${count} of ${count}`))).toBeVisible();
  await expect(page.getByText(`Cause: ${name}`).first()).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name!);
});
