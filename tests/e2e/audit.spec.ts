import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { verifyExport } from '#lib/audit/verify-export.ts';
import { openRecordHref, pagerOf } from './audit-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: 'admin@acme.example' });

function eventsOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Events' }).locator('tbody tr');
}

function eventIds(page: Page): Promise<string[]> {
  return eventsOf(page).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.event ?? ''));
}

async function openAudit(page: Page, query = ''): Promise<void> {
  await page.goto(`/acme/audit${query}`);
  await page.waitForFunction(() => {
    const control = document.querySelector('[role="search"] input');
    return control !== null && Object.keys(control).some((key) => key.startsWith('__react'));
  });
}

test('an admin finds the log in the navigation, with the own sign-in in it', async ({ page }) => {
  await page.goto('/acme/history/invoices');
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Audit log' }).click();
  await expect(page).toHaveURL(/\/acme\/audit$/);
  await expect(eventsOf(page).first()).toBeVisible();
  // What the worker notes meanwhile may fill the first page.
  await openAudit(page, '?action=person.signed_in');
  const first = eventsOf(page).filter({ hasText: 'Grace Whitfield' }).first();
  await expect(first).toContainText('Signed in');
  await expect(first).toContainText('127.0.0.1');
  await expect(page).toHaveTitle(/Audit log/);
});

test('filters are in the address, are kept by a reload, and are lifted one by one', async ({ page }) => {
  await openAudit(page);
  await page.getByRole('combobox', { name: 'What', exact: true }).selectOption({ label: 'Signed in' });
  await page.getByRole('combobox', { name: 'Who', exact: true }).selectOption({ label: 'Grace Whitfield' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/actor=[0-9a-f-]{36}&action=person\.signed_in$/);
  const chips = page.getByRole('list', { name: 'Filters that are set' });
  await expect(chips).toContainText('By Grace Whitfield');
  for (const row of await eventsOf(page).all()) await expect(row).toContainText('Signed in');
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'What', exact: true })).toHaveValue('person.signed_in');
  await chips.getByRole('link', { name: 'Lift the filter Signed in' }).click();
  await expect(page).toHaveURL(/\/audit\?actor=[0-9a-f-]{36}$/);
  await chips.getByRole('link', { name: 'Lift the filter By Grace Whitfield' }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await page.goBack();
  await expect(chips).toContainText('By Grace Whitfield');
});

test('a record’s number leads to its events, and each event to the record', async ({ page }) => {
  await openAudit(page, '?type=record&action=record.status_changed');
  // Beside it may stand the way to the bulk change that it is part of.
  const link = eventsOf(page).first().getByRole('link').first();
  const name = await link.innerText();
  const number = name.split(' ').at(-1) ?? '';
  await page.getByLabel('Number, name or id').fill(number);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/about=/);
  for (const row of await eventsOf(page).all()) await expect(row.getByRole('link', { name })).toBeVisible();
  await expect(eventsOf(page).first()).toContainText('Set from');
  const href = await openRecordHref(eventsOf(page).first());
  await eventsOf(page).first().getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`${href}$`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
});

test('pages go to older events and back, and no event comes twice', async ({ page }) => {
  await openAudit(page, '?type=record');
  const first = await eventIds(page);
  expect(first).toHaveLength(50);
  await expect(pagerOf(page)).toContainText('1–50');
  await pagerOf(page).getByRole('link', { name: 'Older events' }).click();
  await expect(pagerOf(page)).toContainText('51–100');
  const second = await eventIds(page);
  expect(second.filter((id) => first.includes(id))).toEqual([]);
  expect([...first, ...second]).toEqual([...first, ...second].toSorted().reverse());
  await pagerOf(page).getByRole('link', { name: 'Newer events' }).click();
  await expect(pagerOf(page)).toContainText('1–50');
  expect(await eventIds(page)).toEqual(first);
});

test('what the address says wrongly is said, and what matches nothing too', async ({ page }) => {
  await openAudit(page, '?action=nonsense&from=2026-13-01&cursor=forged');
  await expect(page.getByRole('status').filter({ hasText: 'The act “nonsense”' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'The first day “2026-13-01”' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'The place in the log' })).toBeVisible();
  await openAudit(page, '?about=no-such-number');
  await expect(page.getByRole('heading', { name: 'No event matches these filters' })).toBeVisible();
  await page.getByRole('link', { name: 'Show every event' }).click();
  await expect(eventsOf(page).first()).toBeVisible();
});

test('the log is exported to a file that proves itself, and the export stands in the log', async ({ page }) => {
  await openAudit(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the log' }).click();
  await page.getByRole('menuitem', { name: /^NDJSON/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^audit-acme-\d{4}-\d{2}-\d{2}\.ndjson$/);
  const text = readFileSync(await file.path(), 'utf8');
  const report = await verifyExport(
    (async function* lines() {
      yield* text.split('\n');
    })(),
    [],
  );
  expect(report.faults).toEqual([]);
  expect(report.events).toBeGreaterThan(100);
  expect(report.checkpoint?.signature).not.toBeNull();
  await page.reload();
  const exported = eventsOf(page).filter({ hasText: 'Exported the audit log' }).first();
  await expect(exported).toContainText('ndjson');
  await expect(page.getByText(/events sealed .* signed by key [0-9a-f]{16}/)).toBeVisible();
});

for (const account of ['accountant@acme.example', 'restricted@acme.example']) {
  test.describe(account, () => {
    test.use({ account });

    test('is refused the log and its export, and has no entry for it', async ({ page }) => {
      await page.goto('/acme/history/invoices');
      await expect(page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
      await page.goto('/acme/audit?type=key');
      await expect(page).toHaveURL('/sign-in?reason=needs-admin&next=%2Facme%2Faudit%3Ftype%3Dkey');
      expect((await page.request.get('/acme/audit/export?format=csv')).status()).toBe(403);
    });
  });
}

test.describe('in both themes', () => {
  test('the log is accessible, full, filtered and empty', async ({ page }) => {
    for (const query of ['', '?type=record&action=record.changed', '?about=no-such-number&size=x']) {
      await openAudit(page, query);
      await expectNoViolations(page);
    }
  });
});

test('on a narrow screen nothing is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openAudit(page, '?type=record');
  await expect(eventsOf(page).first()).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide).toBe(false);
});
