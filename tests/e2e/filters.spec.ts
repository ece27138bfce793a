import type { Locator, Page } from '@playwright/test';
import { addDays, dayOf, monthEndingOn } from '#lib/core/dates.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { listOf, openList, rowIds, rowsOf, statusOf, tabOf, textsOf, totalUnder } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const TODAY = dayOf(new Date(), 'Australia/Sydney');
const MONTH = monthEndingOn(TODAY);
const YEAR = { from: addDays(TODAY, -380), to: TODAY };
const COMPLETE = `/globex/history/invoices?status=complete&from=${YEAR.from}`;

type Case = {
  name: string;
  /** Does in the open menu what the filter needs. */
  set: (menu: Locator) => Promise<void>;
  chip: string;
  fits: (record: RecordRow) => boolean;
};

const has = (text: string | null, part: string) => text?.toLowerCase().includes(part) ?? false;

const FILTERS: Case[] = [
  { name: 'Payer', set: contains('timber'), chip: 'Payer: timber', fits: ({ payer }) => has(payer, 'timber') },
  {
    name: 'Billing organisation',
    set: contains('NEWCASTLE'),
    chip: 'Billing organisation: NEWCASTLE',
    fits: ({ billingOrg }) => has(billingOrg, 'newcastle'),
  },
  {
    name: 'Document date',
    set: async (menu) => {
      await menu.getByLabel('From').fill(addDays(TODAY, -90));
      await menu.getByLabel('To', { exact: true }).fill(addDays(TODAY, -60));
      await menu.getByRole('button', { name: 'Apply' }).click();
    },
    chip: 'Document date: ',
    fits: ({ documentDate }) =>
      documentDate !== null && documentDate >= addDays(TODAY, -90) && documentDate <= addDays(TODAY, -60),
  },
  { name: 'Source', set: tick('Make'), chip: 'Source: Make', fits: ({ source }) => source === 'make' },
  {
    name: 'Source status',
    set: tick('Void'),
    chip: 'Source status: Void',
    fits: ({ sourceStatus }) => sourceStatus === 'Void',
  },
  {
    name: 'Total differs from Synced',
    set: async () => {},
    chip: 'Total differs from Synced',
    fits: ({ comparison }) => comparison === 'differs',
  },
  {
    name: 'Changed since sync',
    set: async () => {},
    chip: 'Changed since sync',
    fits: ({ isChangedSinceSync }) => isChangedSinceSync,
  },
  { name: 'By hand', set: async () => {}, chip: 'By hand', fits: ({ isByHand }) => isByHand },
];

function contains(text: string): Case['set'] {
  return async (menu) => {
    await menu.getByRole('textbox', { name: 'contains' }).fill(text);
    await menu.getByRole('button', { name: 'Apply' }).click();
  };
}

function tick(value: string): Case['set'] {
  return async (menu) => {
    await menu.getByRole('checkbox', { name: value, exact: true }).check();
    await menu.getByRole('button', { name: 'Apply' }).click();
  };
}

async function addFilter(page: Page, { name, set }: Pick<Case, 'name' | 'set'>): Promise<void> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const menu = page.getByRole('dialog', { name: 'Add a filter' });
  await menu.getByRole('button', { name, exact: true }).click();
  await set(menu);
}

const chipOf = (page: Page, chip: string) => page.getByRole('link', { name: `Lift the filter ${chip}` });

for (const filter of FILTERS) {
  test(`the filter ${filter.name} shows what it says, and counts it`, async ({ page, globexList }) => {
    const { records, total } = await globexList({ kind: 'invoice', syncStatus: 'complete', ...YEAR });
    const expected = records.filter(filter.fits);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(total);
    await openList(page, COMPLETE);
    await addFilter(page, filter);
    await expect(chipOf(page, filter.chip)).toBeVisible();
    expect(await totalUnder(page)).toBe(expected.length);
    expect(await rowIds(page)).toEqual(expected.slice(0, 50).map(({ id }) => id));
  });
}

test('filters add up, stay in the address on every tab, are lifted one by one and cleared at once', async ({
  page,
  globexList,
}) => {
  const { records } = await globexList({ kind: 'bill', syncStatus: 'complete', ...YEAR });
  await openList(page, COMPLETE);
  await addFilter(page, FILTERS[1]!);
  await expect(chipOf(page, 'Billing organisation')).toBeVisible();
  await addFilter(page, FILTERS[5]!);
  await expect(chipOf(page, 'Total differs')).toBeVisible();
  await tabOf(page, 'Bills').click();
  await expect(page).toHaveURL(/bills\?.*org=NEWCASTLE.*flag=differs/);
  const expected = records.filter((record) => FILTERS[1]!.fits(record) && FILTERS[5]!.fits(record));
  expect(await totalUnder(page)).toBe(expected.length);
  await chipOf(page, 'Total differs').click();
  await expect(chipOf(page, 'Total differs')).toHaveCount(0);
  expect(await totalUnder(page)).toBe(records.filter(FILTERS[1]!.fits).length);
  await page.goBack();
  await page.getByRole('link', { name: 'Clear all', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Filters that are set' })).toHaveCount(0);
  await expect(page).toHaveURL(/bills\?status=complete&from=[\d-]+$/);
});

test('excluded records stand apart, whatever their date and status', async ({ page }) => {
  await openList(page, '/globex/history/invoices');
  await addFilter(page, { name: 'Excluded', set: async () => {} });
  await expect(listOf(page, 'Excluded invoices')).toBeVisible();
  const total = await totalUnder(page);
  expect(total).toBeGreaterThan(0);
  await expect(rowsOf(page)).toHaveCount(Math.min(50, total));
  for (const message of await textsOf(page, 'message')) expect(message).toMatch(/^Excluded/);
  await expect(page.getByText('Excluded records are shown whatever their date.')).toBeVisible();
  await statusOf(page, 'Failed').click();
  await expect(listOf(page, 'Failed invoices')).toBeVisible();
  await expect(page).toHaveURL('/globex/history/invoices');
});

test('finds by number, by the words of a message, by reference, payer and shipment', async ({ page, globexList }) => {
  const [failed, complete] = await Promise.all([
    globexList({ kind: 'invoice', syncStatus: 'failed', ...MONTH }),
    globexList({ kind: 'invoice', syncStatus: 'complete', ...MONTH }),
  ]);
  const bad = failed.records.find(({ errorMessage }) => (errorMessage?.split(' ').length ?? 0) > 6)!;
  const good = complete.records.find(({ referenceNumber }) => referenceNumber !== null)!;
  const words = bad.errorMessage!.split(' ').slice(2, 6).join(' ');
  const searches = [
    { text: bad.number!, wanted: bad },
    { text: words.toUpperCase(), wanted: bad },
    { text: good.referenceNumber!, wanted: good },
    { text: good.payer!, wanted: good },
    { text: good.shipmentId!, wanted: good },
  ];
  await openList(page, '/globex/history/invoices?status=all');
  const box = page.getByRole('textbox', { name: 'Search number' });
  for (const { text, wanted } of searches) {
    await test.step(text, async () => {
      const found = await Promise.all([
        globexList({ kind: 'invoice', syncStatus: 'failed', q: text, ...MONTH }),
        globexList({ kind: 'invoice', syncStatus: 'complete', q: text, ...MONTH }),
        globexList({ kind: 'invoice', syncStatus: 'pending', q: text }),
      ]);
      const ids = new Set(found.flatMap(({ records }) => records.map(({ id }) => id)));
      expect(ids).toContain(wanted.id);
      await box.fill(text);
      await expect(page).toHaveURL((url) => url.searchParams.get('q') === text);
      expect(await totalUnder(page)).toBe(ids.size);
      for (const id of await rowIds(page)) expect(ids).toContain(id);
    });
  }
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page).toHaveURL('/globex/history/invoices?status=all');
  await expect(box).toHaveValue('');
});

test('what an address says wrongly falls back, and the page says so', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'invoice', syncStatus: 'failed', ...MONTH });
  await openList(
    page,
    '/globex/history/invoices?status=broken&from=2026-02-31&sort=colour&size=77&flag=odd&record=7&cursor=zzz',
  );
  const notice = page.getByRole('status').filter({ hasText: 'broken' });
  for (const word of ['broken', '2026-02-31', 'colour', '77', 'odd', '“7”', 'place in the list']) {
    await expect(notice).toContainText(word);
  }
  await expect(statusOf(page, 'Failed')).toHaveAttribute('aria-current', 'true');
  expect(await rowIds(page)).toEqual(records.slice(0, 50).map(({ id }) => id));
  await statusOf(page, 'Complete').click();
  await expect(page).toHaveURL('/globex/history/invoices?status=complete');
  await expect(notice).toHaveCount(0);
});

test('an address survives reload, Back and being given to somebody', async ({ page, context }) => {
  await openList(page, '/globex/history/invoices');
  const steps: { url: string; ids: string[] }[] = [];
  const keep = async (url: RegExp) => {
    await expect(page).toHaveURL(url);
    await totalUnder(page);
    steps.push({ url: page.url(), ids: await rowIds(page) });
  };
  await keep(/invoices$/);
  await statusOf(page, 'Complete').click();
  await keep(/\?status=complete$/);
  await page.getByRole('textbox', { name: 'Search number' }).fill('Depot');
  await keep(/q=Depot/);
  await page.getByRole('columnheader', { name: 'Amount' }).getByRole('link').click();
  await keep(/sort=amount/);
  await addFilter(page, FILTERS[1]!);
  await keep(/org=NEWCASTLE/);

  const last = steps.at(-1)!;
  await page.reload();
  expect(await rowIds(page)).toEqual(last.ids);
  await expect(page.getByRole('textbox', { name: 'Search number' })).toHaveValue('Depot');
  const other = await context.newPage();
  await other.goto(last.url);
  expect(await rowIds(other)).toEqual(last.ids);
  await other.close();

  for (const step of steps.toReversed().slice(1)) {
    await page.goBack();
    await expect(page).toHaveURL(step.url);
    await expect.poll(() => rowIds(page)).toEqual(step.ids);
  }
  await expect(page.getByRole('textbox', { name: 'Search number' })).toHaveValue('');
});
