import { workerContext } from '#lib/access/acting-context.ts';
import { raise } from '#tests/factories/notices.ts';
import { type MadePerson, makeMember } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { startTarget } from '#tests/factories/webhook-target.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let slug: string;
let tenantId: string;
let admin: MadePerson;

test.beforeEach(async ({ page }) => {
  const tenant = await makeTenant({ name: 'Initech' });
  ({ slug, id: tenantId } = tenant);
  ({ person: admin } = await makeMember(['admin', 'accounting_sync'], { tenant, person: { name: 'Ada Admin' } }));
  await page.goto(`/${slug}/settings/notices`);
  await fillSignIn(page, admin.email, admin.password!);
  await expect(page).toHaveURL(`/${slug}/settings/notices`);
});

test('a channel is added and tested, a rule sends there, and what is told is read behind the bell', async ({
  page,
}) => {
  const chat = await startTarget(() => 200);
  await expect(page.getByText('No e-mail is sent: no mail server is set.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a channel' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new channel' });
  await dialog.getByLabel('Kind').selectOption('slack');
  await dialog.getByLabel('Name').fill('Accounting');
  await dialog.getByLabel('Address').fill('https://example.com/services/x');
  await dialog.getByRole('button', { name: 'Add the channel' }).click();
  await expect(dialog.getByText(/Address must be an incoming webhook of Slack/)).toBeVisible();
  await expect(dialog.getByLabel('Address')).toBeFocused();
  await expectNoViolations(page);
  await dialog.getByLabel('Address').fill(`${chat.url}/secret-part`);
  await dialog.getByRole('button', { name: 'Add the channel' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Send a test to Accounting' }).click();
  await expect.poll(() => chat.calls.length).toBe(1);
  expect(await page.content()).not.toContain('secret-part');

  await page.getByRole('button', { name: 'Change: A connection is lost' }).click();
  const rule = page.getByRole('dialog', { name: 'A connection is lost' });
  await rule.getByLabel('Accounting').check();
  await rule.getByRole('button', { name: 'Save' }).click();
  await expect(rule).toBeHidden();
  await expect(page.getByText('In Tieout, by e-mail, and at Accounting')).toBeVisible();
  await expectNoViolations(page);

  await raise(await workerContext(tenantId, 'test', ['notice:send']));
  await expect.poll(() => chat.calls.length).toBe(2);
  expect(chat.calls[1]?.body).toContain('QuickBooks Online refuses Acme Inc');
  await page.reload();
  await page.getByRole('link', { name: /^Notices\s*,\s*1\s+unread$/ }).click();
  await expect(page).toHaveURL(`/${slug}/notices`);
  await expect(page.getByRole('heading', { name: 'Notices' })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Mark as read: QuickBooks Online refuses Acme Inc' }).click();
  await expect(page.getByText('Unread', { exact: true })).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Notices', exact: true }).first()).toBeVisible();
  await expect(page.getByText('Open still')).toBeVisible();

  await page.getByRole('link', { name: 'What you are told' }).click();
  await expect(page).toHaveURL(`/${slug}/notices/yours`);
  await page.getByRole('button', { name: 'Change: Many records fail' }).click();
  const own = page.getByRole('dialog', { name: 'Many records fail' });
  await own.getByLabel('You are told').selectOption('own');
  await own.getByLabel('More than so many records').fill('5');
  await own.getByLabel('Or more than so much money').fill('10000 USD');
  await own.getByRole('button', { name: 'Save' }).click();
  await expect(own).toBeHidden();
  await expect(page.getByText('More than 5 records or 10000 USD in 24 hours')).toBeVisible();
  await expectNoViolations(page);
  await chat.close();
});

test('a health check is begun, read and signed, and its calendar is read by whoever has the address', async ({
  page,
  request,
}) => {
  await page.getByRole('button', { name: 'Make a feed' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new calendar feed' });
  await dialog.getByLabel('Name').fill('Finance');
  await dialog.getByRole('button', { name: 'Make the feed' }).click();
  await expect(dialog).toBeHidden();
  const url = await page.getByRole('region', { name: 'The address of the new feed' }).locator('code').innerText();

  await page.goto(`/${slug}/connections/reviews`);
  await expect(page.getByText('There was no health check yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Begin one now' }).click();
  await expect(page.getByRole('heading', { name: /^Health check of Initech/ })).toBeVisible();
  await expect(page.getByText('Every check has run.')).toBeVisible();
  await expectNoViolations(page);
  await page.getByLabel('Note').fill('Nothing is open.');
  await page.getByRole('button', { name: 'Sign the health check' }).click();
  await expect(page.getByText('Signed by')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign the health check' })).toBeHidden();
  await page.getByRole('link', { name: 'All health checks' }).click();
  await expect(page).toHaveURL(`/${slug}/connections/reviews`);
  await expect(page.getByText(/^Signed by Ada Admin/)).toBeVisible();
  await expectNoViolations(page);

  const calendar = await request.get(url);
  expect(calendar.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  expect(await calendar.text()).toContain('SUMMARY:Health check\\, signed by Ada Admin');
  expect((await request.get(url.replace('.ics', 'x.ics'))).status()).toBe(404);
  expect((await request.get('/api/readyz')).status()).toBe(200);

  await page.goto(`/${slug}/settings/jobs`);
  await expect(page.getByRole('heading', { name: 'Jobs', exact: true })).toBeVisible();
  await expectNoViolations(page);
});
