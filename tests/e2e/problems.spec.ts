import type { APIRequestContext, Page } from '@playwright/test';
import { type Business, makeBusiness } from './bulk-business.ts';
import { rowsOf } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { fillSignIn } from './quiet-test.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: null });

const VENDOR = "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.";
const TITLE = 'Vendor Acme Corp has no default expense account';
const CLOSED = 'Account Period Closed, Cannot Update Through Services API';

type Outcome = { outcome: 'failed'; errorMessage: string } | { outcome: 'complete'; referenceNumber: string };

/** Reports the outcome of a bill, as a sync job does. */
async function report(request: APIRequestContext, { key }: Business, bills: { id: number; outcome: Outcome }[]) {
  const attempts = bills.map(({ id, outcome }) => ({
    externalId: `SY-${id}-${outcome.outcome}`,
    attemptedAt: new Date().toISOString(),
    record: {
      kind: 'bill',
      sourceId: `bill_${id}`,
      number: `BILL-${id}`,
      amount: id === 4 ? '5000.00' : '250.25',
      currency: 'USD',
      billingOrg: 'Acme Corp',
      documentDate: '2026-01-15',
    },
    ...outcome,
    ...(outcome.outcome === 'complete' ? { syncedAmount: '250.25', syncedCurrency: 'USD' } : {}),
  }));
  const headers = { authorization: `Bearer ${key}` };
  const answer = await request.post('/api/v1/attempts', { headers, data: { attempts } });
  expect(await answer.json()).toMatchObject({ results: bills.map(() => ({ result: 'created' })) });
}

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });
const titleOf = (page: Page) => page.getByRole('heading', { level: 1 });
const caredOf = (page: Page) => page.getByRole('region', { name: 'Looked after' });

test('a problem is found, taken on, noted and muted, and is solved once its records went through', async ({
  page,
  request,
}) => {
  const business = await makeBusiness({ failed: 0 });
  const { tenant, person } = business;
  const failed = (errorMessage: string): Outcome => ({ outcome: 'failed', errorMessage });
  await report(request, business, [
    ...[1, 2, 3].map((id) => ({ id, outcome: failed(VENDOR) })),
    { id: 4, outcome: failed(CLOSED) },
  ]);

  await page.goto(`/${tenant.slug}/problems`);
  await fillSignIn(page, person.email, person.password!);
  await expect(titleOf(page)).toHaveText('Problems');
  const rows = rowsOf(page);
  // Gathered by the worker a moment after they failed, and shown without a reload.
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  await expect(rows.nth(0)).toContainText('Books are closed');
  await expect(rows.nth(0)).toContainText('5,000.00 USD');
  await expect(rows.nth(1)).toContainText(TITLE);
  await expect(rows.nth(1)).toContainText('3 bills');
  await expect(rows.nth(1)).toContainText('750.75 USD');
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 720 });

  // By keys alone.
  await rows.nth(0).focus();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/problems\/[\da-f-]{36}$/);
  await expect(titleOf(page)).toHaveText(TITLE);
  await expect(page.getByRole('region', { name: 'What the ledger said' })).toContainText(VENDOR);
  await expect(page.getByRole('region', { name: 'What fixes it' })).toContainText('Map it in the sync job');
  await expectNoViolations(page);

  const cared = caredOf(page);
  await cared.getByRole('button', { name: 'Assign…' }).click();
  await dialogOf(page, 'Who looks after it')
    .getByLabel('Person')
    .selectOption({ label: `${person.name} (you)` });
  await dialogOf(page, 'Who looks after it').getByRole('button', { name: 'Assign' }).click();
  await expect(cared.getByRole('status')).toHaveText('It is assigned.');
  await expect(cared).toContainText(person.name);
  const activity = page.getByRole('region', { name: 'Activity and notes' });
  await activity.getByLabel('Note').fill('Asked Acme which account they mean.');
  await activity.getByRole('button', { name: 'Save the note' }).click();
  await expect(activity.getByRole('listitem').filter({ hasText: 'Asked Acme which account they mean.' })).toBeVisible();

  await cared.getByRole('button', { name: 'Mute…' }).click();
  const muting = dialogOf(page, 'Mute this problem');
  await muting.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(muting.getByRole('alert').first()).toContainText('Until must be a day, unless an amount is given');
  await muting.getByLabel('Amount').fill('9000');
  await muting.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(cared.getByRole('status')).toHaveText('It is muted.');
  await expect(cared).toContainText('until more than 9,000.00 USD is blocked');
  await cared.getByRole('button', { name: 'Unmute' }).click();
  await expect(cared.getByRole('status')).toHaveText('It is in the list again.');

  await page.getByRole('link', { name: 'All 3 bills in the list' }).click();
  await expect(page).toHaveURL(/history\/bills\?.*problem=/);
  await expect(rowsOf(page)).toHaveCount(3);
  await expect(page.getByText(`Problem: ${TITLE}`).first()).toBeVisible();
  await rowsOf(page).first().getByRole('link').first().click();
  const panel = page.getByRole('complementary');
  await expect(panel).toContainText('Part of a problem');
  await panel.getByRole('link', { name: TITLE }).click();
  await expect(page).toHaveURL(/\/problems\/[\da-f-]{36}$/);
  await expect(titleOf(page)).toHaveText(TITLE);

  await report(
    request,
    business,
    [1, 2, 3].map((id) => ({ id, outcome: { outcome: 'complete' as const, referenceNumber: `QB-${id}` } })),
  );
  const proof = page.getByRole('region', { name: 'Solved' });
  await expect(proof).toContainText('Went into the ledger', { timeout: 30_000 });
  for (const id of [1, 2, 3]) await expect(proof.getByRole('row', { name: `BILL-${id}` })).toContainText(`QB-${id}`);
  await expectNoViolations(page);
});
