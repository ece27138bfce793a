import type { Locator, Page } from '@playwright/test';
import { openList, rowIds, rowsOf } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './signed-in-test.ts';

const INVOICES = '/globex/history/invoices';

function panelOf(page: Page): Locator {
  return page
    .getByRole('complementary')
    .or(page.getByRole('dialog'))
    .filter({ has: page.getByRole('button', { name: 'Next record' }) });
}

/** The record that the panel shows, once it is the one asked for. */
function shownRecord(page: Page): Locator {
  return page.locator('[data-open-record][data-is-waiting="false"]');
}

async function expectOpen(page: Page, recordId: string): Promise<void> {
  await expect(shownRecord(page)).toHaveAttribute('data-open-record', recordId);
  await expect(page).toHaveURL(new RegExp(`record=${recordId}`));
  await expect(page.locator(`[data-row-id="${recordId}"]`)).toHaveAttribute('data-is-open', 'true');
}

function regionTop(page: Page): Promise<number> {
  return rowsOf(page)
    .first()
    .evaluate((row) => row.closest('section')?.scrollTop ?? -1);
}

test('opens beside the list without reading the list anew, and closes where it was', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'invoice', syncStatus: 'failed' });
  await openList(page, `${INVOICES}?from=any`);
  const listReads: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('_rsc')) listReads.push(request.url());
  });
  const ids = await rowIds(page);
  const id = ids[20]!;
  const record = records.find((candidate) => candidate.id === id)!;
  const row = page.locator(`[data-row-id="${id}"]`);
  await row.scrollIntoViewIfNeeded();
  const topBefore = (await row.boundingBox())!.y;

  await row.locator('[data-column="amount"]').click();
  await expectOpen(page, id);
  const panel = panelOf(page);
  await expect(panel).toHaveAccessibleName(`Invoice ${record.number}`);
  await expect(panel.getByRole('region', { name: 'Message of the ledger' })).toContainText(record.errorMessage!);
  expect(Math.abs((await row.boundingBox())!.y - topBefore)).toBeLessThan(1);
  await expect(row).toBeFocused();

  const scrolled = await regionTop(page);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page).toHaveURL(/\?from=any$/);
  await expect(row).toBeFocused();
  expect(Math.abs((await row.boundingBox())!.y - topBefore)).toBeLessThan(1);
  expect(scrolled).toBeGreaterThan(0);
  expect(listReads).toEqual([]);
});

test('by keyboard: opens, goes on to neighbours, and comes back to the row', async ({ page }) => {
  await openList(page, INVOICES);
  const ids = await rowIds(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expectOpen(page, ids[1]!);
  await expect(panelOf(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expectOpen(page, ids[2]!);
  await page.keyboard.press('j');
  await expectOpen(page, ids[3]!);
  await page.keyboard.press('k');
  await expectOpen(page, ids[2]!);
  await page.keyboard.press('Escape');
  await expect(panelOf(page)).toBeHidden();
  await expect(page.locator(`[data-row-id="${ids[2]}"]`)).toBeFocused();
  // However many were looked at, one step back is the list.
  await expect(page).not.toHaveURL(/record=/);
});

test('Back closes it, Forward opens it, and its address can be shared', async ({ page, context }) => {
  await openList(page, INVOICES);
  const [id] = await rowIds(page);
  await rowsOf(page).first().getByRole('link').click();
  await expectOpen(page, id!);
  await page.goBack();
  await expect(panelOf(page)).toBeHidden();
  await page.goForward();
  await expectOpen(page, id!);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator('[data-open-record]')).toHaveAttribute('data-open-record', id!);
  await other.close();
});

test('its width is moved by keyboard and mouse, and remembered', async ({ page }) => {
  await openList(page, INVOICES);
  await rowsOf(page).first().getByRole('link').click();
  const edge = page.getByRole('separator', { name: 'Width of the panel' });
  await expect(edge).toHaveAttribute('aria-valuenow', '520');
  await edge.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(edge).toHaveAttribute('aria-valuenow', '544');
  const box = (await edge.boundingBox())!;
  await page.mouse.move(box.x + 4, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 4 - 60, box.y + 200);
  await page.mouse.up();
  await expect(edge).toHaveAttribute('aria-valuenow', '604');
  await page.reload();
  await expect(edge).toHaveAttribute('aria-valuenow', '604');
});

test('says so when the record is not there, and when it can’t be read', async ({ page, complaints }) => {
  await page.goto(`${INVOICES}?record=01a00000-0000-7000-8000-000000000000`);
  await expect(page.getByRole('alert').filter({ hasText: 'This record is not here' })).toBeVisible();
  await openList(page, INVOICES);
  await page.route('**/data', (route) => route.abort());
  await rowsOf(page).first().getByRole('link').click();
  await expect(page.getByRole('alert').filter({ hasText: 'The server did not answer' })).toBeVisible();
  await page.unroute('**/data');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(shownRecord(page)).toBeVisible();
  // The browser itself reports what was refused and what was cut off.
  complaints.length = 0;
});

test('the page shows every attempt with what was received, verbatim', async ({
  page,
  request,
  globexKey,
  globexList,
}) => {
  const { records } = await globexList({ kind: 'bill', syncStatus: 'failed' });
  const { id } = records.find(({ attemptCount }) => attemptCount >= 3)!;
  const answer = await request.get(`/api/v1/records/${id}`, { headers: { authorization: `Bearer ${globexKey}` } });
  const record = (await answer.json()) as {
    number: string;
    payer: string;
    errorMessage: string;
    attempts: { externalId: string; errorMessage: string | null; raw: string | null }[];
    lines: { description: string }[];
  };
  await page.goto(`/globex/records/${id}`);
  await expect(page).toHaveTitle(`Bill ${record.number} · Tieout`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(record.number);
  await expect(page.getByRole('region', { name: 'Message of the ledger' })).toContainText(record.errorMessage);

  const attempts = page
    .getByRole('region', { name: 'Time line' })
    .locator('li[data-mark="failed"], li[data-mark="complete"]');
  await expect(attempts).toHaveCount(record.attempts.length);
  for (const [place, attempt] of record.attempts.entries()) {
    await expect(attempts.nth(place)).toContainText(attempt.externalId);
    if (attempt.errorMessage !== null) await expect(attempts.nth(place)).toContainText(attempt.errorMessage);
  }
  const last = attempts.last();
  await last.getByRole('button', { name: /Raw payload/ }).click();
  await last.getByRole('button', { name: 'As received', exact: true }).click();
  const raw = record.attempts.at(-1)?.raw;
  expect(await last.locator('pre').textContent()).toBe(raw);
  const lines = page.getByRole('region', { name: 'Lines' }).locator('tbody').getByRole('row');
  await expect(lines).toHaveCount(record.lines.length);
});

test('its page steps through the list it was opened from, also across pages, and the way can be shared', async ({
  page,
  globexList,
}) => {
  const { records } = await globexList({ kind: 'invoice', syncStatus: 'complete' });
  expect(records.length).toBeGreaterThan(52);
  await openList(page, `${INVOICES}?status=complete&from=any`);
  const ids = await rowIds(page);
  expect(ids).toHaveLength(50);
  await page.goto(`${page.url()}&record=${ids[49]}`);
  await expect(shownRecord(page)).toHaveAttribute('data-open-record', ids[49]!);
  // Beyond the page's edge, in the panel.
  await panelOf(page).getByRole('button', { name: 'Next record' }).click();
  await expect(shownRecord(page)).toHaveAttribute('data-open-record', records[50]!.id);
  await panelOf(page).getByRole('link', { name: 'Open page' }).click();
  await expect(page).toHaveURL(new RegExp(`/records/${records[50]!.id}\\?list=invoices`));
  await page.getByRole('link', { name: 'Next record' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(records[51]!.number!);
  await page.getByRole('link', { name: 'Previous record' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(records[50]!.number!);
  await page.goto(`/globex/records/${ids[0]}?list=${encodeURIComponent('invoices?status=complete&from=any')}`);
  await expect(page.getByRole('button', { name: 'Previous record' })).toBeDisabled();
  await page.getByRole('link', { name: 'Back to the list of invoices' }).click();
  await expect(page).toHaveURL(`${INVOICES}?status=complete&from=any`);
});

test('what is copied for support names the record and holds nothing secret', async ({ page, context, globexList }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { records } = await globexList({ kind: 'bill', syncStatus: 'failed' });
  const record = records.find(({ attemptCount }) => attemptCount >= 2)!;
  await page.goto(`/globex/records/${record.id}`);
  await expect(async () => {
    await page.getByRole('button', { name: 'Copy for support' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible({ timeout: 500 });
  }).toPass();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(`Record id: ${record.id}`);
  expect(text).toContain(`Message: ${record.errorMessage}`);
  expect(text).toContain(`Page: ${new URL(page.url()).origin}/globex/records/${record.id}`);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`${new URL(page.url()).origin}/globex/records/${record.id}`);
});

test.describe('a note', () => {
  test.use({ account: 'accountant@acme.example' });

  test('is written beside the list and on the page, and stands in the time line with its lines', async ({ page }) => {
    await openList(page, '/acme/history/bills?status=complete&from=any');
    await rowsOf(page).nth(3).getByRole('link').click();
    await expect(shownRecord(page)).toBeVisible();
    const note = `Called the carrier.\nThey resend it ${Date.now()}.`;
    await panelOf(page).getByRole('button', { name: 'Add a note' }).click();
    await panelOf(page).getByRole('textbox', { name: 'Note' }).fill(note);
    await panelOf(page).getByRole('button', { name: 'Save the note' }).click();
    const entry = panelOf(page).locator('li[data-mark="note"]').first();
    await expect(entry).toContainText('Note');
    expect(await entry.locator('p').last().innerText()).toBe(note);
    await panelOf(page).getByRole('link', { name: 'Open page' }).click();
    await expect(page.locator('li[data-mark="note"]').first()).toContainText('They resend it');
    await page.getByRole('button', { name: 'Add a note' }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('And again');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Save the note' }).click();
    await expect(page.locator('li[data-mark="note"]').first()).toContainText('And again');
  });
});

test('a payment leads to what it pays, and that back to the payment', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'invoice_payment', syncStatus: 'complete' });
  const payment = records[0]!;
  await page.goto(`/globex/records/${payment.id}`);
  await page.getByRole('region', { name: 'Pays' }).getByRole('link').first().click();
  await expect(
    page.getByRole('region', { name: 'Paid by' }).getByRole('link', { name: payment.number! }),
  ).toBeVisible();
});

test('another business’s record is simply not there', async ({ page, complaints }) => {
  const answer = await page.goto('/globex/records/01a00000-0000-7000-8000-000000000000');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This record is not here');
  // The browser itself reports a page that is not found.
  complaints.length = 0;
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 390, height: 800 } });

  test('takes the whole screen, and gives the list back', async ({ page }) => {
    await openList(page, INVOICES);
    const [id] = await rowIds(page);
    await rowsOf(page).first().getByRole('link').click();
    const sheet = page.getByRole('dialog');
    await expect(shownRecord(page)).toHaveAttribute('data-open-record', id!);
    expect((await sheet.boundingBox())!.width).toBe(390);
    const overflow = await sheet.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflow).toBe(0);
    await expectNoViolations(page);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await expect(sheet).toBeHidden();
    await expect(rowsOf(page).first()).toBeVisible();
  });
});
