import { makeMember, makeMembership, removeMembership } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { openPersonMenu } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

const BILLS = '/acme/history/bills?status=all';

test('leads to the page that was asked for', async ({ page, context }) => {
  await page.goto(BILLS);
  await expect(page).toHaveURL(/\/sign-in\?reason=signed-out/);
  await expect(page.getByLabel('E-mail address')).toBeFocused();
  await fillSignIn(page, 'accountant@acme.example');
  await expect(page).toHaveURL(BILLS);

  const session = (await context.cookies()).find((cookie) => cookie.name.endsWith('session-token'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  await page.goto('/');
  await expect(page).toHaveURL('/acme/history/invoices');
});

test('says at the field what is wrong, and the same for an address nobody has', async ({ page }) => {
  await page.goto('/sign-in');
  await fillSignIn(page, 'accountant@acme.example', 'wrong');
  const problem = page.getByText('The e-mail address or the password is wrong.');
  await expect(problem).toBeVisible();
  await expect(page.getByLabel('Password')).toBeFocused();
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/is wrong/);
  await expect(page.getByLabel('E-mail address')).toHaveValue('accountant@acme.example');
  await fillSignIn(page, 'nobody@acme.example', 'wrong');
  // The answer empties the password.
  await expect(page.getByLabel('Password')).toHaveValue('');
  await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@acme.example');
  await expect(problem).toBeVisible();
  await page.getByLabel('E-mail address').fill('');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
});

test('without the role one is told so, may use another account, and gets the page then', async ({ page }) => {
  await page.goto(BILLS);
  await fillSignIn(page, 'guest@acme.example');
  await expect(page.getByText('who may not open Accounting Sync of Acme Freight')).toBeVisible();
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByText('who may not open Accounting Sync of Acme Freight')).toBeVisible();
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in\?reason=needs-accounting-sync/);
  await page.goto(BILLS);
  await page.getByRole('button', { name: 'Use another account' }).click();
  await fillSignIn(page, 'accountant@acme.example');
  await expect(page).toHaveURL(BILLS);
});

test("another business is not opened, and the way to one's own is offered", async ({ page }) => {
  await page.goto('/globex/history/invoices');
  await fillSignIn(page, 'accountant@acme.example');
  await expect(page.getByText('who is not a member of globex')).toBeVisible();
  await page.getByRole('link', { name: 'Open Acme Freight' }).click();
  await expect(page).toHaveURL('/acme/history/invoices');
});

test('a role taken away is gone at the next click, and so is a member removed', async ({ page }) => {
  const { tenant, person } = await makeMember(['accounting_sync']);
  const path = `/${tenant.slug}/history/invoices`;
  await page.goto(path);
  await fillSignIn(page, person.email, person.password!);
  await expect(page).toHaveURL(path);
  await makeMembership(tenant.id, person.id, []);
  await page.getByRole('link', { name: /^Bills/ }).click();
  await expect(page.getByText(`who may not open Accounting Sync of ${tenant.name}`)).toBeVisible();
  await makeMembership(tenant.id, person.id, ['accounting_sync']);
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page).toHaveURL(new RegExp(`^[^?]*/${tenant.slug}/history/bills`));
  await removeMembership(tenant.id, person.id);
  await page.reload();
  await expect(page.getByText(`who is not a member of ${tenant.slug}`)).toBeVisible();
});

test('signing out everywhere ends the session in the other browser too', async ({ page, browser, baseURL }) => {
  const { tenant, person } = await makeMember(['accounting_sync']);
  const path = `/${tenant.slug}/history/invoices`;
  const otherContext = await browser.newContext({ baseURL });
  const other = await otherContext.newPage();
  for (const each of [page, other]) {
    await each.goto(path);
    await fillSignIn(each, person.email, person.password!);
    await expect(each).toHaveURL(path);
  }
  await openPersonMenu(page, person.name);
  await page.getByRole('menuitem', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await other.reload();
  await expect(other.getByText('Your session has ended')).toBeVisible();
  await otherContext.close();
});

test('somebody in two businesses comes back to the one used last', async ({ page }) => {
  const [first, second] = await Promise.all([makeTenant({ name: 'Aardvark' }), makeTenant({ name: 'Zebra' })]);
  const { person } = await makeMember(['accounting_sync'], { tenant: first });
  await makeMembership(second.id, person.id, ['accounting_sync']);
  await page.goto('/');
  await fillSignIn(page, person.email, person.password!);
  await expect(page).toHaveURL(`/${first.slug}/history/invoices`);
  await page.goto(`/${second.slug}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.goto('/');
  await expect(page).toHaveURL(`/${second.slug}/history/invoices`);
});

test('a page on another site is not where one is led to', async ({ page, baseURL }) => {
  const { tenant, person } = await makeMember(['accounting_sync']);
  for (const next of ['//evil.example', '/\\evil.example', '/%2fevil.example', 'https://evil.example/']) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?${new URLSearchParams({ next })}`);
    await fillSignIn(page, person.email, person.password!);
    await expect(page).toHaveURL(`${baseURL}/${tenant.slug}/history/invoices`);
  }
});

test('a form that another site sends signs nobody in', async ({ page, context, baseURL }) => {
  await page.goto('/sign-in');
  const form = await page
    .locator('form')
    .evaluate((element) => Object.fromEntries(new FormData(element as HTMLFormElement)));
  const send = (origin: string) =>
    context.request.post('/sign-in', {
      headers: { origin },
      multipart: { ...(form as Record<string, string>), email: 'accountant@acme.example', password: 'tieout-demo' },
      maxRedirects: 0,
    });
  const hasSession = async () => (await context.cookies()).some((cookie) => cookie.name.endsWith('session-token'));
  expect((await send('https://evil.example')).ok()).toBe(false);
  expect(await hasSession()).toBe(false);
  // The very same form from here does, so it was the origin that was refused.
  await send(baseURL!);
  expect(await hasSession()).toBe(true);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('signing in works, and says what is wrong', async ({ page }) => {
    await page.goto('/sign-in?next=/acme/history/bills');
    await fillSignIn(page, 'accountant@acme.example', 'wrong');
    await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue('accountant@acme.example');
    await fillSignIn(page, 'accountant@acme.example');
    await expect(page).toHaveURL('/acme/history/bills');
  });
});

test.describe('in both themes', () => {
  test('the sign-in page is accessible, refused or not', async ({ page }) => {
    await page.goto('/sign-in');
    await fillSignIn(page, 'guest@acme.example', 'wrong');
    await expect(page.getByText('is wrong')).toBeVisible();
    await expectNoViolations(page);
    await page.goto('/acme/history/invoices');
    await fillSignIn(page, 'guest@acme.example');
    await expect(page.getByRole('button', { name: 'Use another account' })).toBeVisible();
    await expectNoViolations(page);
  });
});
