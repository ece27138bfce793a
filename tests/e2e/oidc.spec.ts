import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { untilHealthy } from '#scripts/health.ts';
import { webArgs } from '#scripts/next-program.ts';
import { findFreePort } from '#scripts/postgres/server.ts';
import { supervise } from '#scripts/supervise.ts';
import { makeInvite } from '#tests/factories/invites.ts';
import { type MadePerson, makeMember } from '#tests/factories/people.ts';
import { type ProviderAccount, startOidcProvider } from '#tests/simulators/oidc-provider.ts';
import { openPersonMenu } from './history-page.ts';
import { expect, test } from './quiet-test.ts';

const HOST = '127.0.0.1';

let address: string;
let path: string;
let tenantId: string;
let invited: MadePerson;
let close: () => Promise<void>;

test.beforeAll(async () => {
  const { tenant, person } = await makeMember(['accounting_sync'], { person: { password: null } });
  invited = person;
  tenantId = tenant.id;
  path = `/${tenant.slug}/history/invoices?status=all`;
  const port = await findFreePort();
  address = `http://${HOST}:${port}`;
  const client = { clientId: 'tieout', clientSecret: randomBytes(24).toString('base64url') };
  const provider = await startOidcProvider({
    ...client,
    redirectUri: `${address}/api/auth/callback/oidc`,
    accounts: [
      account('invited', invited.email.toUpperCase()),
      account('successor', invited.email),
      account('stranger', 'stranger@example.com'),
      account('newcomer', 'newcomer@example.com'),
      { ...account('unverified', 'accountant@acme.example'), emailVerified: false },
    ],
  });
  const web = supervise({
    name: 'web server with single sign-on',
    args: webArgs('start', HOST, port),
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      HOST,
      TIEOUT_URL: undefined,
      DATABASE_OWNER_URL: undefined,
      AUTH_SECRET: randomBytes(32).toString('base64url'),
      LOG_LEVEL: 'error',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: client.clientId,
      OIDC_CLIENT_SECRET: client.clientSecret,
      OIDC_NAME: 'Acme SSO',
    },
    say: () => {},
  });
  close = async () => {
    await web.stop();
    await provider.stop();
  };
  await untilHealthy(address);
});

test.afterAll(() => close());

test('somebody invited signs in through the provider and gets the page asked for', async ({ page }) => {
  await signInAs(page, 'invited');
  await expect(page).toHaveURL(address + path);
  await openPersonMenu(page, invited.name);
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  // The provider remembers who was there; after signing out it asks all the same.
  await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
  await expect(page.getByLabel('User name')).toBeVisible();
});

test('a known subject is let in again, one with the same address is not', async ({ page, context }) => {
  await signInAs(page, 'invited');
  await expect(page).toHaveURL(address + path);
  await context.clearCookies();
  await signInAs(page, 'successor');
  await expect(page.getByText('Another account of your sign-on provider belongs to that e-mail address')).toBeVisible();
});

test('a stranger and an address that is not verified are refused with the reason', async ({ page, context }) => {
  await signInAs(page, 'stranger');
  await expect(page.getByText('Nobody has invited the address of that account')).toBeVisible();
  await context.clearCookies();
  await signInAs(page, 'unverified');
  await expect(page.getByText('has not verified the e-mail address')).toBeVisible();
});

test('somebody new joins through the provider by an invitation’s link, and nobody else by that link', async ({
  page,
  context,
}) => {
  const { text } = await makeInvite(tenantId, { email: 'newcomer@example.com' });
  const join = async (user: string) => {
    await page.goto(`${address}/invite/${text}`);
    await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
    await page.getByLabel('User name').fill(user);
    await page.getByRole('button', { name: 'Continue' }).click();
  };
  await join('stranger');
  await expect(page.getByText('Nobody has invited the address of that account')).toBeVisible();
  await context.clearCookies();
  await join('newcomer');
  await expect(page.getByRole('heading', { name: /^You belong to/ })).toBeVisible();
  await page.getByRole('link', { name: /^Open / }).click();
  await expect(page).toHaveURL(/\/history\/invoices$/);
});

test('whoever cancels at the provider is back at the sign-in page, with the page asked for kept', async ({ page }) => {
  await page.goto(address + path);
  await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Single sign-on did not finish')).toBeVisible();
  await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
  await page.getByLabel('User name').fill('invited');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(address + path);
});

test('the way to the provider carries PKCE, state and nonce, and an answer nobody asked for is refused', async ({
  page,
}) => {
  await page.goto(address + path);
  const [request] = await Promise.all([
    page.waitForRequest((candidate) => candidate.url().includes('code_challenge=')),
    page.getByRole('button', { name: 'Continue with Acme SSO' }).click(),
  ]);
  const asked = new URL(request.url()).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('response_type')).toBe('code');
  for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)).toBeTruthy();
  await expect(page.getByLabel('User name')).toBeVisible();

  await page.goto(`${address}/api/auth/callback/oidc?code=made-up&state=made-up`);
  await expect(page.getByText('Single sign-on did not finish')).toBeVisible();
});

async function signInAs(page: Page, user: string): Promise<void> {
  await page.goto(address + path);
  await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
  await page.getByLabel('User name').fill(user);
  await page.getByRole('button', { name: 'Continue' }).click();
}

function account(subject: string, email: string): ProviderAccount {
  return { subject, email, emailVerified: true, name: subject };
}
