import pg from 'pg';
import { newId } from '#lib/core/ids.ts';
import { env } from '#lib/env.ts';
import { readWorkbook, valuesOf } from '#tests/factories/workbook.ts';
import { makeBusiness } from './bulk-business.ts';
import { barOf, boxOf, choose, dialogOf, hintOf, itemsOf, openAs, rowOf } from './bulk-page.ts';
import { cellsOf, openList, rowsOf, statusOf, totalUnder } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: null });

test('rows are put back to Pending after a preview, and the change is undone', async ({ page }) => {
  const slug = await openAs(page, await makeBusiness({ failed: 5 }));
  for (const number of ['INV-0001', 'INV-0002', 'INV-0003']) await boxOf(page, number).check();
  const dialog = await choose(page, 'Put back to Pending');
  await expect(dialog.getByRole('heading')).toHaveText('Put 3 invoices back to Pending?');
  await expect(dialog.getByRole('row', { name: 'Failed 3 301.50 USD' })).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'What will happen' })).toContainText('3 invoices will be Pending.');
  // Nothing to fill in: the button is where the focus is.
  await expect(dialog.getByRole('button', { name: 'Put 3 invoices back to Pending' })).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading')).toHaveText('Done');
  await expect(dialog).toContainText('3 changed.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(barOf(page)).toHaveCount(0);
  await expect(rowsOf(page)).toHaveCount(2);
  expect(await totalUnder(page)).toBe(2);

  await hintOf(page).getByRole('link', { name: '3 changed.' }).click();
  await expect(page).toHaveURL(new RegExp(`/${slug}/bulk/[0-9a-f-]{36}$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Put 3 invoices back to Pending');
  await expect(itemsOf(page)).toHaveCount(3);
  await expect(itemsOf(page).filter({ hasText: 'INV-0002' })).toContainText(/100\.50 USD\s*Failed\s*Pending/);
  await expect(page.getByRole('region', { name: 'What was asked' })).toContainText('Petra Lindqvist');

  await page.getByRole('region', { name: 'Undo' }).getByRole('button').click();
  await expect(dialog.getByRole('heading')).toHaveText('Restore 3 invoices?');
  await dialog.getByRole('button', { name: 'Restore 3 invoices' }).click();
  await expect(dialog).toContainText('3 restored.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  const undone = page.getByRole('region', { name: 'Undo' });
  await expect(undone).toContainText('This was undone');
  await undone.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Restore 3 invoices');
  await expect(page.getByRole('link', { name: 'The change it undoes' })).toBeVisible();
  await expect(itemsOf(page).getByText('Restored')).toHaveCount(3);

  await page.getByRole('link', { name: 'All bulk changes' }).click();
  const changes = page.getByRole('main').getByRole('listitem');
  await expect(changes).toHaveCount(2);
  await expect(changes.nth(1)).toContainText('3 changed. Undone.');
  await openList(page, `/${slug}/history/invoices`);
  expect(await totalUnder(page)).toBe(5);
});

test('all that match are changed, however many, once their number is typed', async ({ page }) => {
  const slug = await openAs(page, await makeBusiness({ failed: 1_204 }), '?status=failed');
  await boxOf(page, 'INV-0001').check();
  await barOf(page).getByRole('button', { name: 'Select all 1,204 that match' }).click();
  await boxOf(page, 'INV-0002').uncheck();
  const dialog = await choose(page, 'Put back to Pending');
  await expect(dialog.getByRole('heading')).toHaveText('Put 1,203 invoices back to Pending?');
  await expect(dialog.getByRole('row', { name: 'Failed 1,203 120,901.50 USD' })).toBeVisible();
  const exportLink = dialog.getByRole('link', { name: 'Export exactly these 1,203 first' });
  await expect(exportLink).toHaveAttribute('href', /\/history\/invoices\/export\?operation=[0-9a-f-]{36}$/);

  const copy = await page.request.get((await exportLink.getAttribute('href'))!);
  const copied = valuesOf((await readWorkbook(await copy.body())).getWorksheet('Invoices')).map((row) => row.Number);
  expect(copied).toHaveLength(1_203);
  expect(copied).toContain('INV-0001');
  expect(copied).not.toContain('INV-0002');

  const typed = dialog.getByRole('textbox', { name: 'Type 1,203 to confirm' });
  await expect(typed).toBeFocused();
  await typed.fill('1200');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('It is about 1,203 invoices: type that number.')).toBeVisible();
  await expect(typed).toBeFocused();
  await typed.fill('1,203');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading')).toHaveText('Done');
  await expect(dialog).toContainText('1,203 changed.');
  await dialog.getByRole('link', { name: 'See each record' }).click();

  await expect(itemsOf(page)).toHaveCount(50);
  const first = await itemsOf(page).first().getAttribute('data-record-id');
  await page.getByRole('link', { name: 'Next', exact: true }).click();
  await expect(itemsOf(page).first()).not.toHaveAttribute('data-record-id', first!);
  await page.getByRole('link', { name: 'Previous', exact: true }).click();
  await expect(itemsOf(page).first()).toHaveAttribute('data-record-id', first!);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(1_204);
  expect(lines.filter((line) => /^INV-\d{4},Invoice,100\.50,USD,Failed,Changed,/.test(line))).toHaveLength(1_203);

  await openList(page, `/${slug}/history/invoices`);
  expect(await totalUnder(page)).toBe(1);
  await expect(rowOf(page, 'INV-0002')).toBeVisible();
});

test('progress is shown, the work can be stopped, closed and found again', async ({ page }) => {
  const { tenant, person } = await makeBusiness({ failed: 12_000 });
  await openAs(page, { tenant, person });
  await boxOf(page, 'INV-0001').check();
  await barOf(page).getByRole('button', { name: 'Select all 12,000 that match' }).click();
  const dialog = await choose(page, 'Put back to Pending');
  await dialog.getByLabel('Type 12,000 to confirm').fill('12000');

  // Somebody holds a record of the second part, so that the work waits there.
  const holder = new pg.Client({ connectionString: env().DATABASE_OWNER_URL });
  await holder.connect();
  try {
    await holder.query('BEGIN');
    await holder.query("SELECT set_config('app.tenant_id', $1, true)", [tenant.id]);
    await holder.query(
      `SELECT 1 FROM sync_record r JOIN bulk_item i ON i.tenant_id = r.tenant_id AND i.record_id = r.id
        WHERE r.tenant_id = $1 AND i.position = 7000 FOR UPDATE OF r`,
      [tenant.id],
    );
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('heading')).toHaveText('Putting 12,000 invoices back to Pending…');
    await expect(dialog).toContainText('5,000 of 12,000');
    await expect(dialog.getByRole('progressbar')).toHaveAttribute('value', '5000');
    await expect(dialog).toContainText('5,000 changed.');
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await expect(dialog.getByRole('button', { name: 'Stopping…' })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Close and go on working' }).click();
    await expect(hintOf(page)).toContainText('Stopping');
    await expect(hintOf(page)).toContainText('41%');
  } finally {
    await holder.end();
  }
  await expect(hintOf(page)).toContainText('10,000 changed, 2,000 skipped.');
  await page.reload();
  await hintOf(page).getByRole('link').click();
  await expect(page.getByRole('main')).toContainText('It was stopped. What it had done until then stays done.');
  await page.getByRole('navigation', { name: 'Result' }).getByRole('link', { name: 'Not reached 2,000' }).click();
  await expect(itemsOf(page)).toHaveCount(50);
  await expect(itemsOf(page).first()).toContainText('The change ended before it came to this record.');
  // What has been seen need not be told any more.
  await page.getByRole('link', { name: 'Sync history' }).click();
  expect(await totalUnder(page)).toBe(2_000);
  await expect(hintOf(page)).toHaveCount(0);
});

test('what a sync job changes after the preview is skipped, and listed', async ({ page, request }) => {
  const business = await makeBusiness({ failed: 3 });
  await openAs(page, business);
  await page.getByRole('checkbox', { name: 'Select every row of this page' }).check();
  const dialog = await choose(page, 'Put back to Pending');
  const attempt = {
    externalId: newId(),
    record: { kind: 'invoice', sourceId: 'inv_2' },
    outcome: 'complete',
    attemptedAt: new Date().toISOString(),
    referenceNumber: 'QB-77',
  };
  const answer = await request.post('/api/v1/attempts', {
    headers: { authorization: `Bearer ${business.key}` },
    data: { attempts: [attempt] },
  });
  expect(answer.status()).toBe(200);

  await dialog.getByRole('button', { name: 'Put 3 invoices back to Pending' }).click();
  await expect(dialog).toContainText('2 changed, 1 skipped.');
  await expect(dialog.getByRole('list', { name: 'What was skipped' })).toContainText('Changed by others meanwhile: 1.');
  await dialog.getByRole('link', { name: 'See each record' }).click();
  await page
    .getByRole('navigation', { name: 'Result' })
    .getByRole('link', { name: 'Changed by others meanwhile 1' })
    .click();
  await expect(itemsOf(page)).toHaveCount(1);
  await expect(itemsOf(page)).toContainText('INV-0002');
  await expect(itemsOf(page)).toContainText('A sync job or a colleague changed it after it was selected');
  await itemsOf(page).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('INV-0002');
  await expect(page.getByRole('article')).toContainText('QB-77');
});

test('what is completed by hand says so, by whom and when, and is counted apart', async ({ page }) => {
  const slug = await openAs(page, await makeBusiness({ failed: 2, complete: 1 }));
  await boxOf(page, 'INV-0001').check();
  const dialog = await choose(page, 'Set to Complete by hand');
  await expect(dialog.getByRole('heading')).toHaveText('Set to Complete by hand: INV-0001');
  await expect(dialog).toContainText('marked as done by hand by Petra Lindqvist. Nothing is written to the ledger.');
  const reason = dialog.getByRole('textbox', { name: 'Reason' });
  await expect(reason).toBeFocused();
  await dialog.getByRole('button', { name: /^Set 1 invoice/ }).click();
  await expect(dialog.getByText('Say why, so that others understand it later.')).toBeVisible();
  await reason.fill('Entered in the ledger by hand');
  await dialog.getByRole('textbox', { name: 'Reference number' }).fill('QB-4711');
  await dialog.getByRole('button', { name: /^Set 1 invoice/ }).click();
  // One record is done in a moment: the dialog gives the list back by itself.
  await expect(dialog).toHaveCount(0);
  await expect(hintOf(page)).toContainText('1 changed.');
  await expect(rowsOf(page)).toHaveCount(1);

  await statusOf(page, 'Complete').click();
  const row = rowOf(page, 'INV-0001');
  await expect(row.locator('[data-column="status"]')).toHaveText('Completeby hand, Petra Lindqvist');
  await expect(row.locator('[data-column="status"] [title]')).toHaveAttribute(
    'title',
    /^Set by Petra Lindqvist, \d+ \w+ \d{4}, \d\d:\d\d$/,
  );
  await expect(cellsOf(page, 'status').filter({ hasText: 'by hand' })).toHaveCount(1);
  await expect(statusOf(page, 'Complete').locator('[title]')).toHaveAttribute('title', '1 of them by hand');
  await expect(page.getByRole('region', { name: 'Sums of all that match' })).toContainText('By hand 100.50 in 1');
  await page.getByRole('link', { name: '1 of them was completed by hand' }).click();
  await expect(page).toHaveURL(/flag=by_hand/);
  await expect(rowsOf(page)).toHaveCount(1);

  await row.getByRole('link').click();
  const panel = page.getByRole('complementary');
  await expect(panel).toContainText(/Complete — by hand, by Petra Lindqvist, \d+ \w+ \d{4}, \d\d:\d\d/);
  await expect(panel).toContainText('Entered in the ledger by hand');
  await expect(panel).toContainText('QB-4711');
  await panel.getByRole('link', { name: 'Open page' }).click();
  // The panel has the same article, and a menu that goes with it.
  await expect(page).toHaveURL(/\/records\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('INV-0001');
  await expect(page.getByRole('article')).toContainText('Complete — by hand, by Petra Lindqvist');

  // And back again, from the page of the record: a reason is needed, since somebody vouched for it.
  await page.getByRole('button', { name: 'Update status' }).click();
  await page.getByRole('menuitem', { name: 'Put back to Pending' }).click();
  await expect(dialog).toContainText('1 is already in the ledger.');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('It was another one');
  await dialog.getByRole('button', { name: 'Put 1 invoice back to Pending' }).click();
  await expect(page.getByRole('article')).toContainText('It was another one');
  await page.goto(`/${slug}/history/invoices?status=pending`);
  await expect(rowOf(page, 'INV-0001')).toBeVisible();
});

test('by keyboard alone: a row, the preview, the result and the next row', async ({ page }) => {
  await openAs(page, await makeBusiness({ failed: 3 }));
  await page.keyboard.press('j');
  await expect(rowOf(page, 'INV-0001')).toBeFocused();
  await page.keyboard.press('p');
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('button', { name: 'Put 1 invoice back to Pending' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, 'INV-0001')).toBeFocused();
  await page.keyboard.press('p');
  await expect(dialog.getByRole('button', { name: 'Put 1 invoice back to Pending' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, 'INV-0001')).toHaveCount(0);
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowOf(page, 'INV-0002')).toBeFocused();

  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(barOf(page)).toContainText('2 selected');
  await page.keyboard.press('f');
  await expect(dialog).toContainText('2 are Failed already: nothing to do.');
  await expect(dialog).toContainText('So nothing would change.');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  // With the focus the keys are the list's again.
  await expect(rowOf(page, 'INV-0003')).toBeFocused();
  await page.keyboard.press('c');
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await page.keyboard.type('pack of f, c and p');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Set 2 invoices to Complete by hand' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('2 changed.');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(rowsOf(page)).toHaveCount(0);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Put back to Pending');
  await expect(keys).toContainText('Set to Complete by hand');
});

test('a key pressed in the moment in which the dialog closes is not lost', async ({ page }) => {
  await openAs(page, await makeBusiness({ failed: 1 }));
  await page.keyboard.press('j');
  await expect(rowOf(page, 'INV-0001')).toBeFocused();
  await page.keyboard.press('p');
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('button', { name: 'Put 1 invoice back to Pending' })).toBeFocused();
  // The browser tells of the close a task later than Escape; the key comes before that, at whatever has the focus then.
  await dialog.evaluate(async (element) => {
    element.dispatchEvent(new Event('cancel', { cancelable: true }));
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true, cancelable: true }));
  });
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeFocused();
});

test('a member who may not export is offered neither the copy nor the download', async ({ page, complaints }) => {
  const business = await makeBusiness({ failed: 1_001 }, ['accounting_sync', 'hide_export_to_excel']);
  await openAs(page, business);
  await boxOf(page, 'INV-0001').check();
  await barOf(page)
    .getByRole('button', { name: /^Select all/ })
    .click();
  const dialog = await choose(page, 'Put back to Pending');
  await dialog.getByLabel('Type 1,001 to confirm').fill('1001');
  await expect(dialog.getByText('Export exactly')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('1,001 changed.');
  await dialog.getByRole('link', { name: 'See each record' }).click();
  await expect(itemsOf(page)).toHaveCount(50);
  await expect(page.getByRole('link', { name: 'Download as CSV' })).toHaveCount(0);
  const answer = await page.request.get(`${new URL(page.url()).pathname}/items`);
  expect(answer.status()).toBe(403);
  expect(complaints).toEqual([]);
});
