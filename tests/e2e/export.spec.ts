import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { env } from '#lib/env.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { readWorkbook, totalsOf, valuesOf } from '#tests/factories/workbook.ts';
import { addUp } from './api-list.ts';
import { auditOf } from './audit-of.ts';
import { makeBusiness } from './bulk-business.ts';
import { openAs } from './bulk-page.ts';
import { openList, pagerOf, totalUnder } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const MONTH = monthEndingOn(dayOf(new Date(), 'Australia/Sydney'));
const LIST = '/globex/history/invoices?status=complete';
const QUERY = { kind: 'invoice', syncStatus: 'complete', ...MONTH };

const buttonOf = (page: Page) => page.getByRole('button', { name: /^Export/ });
const standingOf = (page: Page) => page.getByRole('status', { name: 'Export' });

/** Makes an export by the menu; gives its file. */
async function exportBy(page: Page, choice: string, ...sheets: string[]): Promise<{ name: string; bytes: Buffer }> {
  await buttonOf(page).click();
  for (const sheet of sheets) await page.getByRole('checkbox', { name: sheet }).check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: new RegExp(`^${choice}`) }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What the totals of an export must be, for a list's records: per currency as under the list. */
function totalsPerCurrency(records: readonly RecordRow[]) {
  return addUp(records).map(({ currency, count, amount, difference }) => ({
    currency: currency ?? 'none',
    records: count,
    amount: Number(amount),
    difference: Number(difference),
  }));
}

test('a list is exported as it is: its records, columns and order, with totals that equal the screen’s', async ({
  page,
  globexList,
}) => {
  const { records, total } = await globexList(QUERY);
  expect(total).toBeGreaterThan(50);
  await openList(page, LIST);
  const { name, bytes } = await exportBy(page, 'Excel');
  expect(name).toMatch(/^globex invoices \d{4}-\d\d-\d\d\.xlsx$/);
  const workbook = await readWorkbook(bytes);
  const rows = valuesOf(workbook.getWorksheet('Invoices'));
  expect(rows).toHaveLength(await totalUnder(page));
  expect(rows.map((row) => row['Record ID'])).toEqual(records.map(({ id }) => id));
  expect(rows.map((row) => row.Amount)).toEqual(records.map(({ amount }) => (amount === null ? null : Number(amount))));
  const all = totalsOf(workbook).filter(({ status, records: count }) => status === 'All' && count > 0);
  expect(
    all.map(({ currency, records: count, sums }) => ({
      currency,
      records: count,
      amount: sums[0],
      difference: sums[2],
    })),
  ).toEqual(totalsPerCurrency(records));
  await expect(standingOf(page)).toContainText(name);
  await standingOf(page).getByRole('button', { name: 'Close' }).click();
  await expect(standingOf(page)).toBeEmpty();
  const last = (await auditOf('globex', 'export.created')).at(-1);
  expect(last?.after).toMatchObject({
    format: 'xlsx',
    records: total,
    filters: { Status: 'Complete', Tab: 'Invoices' },
  });
});

test('filters, order and hidden columns hold, and attempts and lines come along', async ({ page, globexList }) => {
  const { records } = await globexList({ ...QUERY, syncStatus: 'failed' });
  await openList(page, '/globex/history/invoices?sort=amount&dir=asc');
  await page.getByRole('button', { name: /^Columns/ }).click();
  await page.getByRole('checkbox', { name: 'Payer' }).uncheck();
  await page.getByRole('button', { name: 'Move Synced left' }).click();
  await page.keyboard.press('Escape');
  const { bytes } = await exportBy(page, 'Excel', 'with a sheet of attempts', 'with a sheet of lines');
  const workbook = await readWorkbook(bytes);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Summary', 'Invoices', 'Attempts', 'Lines']);
  const rows = valuesOf(workbook.getWorksheet('Invoices'));
  expect(Object.keys(rows[0]!)).not.toContain('Payer');
  const heads = Object.keys(rows[0]!);
  expect(heads.indexOf('Synced amount')).toBeLessThan(heads.indexOf('Amount'));
  const amounts = rows.map((row) => Number(row.Amount ?? Number.NEGATIVE_INFINITY));
  expect(amounts).toEqual(amounts.toSorted((one, other) => one - other));
  expect(rows.map((row) => row['Record ID']).toSorted()).toEqual(records.map(({ id }) => id).toSorted());
  const attempts = valuesOf(workbook.getWorksheet('Attempts'));
  expect(attempts).toHaveLength(records.reduce((sum, { attemptCount }) => sum + attemptCount, 0));
});

test('CSV, by keyboard alone', async ({ page, globexList }) => {
  const { records } = await globexList({ ...QUERY, syncStatus: 'failed' });
  await openList(page, '/globex/history/invoices');
  await page.keyboard.press('e');
  await expect(page.getByRole('link', { name: /^Excel/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const text = await readFile(await download.path(), 'utf8');
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  for (const { id } of records) expect(text).toContain(id);
});

test('a plain link downloads the file, and says how long it is', async ({ page }) => {
  await openList(page, LIST);
  const answer = await page.request.get('/globex/history/invoices/export?status=complete');
  expect(answer.status()).toBe(200);
  const bytes = await answer.body();
  expect(Number(answer.headers()['content-length'])).toBe(bytes.length);
  expect(answer.headers()['content-disposition']).toContain('attachment');
  expect((await readWorkbook(bytes)).worksheets).toHaveLength(2);
});

test.describe('a business whose lines take for ever to read', () => {
  test.use({ account: null });

  /** Reading any of its lines lasts until somebody ends it; other businesses notice nothing. */
  async function withSlowLines(tenantId: string, work: () => Promise<void>): Promise<void> {
    await asOwner(tenantId, (client) =>
      client.query(
        `INSERT INTO sync_record_line (tenant_id, record_id, line_no, amount)
         SELECT tenant_id, id, 1, amount FROM sync_record WHERE tenant_id = $1`,
        [tenantId],
      ),
    );
    const asleep = `tenant_id <> '${tenantId}' OR pg_sleep(600)::text <> ''`;
    await asOwner(null, (client) =>
      client.query(`CREATE POLICY asleep ON sync_record_line AS RESTRICTIVE FOR SELECT USING (${asleep})`),
    );
    await work().finally(() => asOwner(null, (client) => client.query('DROP POLICY asleep ON sync_record_line')));
  }

  test('cancelling ends the query', async ({ page }) => {
    const business = await makeBusiness({ failed: 3 });
    const watcher = new pg.Client({ connectionString: env().TEST_POSTGRES_URL });
    await watcher.connect();
    const queries = async () => {
      const { rows } = await watcher.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'tieout-export' AND wait_event = 'PgSleep'`,
      );
      return rows.length;
    };
    const { slug, id } = business.tenant;
    await openAs(page, business);
    await withSlowLines(id, async () => {
      await buttonOf(page).click();
      await page.getByRole('checkbox', { name: 'with a sheet of lines' }).check();
      await page.getByRole('link', { name: /^Excel/ }).click();
      await expect.poll(queries, { timeout: 30_000 }).toBe(1);
      await standingOf(page).getByRole('button', { name: 'Cancel export' }).click();
      await expect(standingOf(page)).toBeEmpty();
      await expect.poll(queries).toBe(0);
    });
    await expect.poll(async () => (await auditOf(slug, 'export.cancelled')).length).toBe(1);
    await watcher.end();
  });
});

test.describe('A member from whom exports are hidden', () => {
  test.use({ account: 'restricted@acme.example' });

  test('sees none, and is refused by its address, which the audit log has', async ({ page }) => {
    const before = (await auditOf('acme', 'export.refused')).length;
    await openList(page, '/acme/history/invoices');
    await expect(pagerOf(page)).toBeVisible();
    await expect(buttonOf(page)).toHaveCount(0);
    await page.keyboard.press('e');
    await expect(page.getByRole('link', { name: /^Excel/ })).toHaveCount(0);
    const path = '/acme/history/invoices/export';
    const refused = [await page.request.get(path), await page.request.post(path)];
    for (const answer of refused) {
      expect(answer.status()).toBe(403);
      expect(answer.headers()['content-type']).toContain('application/problem+json');
    }
    expect((await auditOf('acme', 'export.refused')).length).toBe(before + 2);
  });
});

test('whoever is signed out is asked to sign in', async ({ browser }) => {
  const storageState = { cookies: [], origins: [] };
  const stranger = await browser.newContext({ baseURL: env().TEST_BASE_URL, storageState });
  const answer = await stranger.request.get('/globex/history/invoices/export', { maxRedirects: 0 });
  expect(answer.status()).toBe(307);
  expect(answer.headers().location).toContain('/sign-in');
  await stranger.close();
});
