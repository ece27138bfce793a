import { asOwner } from '#tests/factories/as-owner.ts';
import { makeBusiness } from './bulk-business.ts';
import {
  countOf,
  csvFile,
  downloaded,
  drop,
  fieldOf,
  macroWorkbookFile,
  openImports,
  problemsOf,
  untilDropZone,
  upload,
  workbookFile,
} from './import-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './quiet-test.ts';

type Stored = { external_key: string; amount: string; document_date: string | null; payer: string | null };

function storedInvoices(tenantId: string): Promise<Stored[]> {
  return asOwner(tenantId, async (client) => {
    const { rows } = await client.query<Stored>(
      `SELECT external_key, amount::text, document_date::text, payer FROM sync_record
        WHERE tenant_id = $1 AND kind = 'invoice' ORDER BY external_key`,
      [tenantId],
    );
    return rows;
  });
}

const HEAD = 'Invoice ID;Rechnungsnummer;Betrag;Currency;Datum;Kunde;Notes';

test('a file with bad rows is checked, imported, mended and imported again, and nothing is doubled', async ({
  page,
}) => {
  const business = await makeBusiness({ failed: 1 });
  const march = csvFile('march.csv', [
    HEAD,
    'new_1;INV-9001;1.250,50;EUR;03/04/2026;Müller & Söhne;',
    'new_2;INV-9002;zwölf;EUR;04/04/2026;Acme;call back',
    'new_3;INV-9003;99,90;EUR;31/02/2026;Acme;',
    'new_4;INV-9004;7;EUR;05/04/2026;Acme;',
    // The same document once more, with another amount: the later row wins.
    'new_4;INV-9004;8,25;EUR;05/04/2026;Acme;',
    // It is here already, from the sync job.
    'inv_1;INV-0001;100,50;USD;06/04/2026;;',
  ]);
  await openImports(page, business);
  await expectNoViolations(page);
  await upload(page, march);

  // What the headings say is filled in; what could be read in two ways is not, and is asked for.
  await expect(fieldOf(page, 'Invoice ID')).toHaveValue('record.sourceId');
  await expect(fieldOf(page, 'Betrag')).toHaveValue('record.amount');
  await expect(fieldOf(page, 'Notes')).toHaveValue('');
  await expect(page.getByRole('region', { name: 'First rows' })).toContainText('Müller & Söhne');
  await page.getByRole('radio', { name: 'Invoices' }).check();
  await page.getByRole('button', { name: 'Check 6 rows' }).click();
  const asked = page.getByRole('alert').filter({ hasText: 'The decimal mark must be chosen' });
  await expect(asked).toContainText('The order of dates must be chosen');
  await expect(asked).toBeFocused();
  await expectNoViolations(page);

  // The tab was closed meanwhile: nothing but the choices has to be made again.
  await page.reload();
  await expect(page.getByText('6 rows of data')).toBeVisible();
  await page.getByRole('radio', { name: 'Invoices' }).check();
  const dates = page.getByRole('group', { name: 'Dates are written' });
  await expect(dates).toContainText('3 Apr 2026');
  await expect(dates).toContainText('4 Mar 2026');
  await dates.getByRole('radio', { name: 'Day, month, year' }).check();
  await page.getByRole('group', { name: 'Before the decimals stands a' }).getByRole('radio', { name: 'Comma' }).check();
  await page.getByRole('button', { name: 'Check 6 rows' }).click();

  await expect(page.getByRole('heading', { name: '6 rows checked. Nothing has been changed yet.' })).toBeVisible();
  await expect(countOf(page, 'New')).toHaveText('2');
  await expect(countOf(page, 'Updated')).toHaveText('2');
  await expect(countOf(page, 'Rejected')).toHaveText('2');
  await expect(problemsOf(page)).toHaveCount(2);
  await expect(problemsOf(page).first()).toContainText('3');
  await expect(problemsOf(page).first()).toContainText('Betrag');
  await expect(problemsOf(page).first()).toContainText('zwölf');
  await expect(problemsOf(page).last()).toContainText('31/02/2026');
  await expectNoViolations(page);
  expect(await storedInvoices(business.tenant.id)).toHaveLength(1);

  await page.getByRole('button', { name: 'Import 4 rows' }).click();
  await expect(page.getByRole('heading', { name: 'Imported 4 rows' })).toBeVisible();
  expect(await storedInvoices(business.tenant.id)).toEqual([
    { external_key: 'inv_1', amount: '100.5000', document_date: '2026-04-06', payer: 'Payer 1' },
    { external_key: 'new_1', amount: '1250.5000', document_date: '2026-04-03', payer: 'Müller & Söhne' },
    { external_key: 'new_4', amount: '8.2500', document_date: '2026-04-05', payer: 'Acme' },
  ]);

  // The rejected rows come back in the file's own columns, each with its reasons.
  const rejected = await downloaded(page, page.getByRole('link', { name: 'Download 2 rejected rows' }));
  const text = new TextDecoder('utf-8').decode(rejected.bytes);
  expect(text).toContain('zwölf');
  expect(text).not.toContain('new_1');
  const mended = text.replace('zwölf', '"12,00"').replace('31/02/2026', '28/02/2026');
  await page.getByRole('link', { name: 'Import another file' }).click();
  await untilDropZone(page);
  await upload(page, { name: rejected.name, mimeType: 'text/csv', buffer: Buffer.from(mended) });
  await page.getByRole('radio', { name: 'Invoices' }).check();
  await page.getByRole('radio', { name: 'Day, month, year' }).check();
  await page.getByRole('radio', { name: 'Comma' }).check();
  await page.getByRole('button', { name: 'Check 2 rows' }).click();
  await expect(page.getByText('No row is rejected.')).toBeVisible();
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(page.getByRole('heading', { name: 'Imported 2 rows' })).toBeVisible();
  expect((await storedInvoices(business.tenant.id)).map((row) => [row.external_key, row.amount])).toEqual([
    ['inv_1', '100.5000'],
    ['new_1', '1250.5000'],
    ['new_2', '12.0000'],
    ['new_3', '99.9000'],
    ['new_4', '8.2500'],
  ]);

  // The list knows both, and the same file once more is recognised.
  await page.getByRole('link', { name: 'All imports' }).click();
  await untilDropZone(page);
  await expect(page.getByRole('listitem').filter({ hasText: 'march.csv' })).toContainText('2 rejected');
  await upload(page, march);
  await expect(page.getByText('imported exactly this file')).toBeVisible();
});

test('a workbook is dropped and imported by the keyboard alone; its outcomes say where they came from', async ({
  page,
}) => {
  const business = await makeBusiness({ failed: 1 });
  const file = await workbookFile('november.xlsx', [
    ['Kind', 'Source ID', 'Outcome', 'Attempted at', 'Error message', 'Amount'],
    ['invoice', 'inv_1', 'Success', '2026-11-02T10:30:00Z', '', 100.5],
    ['invoice', 'inv_2', 'Error', '2026-11-02T10:31:00Z', 'No such customer', 12.25],
  ]);
  await openImports(page, business);
  await drop(page, file);
  // Where outcomes are recognised by the headings, only their words have to be told.
  await expect(page.getByRole('radio', { name: 'Outcomes of syncing' })).toBeChecked();
  await page.getByRole('combobox', { name: 'Outcomes of' }).focus();
  await page.keyboard.type('Several');
  await page.getByRole('combobox', { name: 'Success' }).focus();
  await page.keyboard.type('Comp');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Fail');
  await page.getByRole('button', { name: 'All amounts are in one currency…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Currency of every row' }).fill('USD');
  await page.getByRole('button', { name: 'Check 2 rows' }).focus();
  await page.keyboard.press('Enter');
  const begin = page.getByRole('button', { name: 'Import 2 rows' });
  await expect(begin).toBeVisible();
  await expect(countOf(page, 'New')).toHaveText('2');
  await begin.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Imported 2 rows' })).toBeVisible();

  await page.getByRole('link', { name: /^See records/ }).click();
  await page.getByRole('link', { name: 'INV-0001' }).click();
  await expect(page.getByRole('region', { name: 'Time line' })).toContainText('november.xlsx');
});

test('what can’t be imported is refused in a sentence, and an upload can be cancelled', async ({ page }) => {
  const business = await makeBusiness({ failed: 1 });
  await openImports(page, business);
  await page
    .getByLabel('File to import')
    .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });
  await expect(page.getByRole('alert').filter({ hasText: 'a.csv' })).toContainText('The file is empty');

  await upload(page, await macroWorkbookFile('with-macros.xlsm'));
  await expect(page.getByRole('heading', { name: 'This file can’t be imported' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText(/macros/);
  await page.getByRole('link', { name: 'Import another file' }).click();
  await untilDropZone(page);
  await expect(page.getByRole('listitem').filter({ hasText: 'with-macros.xlsm' })).toContainText('Refused');

  // The server takes its time; somebody thinks better of it.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/import/upload?*', async (route) => {
    await held;
    await route.abort().catch(() => undefined);
  });
  await page.getByLabel('File to import').setInputFiles(csvFile('slow.csv', [HEAD]));
  await expect(page.getByRole('region', { name: 'Upload' })).toContainText('slow.csv');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Drop a file here')).toBeVisible();
  release();
});
