import { type Business, makeBusiness } from './bulk-business.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let business: Business;

test.beforeEach(async ({ page }) => {
  business = await makeBusiness({ failed: 3 }, ['accounting_sync', 'admin']);
  await page.goto(`/${business.tenant.slug}/settings/hooks`);
  await fillSignIn(page, business.person.email, business.person.password!);
  await expect(page.getByText('There is no hook yet.')).toBeVisible();
});

test('a hook is made, what it can’t read is mapped by pressing values, and what waited finds its record', async ({
  page,
  request,
}) => {
  await page.getByRole('button', { name: 'Make a hook' }).click();
  const form = page.getByRole('dialog', { name: 'A new hook' });
  await expectNoViolations(page);
  await form.getByLabel('Name', { exact: true }).fill('Zap for invoices');
  await form.getByRole('button', { name: 'Make the hook' }).click();
  const shown = page.getByRole('region', { name: 'The hook Zap for invoices' });
  const address = await shown.locator('code').innerText();
  expect(address).toMatch(/^http:\/\/localhost:\d+\/api\/v1\/hooks\/hook_/);
  await expect(page.getByRole('region', { name: 'What to do next' })).toContainText('Webhooks by Zapier');
  await expectNoViolations(page);

  const post = await request.post(address, { data: { Doc: { Name: 'INV-0002', State: 'Booked' }, Why: '' } });
  expect(post.status()).toBe(202);
  await page.getByRole('link', { name: 'Mapping of Zap for invoices' }).click();
  await expect(page.getByRole('heading', { name: 'Mapping of Zap for invoices' })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Not mapped')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText('0 would now be applied')).toBeVisible();

  const field = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`), expanded: false });
  const received = page.getByRole('region', { name: 'What was received' });
  await expect(received.getByText('Press a value to use it for Outcome.')).toBeVisible();
  await received.getByRole('button', { name: 'State Booked' }).click();
  await page.getByRole('button', { name: 'Say what a word means' }).click();
  await page.getByLabel('Word 1 for Outcome', { exact: true }).fill('Booked');
  await page.getByLabel('Meaning 1 for Outcome', { exact: true }).selectOption('Complete');
  await expect(page.getByText('It names no record:')).toBeVisible();
  await field('Kind').click();
  await page.getByRole('radio', { name: 'Always the same' }).check();
  await page.getByLabel('Kind of every payload').selectOption('Invoice');
  await field('Number').click();
  await received.getByRole('button', { name: 'Name INV-0002' }).click();
  await expect(page.getByText('It says all that is needed.')).toBeVisible();
  await expectNoViolations(page);

  await page.getByRole('button', { name: 'Save the mapping' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The mapping is saved' })).toBeFocused();
  await expect(page.getByText('1 would now be applied')).toBeVisible();
  await page.getByRole('button', { name: 'Read them again' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 payload is being read again.' })).toBeFocused();
  await expect(async () => {
    await page.goto(`/${business.tenant.slug}/history/invoices?status=complete`);
    await expect(page.getByRole('link', { name: 'INV-0002' }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test('what a hook can’t place is matched in the inbox; its address is changed and it is revoked', async ({
  page,
  request,
}) => {
  await page.getByRole('button', { name: 'Make a hook' }).click();
  const form = page.getByRole('dialog', { name: 'A new hook' });
  await form.getByLabel('Name', { exact: true }).fill('Make scenario');
  await form.getByRole('button', { name: 'Make the hook' }).click();
  const shown = page.getByRole('region', { name: 'The hook Make scenario' });
  const address = await shown.locator('code').innerText();
  const entry = {
    sync_attempt_id: 'SY12345',
    status: 'failed',
    error_code: 'VENDOR_MISSING_ACCOUNT',
    message: "Vendor 'Payer 2' is missing a default expense account in QuickBooks.",
    timestamp: '2025-01-20T10:30:00Z',
  };
  expect((await request.post(address, { data: entry })).status()).toBe(202);
  await expect(async () => {
    await page.goto(`/${business.tenant.slug}/inbox`);
    await expect(page.getByText('1 waits for somebody')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText('No record', { exact: true })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: /^Match: SY12345/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Match/ });
  await expect(dialog.getByRole('radio').first()).toHaveAccessibleName(/^INV-0002.*its party is named/);
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('button', { name: 'Match for good' }).click();
  await expect(page.getByText('Nothing waits. Everything that came in is in a record’s history.')).toBeVisible();

  await page.goto(`/${business.tenant.slug}/settings/hooks`);
  await page.getByRole('button', { name: 'New address for Make scenario' }).click();
  await page.getByRole('radio', { name: /is refused from now on/ }).check();
  await page.getByRole('button', { name: 'Make a new address' }).click();
  const next = await shown.locator('code').innerText();
  expect((await request.post(address, { data: entry })).status()).toBe(404);
  expect((await request.post(next, { data: entry })).status()).toBe(202);
  await page.getByRole('button', { name: 'Revoke Make scenario' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the hook' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The hook Make scenario is revoked.' })).toBeFocused();
  expect((await request.post(next, { data: entry })).status()).toBe(404);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoViolations(page);
});
