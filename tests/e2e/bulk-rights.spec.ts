import { makeMember } from '#tests/factories/people.ts';
import { makeBusiness } from './bulk-business.ts';
import { barOf, boxOf, choose, hintOf, itemsOf, openAs } from './bulk-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { fillSignIn } from './quiet-test.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: null });

test('what a job completed is put back by admins alone, and they are warned', async ({ page, browser, baseURL }) => {
  const business = await makeBusiness({ failed: 0, complete: 2 });
  await openAs(page, business, '?status=complete');
  await page.getByRole('checkbox', { name: 'Select every row of this page' }).check();
  const dialog = await choose(page, 'Put back to Pending');
  await expect(dialog).toContainText('2 will be left as they are: moving them needs the role Admin.');
  await expect(dialog).toContainText('So nothing would change.');
  await expect(dialog.getByRole('button', { name: /Pending$/ })).toHaveCount(0);

  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const other = await context.newPage();
  const admin = await makeMember(['admin', 'accounting_sync'], { tenant: business.tenant });
  await openAs(other, admin, '?status=complete');
  await other.getByRole('checkbox', { name: 'Select every row of this page' }).check();
  const warned = await choose(other, 'Put back to Pending');
  await expect(warned).toContainText('2 are already in the ledger.');
  await expect(warned.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await context.close();
});

test('others’ changes are not found, and whoever may not see records sees none', async ({ page, complaints }) => {
  const other = await makeBusiness({ failed: 1 });
  await openAs(page, other);
  await boxOf(page, 'INV-0001').check();
  const dialog = await choose(page, 'Put back to Pending');
  await dialog.getByRole('button', { name: /^Put 1/ }).click();
  await hintOf(page).getByRole('link').click();
  await expect(itemsOf(page)).toHaveCount(1);
  const id = page.url().split('/').at(-1)!;

  await page.context().clearCookies();
  const slug = await openAs(page, await makeBusiness({ failed: 1 }));
  await page.goto(`/${slug}/bulk/${id}`);
  await expect(page.getByRole('heading', { name: 'This bulk change is not here' })).toBeVisible();
  expect((await page.request.get(`/${slug}/bulk/${id}/data`)).status()).toBe(404);
  expect((await page.request.get(`/${slug}/bulk/${id}/items`)).status()).toBe(404);
  expect((await page.request.get(`/${other.tenant.slug}/bulk/${id}/data`)).status()).toBe(403);
  await page.goto(`/${slug}/bulk`);
  await expect(page.getByRole('heading', { name: 'No status was changed by hand yet' })).toBeVisible();

  await page.context().clearCookies();
  const guest = await makeMember([], { tenant: other.tenant });
  await page.goto(`/${other.tenant.slug}/bulk`);
  await fillSignIn(page, guest.person.email, guest.person.password!);
  await expect(page).toHaveURL(/\/sign-in\?reason=needs-accounting-sync/);
  // The browser reports the page that is not there.
  for (const complaint of complaints) expect(complaint).toContain('404');
  complaints.length = 0;
});

test.describe('in both themes', () => {
  test('preview, result, the change’s page and the list of changes are accessible', async ({ page }) => {
    const slug = await openAs(page, await makeBusiness({ failed: 3, complete: 1 }), '?status=all');
    await page.getByRole('checkbox', { name: 'Select every row of this page' }).check();
    await barOf(page).getByRole('button', { name: 'Update status' }).click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    const dialog = await choose(page, 'Set to Complete by hand');
    await dialog.getByRole('button', { name: /^Set 3/ }).click();
    await expectNoViolations(page);
    await dialog.getByLabel('Reason').fill('Reconciled');
    await dialog.getByRole('button', { name: /^Set 3/ }).click();
    await expect(dialog).toContainText('3 changed');
    await expectNoViolations(page);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(hintOf(page)).toBeVisible();
    await expectNoViolations(page);
    await hintOf(page).getByRole('link').click();
    await expect(itemsOf(page)).toHaveCount(4);
    await expectNoViolations(page);
    await page.getByRole('region', { name: 'Undo' }).getByRole('button').click();
    await expect(dialog.getByRole('table', { name: 'What is selected' })).toBeVisible();
    await expectNoViolations(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await expectNoViolations(page);
    await page.goto(`/${slug}/bulk`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bulk changes');
    await expectNoViolations(page);
  });
});
