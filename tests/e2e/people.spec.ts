import type { Page } from '@playwright/test';
import { type MadePerson, makeMember, makeMembership } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

let slug: string;
let admin: MadePerson;

test.beforeEach(async () => {
  const tenant = await makeTenant({ name: 'Initech' });
  slug = tenant.slug;
  ({ person: admin } = await makeMember(['admin', 'accounting_sync'], { tenant, person: { name: 'Ada Admin' } }));
});

test('an invitation becomes a member who sees the list, until the role is taken away', async ({ page, browser }) => {
  await openAs(page, admin, `/${slug}/settings/people`);
  const url = await invite(page, '');
  await expect(page.getByRole('row', { name: /Whoever has the link/ })).toContainText('Accounting Sync');

  const other = await browser.newContext();
  const guest = await other.newPage();
  await guest.goto(url);
  await expect(guest.getByRole('heading', { name: 'Join Initech' })).toBeVisible();
  await expect(guest.getByText('Ada Admin invites you to Tieout with the role Accounting Sync.')).toBeVisible();
  await guest.getByLabel('E-mail address').fill('nora');
  await guest.getByLabel('Password', { exact: true }).fill('short');
  await guest.getByRole('button', { name: 'Make the account and join' }).click();
  await expect(guest.getByText('Your name must not be empty.')).toBeVisible();
  await expect(guest.getByText('E-mail address must be a whole address')).toBeVisible();
  await expect(guest.getByText('Password must have at least 12 characters.')).toBeVisible();
  await expect(guest.getByLabel('Your name')).toBeFocused();

  const email = `nora-${slug}@example.com`;
  await guest.getByLabel('Your name').fill('Nora New');
  await guest.getByLabel('E-mail address').fill(email);
  await guest.getByLabel('Password', { exact: true }).fill('a long enough password');
  await guest.getByRole('button', { name: 'Make the account and join' }).click();
  await expect(guest).toHaveURL(`/${slug}/history/invoices`);
  await expect(guest.getByRole('navigation', { name: 'Screens' })).toContainText('Sync history');
  await expect(guest.getByRole('link', { name: 'Settings' })).toBeHidden();
  await guest.goto(url);
  await expect(guest.getByRole('heading', { name: 'You belong to Initech' })).toBeVisible();

  await page.reload();
  const row = page.getByRole('row', { name: /Nora New/ });
  await expect(row).toContainText(email);
  await expect(page.getByText('There are none.')).toBeVisible();
  await pick(page, 'Nora New', 'Change roles');
  const dialog = page.getByRole('dialog', { name: 'Roles of Nora New' });
  await dialog.getByRole('checkbox', { name: 'Accounting Sync' }).uncheck();
  await expect(
    dialog.getByText('From the next click on, Nora New can no longer open the sync history, set statuses and export'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Save the roles' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The roles of Nora New are changed.' })).toBeVisible();
  await expect(row).toContainText('none: can open nothing');

  await guest.goto(`/${slug}/history/invoices`);
  await expect(guest.getByText('who may not open Accounting Sync of Initech')).toBeVisible();
  await other.close();

  // The link has done its work.
  const late = await (await browser.newContext()).newPage();
  await late.goto(url);
  await expect(late.getByText('This invitation to Initech was used already.')).toBeVisible();
  await late.context().close();
});

test('somebody with an account accepts as who is signed in', async ({ page, browser }) => {
  const { person } = await makeMember(['accounting_sync'], { person: { name: 'Omar Other' } });
  await openAs(page, admin, `/${slug}/settings/people`);
  const url = await invite(page, person.email);
  const other = await browser.newContext();
  const guest = await other.newPage();
  await guest.goto(url);
  await expect(guest.getByLabel('E-mail address')).toHaveValue(person.email);
  await guest.getByRole('link', { name: 'Sign in to accept' }).click();
  await fillSignIn(guest, person.email, person.password!);
  await expect(guest).toHaveURL(url);
  await expect(guest.getByText('Omar Other')).toBeVisible();
  await guest.getByRole('button', { name: 'Join Initech' }).click();
  await expect(guest).toHaveURL(`/${slug}/history/invoices`);
  await other.close();
});

test('an invitation that is withdrawn, or for somebody else, lets nobody in', async ({ page, browser }) => {
  await openAs(page, admin, `/${slug}/settings/people`);
  const url = await invite(page, `nora-${slug}@example.com`);
  const { person } = await makeMember(['accounting_sync']);
  const other = await browser.newContext();
  const guest = await other.newPage();
  await guest.goto('/sign-in');
  await fillSignIn(guest, person.email, person.password!);
  await guest.waitForURL('**/history/invoices');
  await guest.goto(url);
  await guest.getByRole('button', { name: 'Join Initech' }).click();
  await expect(guest.getByText(`This invitation is for nora-${slug}@example.com.`)).toBeVisible();
  await guest.getByRole('button', { name: 'Use another account' }).click();
  await expect(guest.getByLabel('Your name')).toBeVisible();

  await page.getByRole('button', { name: `Withdraw the invitation for nora-${slug}@example.com` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the invitation' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The invitation is withdrawn.' })).toBeFocused();
  await guest.goto(url);
  await expect(guest.getByText('This invitation to Initech was withdrawn.')).toBeVisible();
  await guest.goto('/invite/nonsense');
  await expect(guest.getByText('There is no such invitation')).toBeVisible();
  await other.close();
});

test('somebody is signed out everywhere, and removed', async ({ page, browser }) => {
  const tenant = await makeTenant();
  await makeMembership(tenant.id, admin.id, ['admin']);
  const { person } = await makeMember(['accounting_sync'], { tenant, person: { name: 'Rita Removed' } });
  const other = await browser.newContext();
  const guest = await other.newPage();
  await openAs(guest, person, `/${tenant.slug}/history/invoices`);
  await openAs(page, admin, `/${tenant.slug}/settings/people`);

  await pick(page, 'Rita Removed', 'Sign out everywhere');
  await expect(page.getByRole('dialog')).toContainText('also at any other business that Rita Removed belongs to');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Rita Removed is signed out everywhere.' })).toBeVisible();
  await guest.goto(`/${tenant.slug}/history/invoices`);
  await expect(guest.getByText('Your session has ended.')).toBeVisible();
  await fillSignIn(guest, person.email, person.password!);
  await expect(guest).toHaveURL(`/${tenant.slug}/history/invoices`);

  await pick(page, 'Rita Removed', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Rita Removed' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is no longer a member' })).toBeFocused();
  await expect(page.getByRole('row', { name: /Rita Removed/ })).toHaveCount(0);
  await guest.goto(`/${tenant.slug}/history/invoices`);
  await expect(guest.getByText(`who is not a member of ${tenant.slug}`)).toBeVisible();
  await other.close();
});

test('the only admin stays one, and is told why', async ({ page }) => {
  await openAs(page, admin, `/${slug}/settings/people`);
  await pick(page, 'Ada Admin', 'Change roles');
  const dialog = page.getByRole('dialog', { name: 'Roles of Ada Admin' });
  await dialog.getByRole('checkbox', { name: 'Admin', exact: true }).uncheck();
  await dialog.getByRole('button', { name: 'Save the roles' }).click();
  await expect(dialog.getByRole('alert')).toContainText('You are the only admin of Initech.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await pick(page, 'Ada Admin', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Ada Admin' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('You are the only admin of Initech.');
});

test('an accountant is led to the sign-in page by every settings address, and an admin alone begins there', async ({
  page,
}) => {
  const tenant = await makeTenant({ name: 'Hooli' });
  const { person } = await makeMember(['accounting_sync'], { tenant });
  await openAs(page, person, `/${tenant.slug}/history/invoices`);
  for (const path of ['', '/people', '/keys']) {
    await page.goto(`/${tenant.slug}/settings${path}`);
    await expect(page).toHaveURL(/\/sign-in\?reason=needs-admin/);
    await expect(page.getByText('who may not open the settings and the audit log of Hooli')).toBeVisible();
  }
  await makeMembership(tenant.id, person.id, ['admin']);
  await page.goto('/');
  await expect(page).toHaveURL(`/${tenant.slug}/settings/people`);
  await expect(page.getByRole('navigation', { name: 'Screens' })).not.toContainText('Sync history');
});

test('inviting works by the keyboard alone, and the first wrong field gets the focus', async ({ page }) => {
  await openAs(page, admin, `/${slug}/settings/people`);
  await page.getByRole('button', { name: 'Invite somebody' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Invite somebody to Initech' });
  const address = dialog.getByLabel('E-mail address');
  await address.focus();
  await page.keyboard.type('nobody');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('E-mail address must be a whole address')).toBeVisible();
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription(/must be a whole address/);
  await page.keyboard.type(`@${slug}.example`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The invitation’s link' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Copy: Link' })).toBeFocused();
});

test.describe('in both themes', () => {
  test('people, invitations and their forms are accessible', async ({ page, browser }) => {
    await openAs(page, admin, `/${slug}/settings/people`);
    const url = await invite(page, '');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByRole('dialog').getByRole('checkbox', { name: 'Accounting Sync' }).uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click();
    await expect(page.getByText('Roles must include Accounting Sync or Admin.')).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await pick(page, 'Ada Admin', 'Remove');
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoViolations(page);

    const other = await browser.newContext();
    const guest = await other.newPage();
    await guest.goto(url);
    await guest.getByRole('button', { name: 'Make the account and join' }).click();
    await expect(guest.getByText('Your name must not be empty.')).toBeVisible();
    await expectNoViolations(guest);
    await guest.goto('/invite/nonsense');
    await expectNoViolations(guest);
    await other.close();
  });
});

async function openAs(page: Page, person: MadePerson, path: string): Promise<void> {
  await page.goto(path);
  await fillSignIn(page, person.email, person.password!);
  await expect(page).toHaveURL(path);
}

/** Makes an invitation on the people screen; gives the address of its link. */
async function invite(page: Page, email: string): Promise<string> {
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog', { name: /^Invite somebody/ });
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const shown = page.getByRole('region', { name: 'The invitation’s link' }).locator('code');
  await expect(shown).toHaveText(/\/invite\/[\w-]{65}$/);
  return shown.innerText();
}

async function pick(page: Page, name: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `What to do with ${name}` }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
}
