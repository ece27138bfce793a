import { type APIRequestContext, expect as expectAny } from '@playwright/test';
import { type Business, makeBusiness } from './bulk-business.ts';
import { choose, openAs } from './bulk-page.ts';
import { openList, rowsOf } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: null });

type Claim = { id: string; records: { id: string; number: string; checkFirst: boolean }[] };

async function send<Answer>(request: APIRequestContext, { key }: Business, path: string, data: object, put = false) {
  const headers = { authorization: `Bearer ${key}` };
  const address = `/api/v1${path}`;
  const response = await (put ? request.put(address, { headers, data }) : request.post(address, { headers, data }));
  expectAny(response.status()).toBe(200);
  return (await response.json()) as Answer;
}

function put(request: APIRequestContext, business: Business, record: object) {
  const document = {
    kind: 'invoice',
    sourceStatus: 'Created',
    amount: '100.00',
    currency: 'USD',
    payer: 'Acme Retail',
  };
  const documentDate = new Date().toISOString().slice(0, 10);
  const records = [{ ...document, documentDate, ...record }];
  return send<{ results: { id: string }[] }>(request, business, '/records', { records }, true);
}

/** One invoice in doubt, one that a job holds, a payment that waits for it, and a bill that is a draft. */
async function makeWaiting(request: APIRequestContext): Promise<{ business: Business; doubtful: string }> {
  const business = await makeBusiness({ failed: 0 }, ['accounting_sync', 'admin']);
  const { results } = await put(request, business, { sourceId: 'd', number: 'INV-DOUBT' });
  const doubtful = String(results[0]?.id);
  await send(request, business, '/claims', { leaseSeconds: 1 });
  const headers = { authorization: `Bearer ${business.key}` };
  await expectAny
    .poll(async () => (await (await request.get(`/api/v1/records/${doubtful}`, { headers })).json()).isInDoubt)
    .toBe(true);
  await put(request, business, { sourceId: 'h', number: 'INV-HELD' });
  const { id, records } = await send<Claim>(request, business, '/claims', { leaseSeconds: 3600 });
  expectAny(records.map(({ number, checkFirst }) => [number, checkFirst])).toEqual([
    ['INV-DOUBT', true],
    ['INV-HELD', false],
  ]);
  await send(request, business, `/claims/${id}/release`, { recordIds: [doubtful], reason: 'The ledger is down.' });
  const applies = [{ kind: 'invoice', sourceId: 'h', amount: '100' }];
  await put(request, business, {
    kind: 'invoice_payment',
    sourceId: 'p',
    number: 'PAY-1',
    sourceStatus: 'Posted',
    applies,
  });
  await put(request, business, { kind: 'bill', sourceId: 'b', number: 'BILL-1', sourceStatus: 'Draft' });
  return { business, doubtful };
}

test('what is pending and no job gets says why: on its row, its page, in bulk work and before a month is closed', async ({
  page,
  request,
}) => {
  const { business, doubtful } = await makeWaiting(request);
  const slug = await openAs(page, business, '?status=pending');
  const row = (number: string) => rowsOf(page).filter({ hasText: number });
  await expect(row('INV-HELD')).toContainText(/Held by TMS until /);
  await expect(row('INV-DOUBT')).toContainText('In doubt');
  await expectNoViolations(page);
  await openList(page, `/${slug}/history/invoices?status=pending&flag=in_doubt`);
  await expect(rowsOf(page)).toHaveCount(1);

  await openList(page, `/${slug}/history/invoices?status=pending`);
  await page.getByRole('checkbox', { name: 'Select every row of this page' }).check();
  const dialog = await choose(page, 'Set to Failed');
  await expect(dialog).toContainText('1 will be left as it is: a sync job is working on it now.');
  await dialog.getByLabel('Reason').fill('Not to be synced');
  await page.keyboard.press('Escape');

  await openList(page, `/${slug}/history/invoice-payments?status=pending`);
  await expect(rowsOf(page)).toContainText('Waits for invoice INV-HELD');
  await openList(page, `/${slug}/history/bills?status=pending`);
  await expect(rowsOf(page)).toContainText('Bill is not approved (Draft)');

  await page.goto(`/${slug}/records/${doubtful}`);
  await expect(page.getByText('took it and said nothing', { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('article')).toContainText('In doubt.');
  await expect(page.getByRole('article')).toContainText('The ledger is down.');
  await expectNoViolations(page);

  await page.goto(`/${slug}`);
  await page
    .getByRole('link', { name: /in doubt/i })
    .last()
    .click();
  await expect(page).toHaveURL(/flag=in_doubt/);
  await expect(rowsOf(page)).toHaveCount(1);
});

test('an admin says what a state means, by keys, and the bill is handed out', async ({ page, request }) => {
  const { business } = await makeWaiting(request);
  const slug = await openAs(page, business);
  await page.goto(`/${slug}/settings`);
  await page.getByText('What its states mean').focus();
  await page.keyboard.press('Enter');
  const bills = page.getByRole('group', { name: 'Bills', exact: true });
  await expect(bills.getByLabel('draft')).toHaveValue('not_yet');
  await bills.getByLabel('draft').selectOption({ label: 'Ready to sync' });
  await bills.getByLabel('Another').fill('Signed off');
  await page.keyboard.press('Enter');
  await expect(bills.getByLabel('signed off')).toHaveValue('syncable');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Save what they mean' }).click();
  await expect(page.getByText('Saved. Sync jobs get records of TMS by this from now on.')).toBeVisible();
  const { records } = await send<Claim>(request, business, '/claims', { kind: 'bill' });
  expect(records.map(({ number }) => number)).toEqual(['BILL-1']);
  await openList(page, `/${slug}/history/bills?status=pending`);
  await expect(rowsOf(page)).toContainText('Held by TMS until');
});
