import { newId } from '#lib/core/ids.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { makeMember } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let slug: string;

test.beforeEach(async ({ page }) => {
  const tenant = await makeTenant({ name: 'Initech' });
  slug = tenant.slug;
  await asOwner(tenant.id, (client) =>
    client.query(`INSERT INTO source (tenant_id, id, slug, name) VALUES ($1, $2, 'tms', 'TMS')`, [tenant.id, newId()]),
  );
  const { person } = await makeMember(['admin'], { tenant });
  await page.goto(`/${slug}/settings/reference`);
  await fillSignIn(page, person.email, person.password!);
  await expect(page).toHaveURL(`/${slug}/settings/reference`);
});

const file = (text: string) => ({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test.describe('in both themes', () => {
  test('a file of accounts is uploaded, its wrong rows are named, and what it holds is found', async ({ page }) => {
    await expect(page.getByText('No account has come yet.')).toBeVisible();
    const upload = page.getByRole('button', { name: 'Upload a CSV file' });
    await upload.click();
    const dialog = page.getByRole('dialog', { name: 'Upload accounts' });
    await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
    await expect(dialog.getByText('CSV file must be chosen.')).toBeVisible();
    await expectNoViolations(page);
    await dialog
      .getByLabel('CSV file')
      .setInputFiles(
        file('Id,Code,Name,Account type,Active\na1,5100,Fuel,Expense,yes\na2,5200,,Expense,yes\na3,5300,Tolls,,no'),
      );
    await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
    const said = page.getByRole('status').filter({ hasText: '2 created, 0 changed, 0 as before, 1 refused.' });
    await expect(said).toBeFocused();
    await expect(said.getByRole('row', { name: '3 name must not be empty' })).toBeVisible();
    await expect(page.getByRole('row', { name: /^Fuel 5100/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /^Tolls Inactive 5300/ })).toBeVisible();
    await expectNoViolations(page);
    await page.getByLabel('Search').fill('fue');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/${slug}/settings/reference?q=fue`);
    await expect(page.getByRole('row', { name: /^Tolls/ })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Accounts 1' })).toBeVisible();
    await page.getByRole('link', { name: /^Vendors/ }).click();
    await expect(page.getByText('No vendor matches.')).toBeVisible();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/${slug}/settings/reference`);
    await expect(page.getByText('Fuel', { exact: true })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectNoViolations(page);
  });
});
