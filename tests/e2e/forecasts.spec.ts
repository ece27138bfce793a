import { makeBusiness } from './bulk-business.ts';
import { openList, rowsOf } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { fillSignIn } from './quiet-test.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: null });

const titleOf = (page: import('@playwright/test').Page) => page.getByRole('heading', { level: 1 });

test('what will fail is told before it is tried: in the list, its filter, the panel and at a glance', async ({
  page,
  request,
}) => {
  const { tenant, person, key } = await makeBusiness({ failed: 0, complete: 1 });
  const headers = { authorization: `Bearer ${key}` };
  const records = ['INV-0001', 'INV-0002'].map((number) => ({
    ...{ kind: 'invoice', sourceId: `new ${number}`, number, amount: '250.25', currency: 'USD', payer: 'Acme Retail' },
    ...{ sourceStatus: 'created', documentDate: '2026-10-31', lines: [{ lineNo: 1, amount: '250.25' }] },
  }));
  expect((await request.put('/api/v1/records', { headers, data: { records } })).status()).toBe(200);

  await page.goto(`/${tenant.slug}/history/invoices?status=pending`);
  await fillSignIn(page, person.email, person.password!);
  // Told by the worker a moment after it came, and shown without a reload.
  await expect(page.getByText('Will fail: number already used')).toBeVisible({ timeout: 30_000 });
  await expect(rowsOf(page)).toHaveCount(2);
  await expectNoViolations(page);

  await openList(page, `/${tenant.slug}/history/invoices`);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('button', { name: 'Forecast' }).click();
  await page.getByRole('radio', { name: 'Will fail' }).check();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/status=pending.*forecast=will_fail/);
  await expect(page.getByText('Forecast: Will fail')).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(1);
  await rowsOf(page).first().getByRole('link').first().click();
  const forecast = page.getByRole('complementary').getByRole('region', { name: 'Forecast' });
  await expect(forecast).toContainText('Another invoice with the number INV-0001 is in the ledger already (QB-1).');
  await expect(forecast.getByRole('link', { name: 'Number already used' })).toHaveAttribute('href', /errors/);
  await expectNoViolations(page);

  await page.goto(`/${tenant.slug}`);
  const section = page.getByRole('region', { name: /pending will fail/ });
  await expect(section).toContainText('1 of 2 pending will fail when they are tried next: 250.25 USD');
  await expectNoViolations(page);
  await section.getByRole('link', { name: '1 Invoice' }).first().click();
  await expect(page).toHaveURL(/forecast=will_fail/);
  await expect(rowsOf(page)).toHaveCount(1);

  // One of them fails as told, the other passes: too few yet for a share.
  const attempts = ['INV-0001', 'INV-0002'].map((number) => ({
    externalId: `SY ${number}`,
    record: { kind: 'invoice', sourceId: `new ${number}` },
    attemptedAt: new Date().toISOString(),
    ...(number === 'INV-0001'
      ? { outcome: 'failed', errorMessage: 'Duplicate Document Number Error : INV-0001 has already been used.' }
      : { outcome: 'complete', referenceNumber: 'QB-2' }),
  }));
  expect((await request.post('/api/v1/attempts', { headers, data: { attempts } })).status()).toBe(200);
  await expect(async () => {
    await page.goto(`/${tenant.slug}/problems/forecasts`);
    await expect(page.getByText('Of 1 record forecast to fail, 1 did').first()).toBeVisible();
  }).toPass({ timeout: 30_000 });
  await expect(titleOf(page)).toHaveText('How often forecasts were right');
  await expect(page.getByRole('row', { name: 'Number already used' }).first()).toContainText('not enough yet');
  await expectNoViolations(page);
});

test('after a fix a problem is checked, and put back unchecked only where nothing can tell', async ({
  page,
  request,
}) => {
  const { tenant, person, key } = await makeBusiness({ failed: 0 });
  const headers = { authorization: `Bearer ${key}` };
  const failing = (sourceId: string, errorMessage: string) => ({
    externalId: `SY ${sourceId}`,
    attemptedAt: new Date().toISOString(),
    record: { kind: 'bill', sourceId, number: sourceId, amount: '100', currency: 'USD', billingOrg: 'Acme Corp' },
    ...{ outcome: 'failed', errorMessage },
  });
  const attempts = [
    failing('B1', "Account code '4010' is not a valid code for this document."),
    failing('B2', 'ThrottleExceeded; errorCode=003001; statusCode=429'),
  ];
  expect((await request.post('/api/v1/attempts', { headers, data: { attempts } })).status()).toBe(200);
  await page.goto(`/${tenant.slug}/problems`);
  await fillSignIn(page, person.email, person.password!);
  await expect(rowsOf(page)).toHaveCount(2, { timeout: 30_000 });
  await rowsOf(page).filter({ hasText: '4010' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/problems\/[\da-f-]{36}$/);
  const check = page.getByRole('region', { name: 'Is it fixed?' });
  await expect(check).toContainText('Once it is fixed in the ledger, check');
  await check.getByRole('button', { name: 'Check' }).click();
  // Nothing is connected here: it is said that nothing can be looked at, and nothing is offered to be put back.
  await expect(check).toContainText('0 of 1 will pass', { timeout: 30_000 });
  await expect(check).toContainText('1 not known');
  await expect(check.getByRole('button', { name: 'Check again' })).toBeVisible();
  await expect(check.getByRole('button', { name: /back to Pending/ })).toHaveCount(0);
  await expectNoViolations(page);

  await page.goto(`/${tenant.slug}/problems`);
  await expect(rowsOf(page)).toHaveCount(2);
  await rowsOf(page).filter({ hasNotText: '4010' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/problems\/[\da-f-]{36}$/);
  await expect(check).toContainText('Nothing that can be read of the ledger tells whether this is over.');
  await check.getByRole('button', { name: 'Put it back, not checked' }).click();
  await expect(page).toHaveURL(/\/bulk\/[\da-f-]{36}$/);
});
