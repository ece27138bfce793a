import type { Page } from '@playwright/test';
import { type MadePerson, makeMember } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let slug: string;
let admin: MadePerson;

test.beforeEach(async ({ page }) => {
  const tenant = await makeTenant({ name: 'Initech' });
  slug = tenant.slug;
  ({ person: admin } = await makeMember(['admin'], { tenant, person: { name: 'Ada Admin' } }));
  await page.goto(`/${slug}/settings/keys`);
  await fillSignIn(page, admin.email, admin.password!);
  await expect(page).toHaveURL(`/${slug}/settings/keys`);
});

test('a key is made with its source, works, is shown once, and is refused after it is revoked', async ({
  page,
  request,
}) => {
  await expect(page.getByText('There is no key yet.')).toBeVisible();
  const key = await makeKey(page, 'Night job', ['Read records', 'Send records']);
  const shown = page.getByRole('region', { name: 'The key Night job' });
  const firstCall = await shown.locator('code').nth(1).innerText();
  expect(firstCall).toMatch(
    /^curl "http:\/\/localhost:\d+\/api\/v1\/records\?limit=5" -H "Authorization: Bearer tieout_/,
  );

  // The very call that the page shows.
  const [, address = '', header = ''] = /^curl "([^"]+)" -H "Authorization: ([^"]+)"$/.exec(firstCall) ?? [];
  const list = () => request.get(address, { headers: { Authorization: header } });
  expect(await (await list()).json()).toEqual({ records: [], nextCursor: null });
  const record = { kind: 'invoice', sourceId: 'inv_1', number: 'INV-1', amount: '10.00', currency: 'USD' };
  const put = await request.put('/api/v1/records', {
    headers: { Authorization: `Bearer ${key}` },
    data: { records: [record] },
  });
  expect(await put.json()).toMatchObject({ results: [{ result: 'created' }] });
  const attempt = await request.post('/api/v1/attempts', {
    headers: { Authorization: `Bearer ${key}` },
    data: { attempts: [{ externalId: 'SY1', record, outcome: 'failed', attemptedAt: '2026-01-01T00:00:00Z' }] },
  });
  expect(attempt.status()).toBe(403);

  await shown.getByRole('button', { name: 'I have copied it' }).click();
  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  const row = page.getByRole('row', { name: /Night job/ });
  await expect(row).toContainText('AroFlo aroflo');
  await expect(row).toContainText('Read records');
  await expect(row).not.toContainText('never');

  await page.getByRole('button', { name: 'Revoke the key Night job' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke the key Night job' });
  await expect(dialog).toContainText('whatever job of AroFlo uses it stops reporting');
  await dialog.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The key Night job is revoked.' })).toBeFocused();
  await expect(row).toContainText('Revoked');
  expect((await list()).status()).toBe(401);
});

test('what is wrong is said at its field', async ({ page }) => {
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new API key' });
  for (const scope of ['Send records', 'Report attempts'])
    await dialog.getByRole('checkbox', { name: scope }).uncheck();
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await expect(dialog.getByText('Name must not be empty.')).toBeVisible();
  await expect(dialog.getByText('Scopes must have at least one entry.')).toBeVisible();
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
});

test('a source’s setting and the business’s rule are kept, and say so', async ({ page }) => {
  await makeKey(page, 'Night job', ['Send records']);
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'General' }).click();
  await expect(page.getByRole('heading', { name: 'Initech' })).toBeVisible();
  const source = page.getByRole('region', { name: 'AroFlo' });
  const setting = source.getByRole('checkbox', { name: /^Put a complete record back to Pending/ });
  await setting.check();
  await expect(source.getByRole('status')).toHaveText(
    'Complete records of AroFlo go back to Pending when their documents change.',
  );
  await page.reload();
  await expect(setting).toBeChecked();
  const rule = page.getByRole('region', { name: 'Rules' });
  await rule.getByRole('checkbox', { name: 'Only admins may set Complete in bulk' }).check();
  await expect(rule.getByRole('status')).toHaveText('Only admins can set Complete in bulk from now on.');
  await page.reload();
  await expect(rule.getByRole('checkbox')).toBeChecked();
  await source.getByText('What its states mean').click();
  const bills = source.getByRole('group', { name: 'Bills', exact: true });
  await expect(bills.getByLabel('approved', { exact: true })).toHaveValue('syncable');

  await source.getByText('When it is expected to sync').click();
  await source.getByLabel('It syncs').selectOption('At times of the day');
  const times = source.getByLabel('Times', { exact: true });
  await times.fill('2:00, noon');
  const save = source.getByRole('button', { name: 'Save when it syncs' });
  await save.click();
  await expect(source.getByText('Times must be times such as 02:30.')).toBeVisible();
  await expect(times).toBeFocused();
  await times.fill('2:00, 14.30');
  await source.getByLabel('Sat').check();
  await expectNoViolations(page);
  await save.click();
  await expect(source.getByText('Saved. You are told when AroFlo is late from now on.')).toBeVisible();
  await page.reload();
  await source.getByText('When it is expected to sync').click();
  await expect(times).toHaveValue('02:00, 14:30');
  await expect(source.getByLabel('Sat')).toBeChecked();
  await expect(source.getByLabel('Sun')).not.toBeChecked();
});

test.describe('in both themes', () => {
  test('keys, their form and the settings are accessible', async ({ page }) => {
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Make a key' }).click();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await makeKey(page, 'Night job', ['Read records']);
    await expectNoViolations(page);
    await page.goto(`/${slug}/settings`);
    await page.getByText('What its states mean').click();
    await expectNoViolations(page);
  });
});
/** Makes a key for a new source with the scopes named; gives its text. */
async function makeKey(page: Page, name: string, scopes: string[]): Promise<string> {
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new API key' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Source', { exact: true }).selectOption('A new source…');
  await dialog.getByLabel('Name of the source').fill('AroFlo');
  await expect(dialog.getByLabel('Slug')).toHaveValue('aroflo');
  for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
  for (const scope of scopes) await dialog.getByRole('checkbox', { name: scope }).check();
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  const shown = page
    .getByRole('region', { name: `The key ${name}` })
    .locator('code')
    .first();
  await expect(shown).toHaveText(/^tieout_/);
  return shown.innerText();
}
