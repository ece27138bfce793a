import type { Page } from '@playwright/test';
import { type MadePerson, makeMember } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { startTarget, verified, type WebhookTarget } from '#tests/factories/webhook-target.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let slug: string;
let admin: MadePerson;
let target: WebhookTarget;

test.beforeEach(async ({ page }) => {
  target = await startTarget();
  const tenant = await makeTenant({ name: 'Initech' });
  slug = tenant.slug;
  ({ person: admin } = await makeMember(['admin'], { tenant, person: { name: 'Ada Admin' } }));
  await page.goto(`/${slug}/settings/webhooks`);
  await fillSignIn(page, admin.email, admin.password!);
  await expect(page).toHaveURL(`/${slug}/settings/webhooks`);
});

test.afterEach(() => target.close());

test('a webhook is made, hears of a record, is tested, given a new secret, sent again to, and removed', async ({
  page,
  request,
}) => {
  const secret = await makeWebhook(page, ['A record waits to be synced', 'An attempt failed']);
  const key = await makeKey(page);
  const headers = { Authorization: `Bearer ${key}` };
  const record = { kind: 'invoice', sourceId: 'inv_1', number: 'INV-1', amount: '10.00', currency: 'USD' };
  expect((await request.put('/api/v1/records', { headers, data: { records: [record] } })).status()).toBe(200);
  await expect.poll(() => target.calls.length).toBe(1);
  expect(verified(target.calls[0]!, secret)).toMatchObject({
    type: 'record.pending',
    data: { records: [{ sourceId: 'inv_1', number: 'INV-1', amount: '10.00', status: 'pending' }] },
  });

  await page.goto(`/${slug}/settings/webhooks`);
  await page.getByRole('link', { name: target.url }).click();
  const row = (type: string) => page.getByRole('row', { name: new RegExp(type) });
  await expect(row('record.pending')).toContainText('Arrived');

  // A target that fails, and what is seen of it.
  target.answer(() => 500);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'A test is sent.' })).toBeFocused();
  await expect(row('webhook.test')).toContainText('Answered with 500.');
  await expect(page.getByText('Failing', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'webhook.test' }).click();
  const first = page.getByRole('article').last();
  await expect(first).toContainText('webhook-signature: v1,');
  await expect(first).toContainText('answer 500');
  await page.getByRole('link', { name: target.url }).click();

  // A new secret: both sign for a day.
  await page.getByRole('button', { name: 'New secret…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
  const shown = page.getByRole('region', { name: 'The new secret' }).locator('code');
  const second = await shown.innerText();
  target.answer(() => 204);
  const before = target.calls.length;
  await page.getByRole('button', { name: 'Send failed again…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => target.calls.length).toBeGreaterThan(before);
  const last = target.calls.at(-1)!;
  for (const one of [secret, second]) expect(verified(last, one)).toMatchObject({ type: 'webhook.test' });
  await expect(row('webhook.test')).toContainText('Arrived');

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the webhook' }).click();
  await expect(page.getByText('There is no webhook yet.')).toBeVisible();
});

test('one that is gone is switched off, says so, and is turned on again; what is wrong is said at its field', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Make a webhook' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new webhook' });
  await dialog.getByLabel('Address').fill('https://10.0.0.1/hook');
  await dialog.getByRole('button', { name: 'Make the webhook' }).click();
  await expect(dialog.getByText('Address must lead to a public address.')).toBeVisible();
  await expect(dialog.getByLabel('Address')).toBeFocused();
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await makeWebhook(page, ['A bulk change ended']);
  await expectNoViolations(page);
  await page.getByRole('link', { name: target.url }).click();
  target.answer(() => 410);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('Its address answered that it is gone (410).')).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'webhook.test' }).click();
  await expect(page.getByRole('heading', { name: 'webhook.test' })).toBeVisible();
  await expectNoViolations(page);
  await page.goto(`/${slug}/settings/webhooks`);
  await expect(page.getByText('was switched off.')).toBeVisible();
  await page
    .getByRole('row', { name: /Switched off/ })
    .getByRole('link')
    .click();
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('On', { exact: true })).toBeVisible();
});

/** Makes a webhook for the target with the events named; gives its secret. */
async function makeWebhook(page: Page, events: string[]): Promise<string> {
  await page.getByRole('button', { name: 'Make a webhook' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new webhook' });
  await dialog.getByLabel('Address').fill(target.url);
  for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
  for (const event of events) await dialog.getByRole('checkbox', { name: event }).check();
  await dialog.getByRole('button', { name: 'Make the webhook' }).click();
  const shown = page.getByRole('region', { name: 'The secret of the new webhook' }).locator('code');
  await expect(shown).toHaveText(/^whsec_/);
  return shown.innerText();
}

/** Makes a key for a new source, through its screen; gives its text. */
async function makeKey(page: Page): Promise<string> {
  await page.goto(`/${slug}/settings/keys`);
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new API key' });
  await dialog.getByLabel('Name', { exact: true }).fill('Night job');
  await dialog.getByLabel('Source', { exact: true }).selectOption('A new source…');
  await dialog.getByLabel('Name of the source').fill('AroFlo');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  return page.getByRole('region', { name: 'The key Night job' }).locator('code').first().innerText();
}
