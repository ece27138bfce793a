import { env } from '#lib/env.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { makeMember } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { readList } from './api-list.ts';
import { openList, rowIds, rowsOf, totalUnder } from './history-page.ts';
import { fillSignIn } from './quiet-test.ts';
import { expect, test } from './signed-in-test.ts';

test('a period without failures says so, and links to what there is', async ({ page, globexList }) => {
  const { total } = await globexList({ kind: 'invoice', syncStatus: 'pending' });
  await openList(page, '/globex/history/invoices?from=2001-01-01&to=2001-01-31');
  await expect(page.getByRole('heading', { name: 'Nothing failed in this period' })).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(0);
  await page
    .getByRole('main')
    .getByRole('link', { name: `${total} Pending`, exact: true })
    .click();
  await expect(page).toHaveURL(/status=pending/);
  expect(await totalUnder(page)).toBe(total);
});

test('filters that hide everything say how much each of them hides', async ({ page, globexList }) => {
  const { records, total } = await globexList({ kind: 'bill', syncStatus: 'pending' });
  const payer = records.find((record) => record.billingOrg !== null)!.billingOrg!;
  const path = `/globex/history/bills?status=pending&q=zzzz+nothing&org=${encodeURIComponent(payer)}`;
  await openList(page, path);
  await expect(page.getByRole('heading', { name: 'No record matches these filters' })).toBeVisible();
  const hidden = records.filter(({ billingOrg }) => billingOrg === payer).length;
  await expect(page.getByText(`Search “zzzz nothing” hides ${hidden}`)).toBeVisible();
  await expect(page.getByRole('link', { name: `Clear all filters: ${total} records` })).toBeVisible();
  await page.getByRole('link', { name: 'Lift it' }).click();
  await expect(page).toHaveURL((url) => !url.searchParams.has('q') && url.searchParams.get('org') === payer);
  expect(await totalUnder(page)).toBe(hidden);
});

test.describe('a business of its own', () => {
  test.use({ account: null });

  test('says that records appear once a job has reported them', async ({ page }) => {
    const { tenant, person } = await makeMember(['accounting_sync']);
    await page.goto(`/${tenant.slug}/history/bills`);
    await fillSignIn(page, person.email, person.password!);
    await expect(page.getByRole('heading', { name: 'Nothing failed in this period' })).toBeVisible();
    await expect(page.getByText('Bills appear here once a sync job has reported them.')).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('0 of 0');
  });

  test('a list that could not be read is not shown as empty, and is read when one tries again', async ({
    page,
    complaints,
  }) => {
    // No zone has this name, so that no day of this business can be told.
    const tenant = await makeTenant({ timeZone: 'Nowhere/Here' });
    const { person } = await makeMember(['accounting_sync'], { tenant });
    await page.goto(`/${tenant.slug}/history/invoices`);
    await fillSignIn(page, person.email, person.password!);
    const alert = page.getByRole('main').getByRole('alert');
    await expect(alert).toContainText('The list could not be read');
    await expect(alert).toContainText(/Error \w+ at \d{4}-/);
    await expect(page.getByRole('heading', { name: 'Nothing failed' })).toHaveCount(0);
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();

    await asOwner(tenant.id, (client) =>
      client.query("UPDATE tenant SET time_zone = 'UTC' WHERE id = $1", [tenant.id]),
    );
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing failed in this period' })).toBeVisible();
    // The browser reports what the server told it; that is what this test is about.
    complaints.length = 0;
  });
});

test.describe('what is not there', () => {
  test.afterEach(({ complaints }) => {
    // The browser reports an answer of 404 as an error; nothing else may be among them.
    for (const complaint of complaints) expect(complaint).toContain('404');
    complaints.length = 0;
  });

  test('an unknown tab or page says so', async ({ page }) => {
    const response = await page.goto('/globex/history/receipts');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await page.goto('/globex/history/invoices/no/such');
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await page.getByRole('link', { name: 'Go to your sync history' }).click();
    await expect(page).toHaveURL('/globex/history/invoices');
  });

  test("another business's record is not found by its id, anywhere", async ({ page, request, context }) => {
    const acme = await readList(request, env().TEST_API_KEY!, { kind: 'bill', syncStatus: 'failed' });
    const { id, number, errorMessage } = acme.records[0]!;

    const response = await page.goto(`/globex/records/${id}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'This record is not here' })).toBeVisible();
    await page.goto('/globex/records/00000000-0000-7000-8000-000000000000');
    await expect(page.getByRole('heading', { name: 'This record is not here' })).toBeVisible();

    await openList(page, `/globex/history/bills?record=${id}`);
    await expect(page.getByRole('complementary').getByRole('alert')).toBeVisible();
    expect(await rowIds(page)).not.toContain(id);
    for (const secret of [number!, errorMessage!]) expect(await page.content()).not.toContain(secret);

    for (const path of [`/globex/records/${id}/data`, `/acme/records/${id}/data`]) {
      const data = await context.request.get(path);
      expect([403, 404]).toContain(data.status());
      expect(await data.text()).not.toContain(number!);
    }
    await page.goto(`/acme/records/${id}`);
    await expect(page).toHaveURL(/\/sign-in\?reason=not-a-member/);
    await page.goto(`/acme/history/bills?record=${id}`);
    await expect(page.getByText('who is not a member of acme')).toBeVisible();
    expect(await page.content()).not.toContain(number!);
  });
});

test.describe('restricted', () => {
  test.use({ account: 'restricted@acme.example' });

  test('a member without the right to export reads the list, and is offered no export', async ({ page }) => {
    await openList(page, '/acme/history/invoices');
    await expect(rowsOf(page).first()).toBeVisible();
    await expect(page.getByText('Export')).toHaveCount(0);
  });
});
