import { addDays, type Day, dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { sumOf, toAmount } from '#lib/core/money.ts';
import { KIND_LABEL, KINDS, STATUS_LABEL } from '#lib/records/kinds.ts';
import { addUp } from './api-list.ts';
import {
  amountIn,
  cellsOf,
  countIn,
  headOf,
  listOf,
  numberIn,
  openList,
  rowIds,
  rowsOf,
  statusOf,
  tabOf,
  textsOf,
  totalUnder,
} from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

const ZONE = 'Australia/Sydney';
const INVOICES = '/globex/history/invoices';

/** The month that ends today where the business is, whatever the browser's zone and the server's. */
const MONTH = monthEndingOn(dayOf(new Date(), ZONE));

function inWords(day: Day): string {
  const parts = new Intl.DateTimeFormat('en-AU', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return parts.format(new Date(`${day}T00:00:00Z`));
}

test('opens with what failed in the month that ends today', async ({ page, globexList }) => {
  const failed = await globexList({ kind: 'invoice', syncStatus: 'failed', ...MONTH });
  await openList(page, INVOICES);
  await expect(statusOf(page, 'Failed')).toHaveAttribute('aria-current', 'true');
  const range = page.getByRole('button', { name: 'Sync date' });
  await expect(range).toContainText(`${inWords(MONTH.from).split(' ').slice(0, 2).join(' ')}`);
  await expect(range).toContainText(inWords(MONTH.to));
  await expect(page.getByText(/^Times are Sydney time, GMT\+1[01]$/)).toBeVisible();

  await expect(listOf(page, 'Failed invoices')).toBeVisible();
  expect(await rowIds(page)).toEqual(failed.records.slice(0, 50).map(({ id }) => id));
  expect(new Set(await textsOf(page, 'status'))).toEqual(new Set(['Failed']));
  const messages = await cellsOf(page, 'message').getByRole('button').allInnerTexts();
  expect(messages).toEqual(failed.records.slice(0, 50).map(({ errorMessage }) => errorMessage));
  const syncDays = await cellsOf(page, 'date')
    .locator('time')
    .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
  for (const instant of syncDays) {
    const day = dayOf(new Date(instant), ZONE);
    expect(day >= MONTH.from && day <= MONTH.to, instant).toBe(true);
  }
});

test('is readable before scripts run', async ({ browser, sessionOf, baseURL }) => {
  const storageState = await sessionOf('accountant@globex.example');
  const context = await browser.newContext({ baseURL, storageState, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(INVOICES);
  await expect(rowsOf(page).first()).toContainText('Failed');
  await statusOf(page, 'Complete').click();
  await expect(rowsOf(page).first()).toContainText('Complete');
  await rowsOf(page).first().getByRole('link').click();
  await expect(page).toHaveURL(/record=/);
  await context.close();
});

test('shows on each tab how many records the filters show there', async ({ page, globexList }) => {
  await openList(page, INVOICES);
  for (const kind of KINDS) {
    const tab = tabOf(page, KIND_LABEL[kind].many);
    await tab.click();
    await expect(tab).toHaveAttribute('aria-current', 'page');
    await expect(page).toHaveTitle(`${KIND_LABEL[kind].many}, sync history · Tieout`);
    const { records, total } = await globexList({ kind, syncStatus: 'failed', ...MONTH });
    expect(await countIn(tab)).toBe(total);
    expect(await totalUnder(page)).toBe(total);
    await expect(rowsOf(page)).toHaveCount(Math.min(50, total));
    expect(await rowIds(page)).toEqual(records.slice(0, 50).map(({ id }) => id));
    const isCompared = kind === 'invoice' || kind === 'bill';
    await expect(headOf(page, 'difference')).toHaveCount(isCompared ? 1 : 0);
  }
});

test('shows under each status what its count says, and All is their sum', async ({ page, globexList }) => {
  await openList(page, INVOICES);
  const counts: number[] = [];
  for (const status of ['failed', 'pending', 'complete'] as const) {
    const choice = statusOf(page, STATUS_LABEL[status]);
    const { total } = await globexList({ kind: 'invoice', syncStatus: status, ...MONTH });
    expect(await countIn(choice)).toBe(total);
    await choice.click();
    await expect(choice).toHaveAttribute('aria-current', 'true');
    expect(await totalUnder(page)).toBe(total);
    expect(new Set((await textsOf(page, 'status')).map((text) => text.split('\n')[0]))).toEqual(
      new Set([STATUS_LABEL[status]]),
    );
    counts.push(total);
  }
  const all = statusOf(page, 'All');
  const sum = counts.reduce((one, other) => one + other, 0);
  expect(await countIn(all)).toBe(sum);
  await all.click();
  await expect(page).toHaveURL(/status=all/);
  expect(await totalUnder(page)).toBe(sum);
  await expect(page.getByText('Complete and Failed in this range, and every Pending record.')).toBeVisible();
});

test('Pending has no date range, says why, and shows how old each record is', async ({ page, globexList }) => {
  await openList(page, `${INVOICES}?from=2020-01-01&to=2020-01-31`);
  await statusOf(page, 'Pending').click();
  await expect(page).toHaveURL(/status=pending/);
  const range = page.getByRole('button', { name: /2020/ });
  await expect(range).toBeDisabled();
  await expect(range).toHaveAccessibleDescription(/Pending records have not tried to sync/);
  await expect(page.getByText('Pending records have not tried to sync, so a date range does not apply.')).toBeVisible();
  const { records, total } = await globexList({ kind: 'invoice', syncStatus: 'pending' });
  expect(await totalUnder(page)).toBe(total);

  const ages = headOf(page, 'date');
  await expect(ages).toHaveAccessibleName('Age');
  // The youngest first, as the list by date has the newest first.
  await expect(ages).toHaveAttribute('aria-sort', 'ascending');
  for (const age of await textsOf(page, 'date')) expect(age).toMatch(/^(under an hour|1 hour|\d+ (hours|days))\b/);
  await ages.getByRole('link').click();
  await expect(ages).toHaveAttribute('aria-sort', 'descending');
  const since = records.map(({ pendingSince }) => pendingSince).toSorted();
  const oldestAgeHours = Math.floor((Date.now() - Date.parse(since[0]!)) / 3_600_000);
  const oldest = oldestAgeHours < 48 ? `${oldestAgeHours} hour` : `${Math.floor(oldestAgeHours / 24)} days`;
  await expect(cellsOf(page, 'date').first()).toContainText(oldest);
  await statusOf(page, 'Failed').click();
  await expect(page.getByRole('button', { name: 'Sync date' })).toBeEnabled();
});

for (const { kind, tab, status } of [
  { kind: 'invoice', tab: 'invoices', status: 'complete' },
  { kind: 'bill', tab: 'bills', status: 'failed' },
  { kind: 'bill_payment', tab: 'bill-payments', status: 'all' },
] as const) {
  test(`adds up what matches, per currency: ${status} ${tab}`, async ({ page, globexList }) => {
    const range = { from: addDays(MONTH.to, -300), to: MONTH.to };
    const records =
      status === 'all'
        ? [
            ...(await globexList({ kind, syncStatus: 'complete', ...range })).records,
            ...(await globexList({ kind, syncStatus: 'failed', ...range })).records,
            ...(await globexList({ kind, syncStatus: 'pending' })).records,
          ]
        : (await globexList({ kind, syncStatus: status, ...range })).records;
    const expected = addUp(records);
    expect(expected.length).toBeGreaterThan(1);
    await openList(page, `/globex/history/${tab}?status=${status}&from=${range.from}&to=${range.to}`);
    const sums = page.getByRole('region', { name: 'Sums of all that match' }).locator('tbody').getByRole('row');
    await expect(sums).toHaveCount(expected.length);
    for (const sum of expected) {
      const row = sums.filter({ has: page.getByRole('rowheader', { name: sum.currency ?? 'No amount' }) });
      const [count, amount, synced, difference] = await row.getByRole('cell').allInnerTexts();
      expect(Number(count?.split(' ')[0]?.replaceAll(',', ''))).toBe(sum.count);
      expect(amountIn(amount ?? '')).toBe(sum.amount);
      expect(amountIn(synced ?? '')).toBe(sum.synced);
      if (kind === 'bill_payment') continue;
      expect(amountIn(difference ?? '')).toBe(sum.difference);
      expect(numberIn((difference ?? '').replace(' compared', ''))).toBe(sum.comparedCount);
    }
  });
}

test('says how much failed before the range, and leads there', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'bill', syncStatus: 'failed' });
  const before = records.filter(({ syncDate }) => dayOf(new Date(syncDate!), ZONE) < MONTH.from);
  expect(before.length).toBeGreaterThan(0);
  await openList(page, '/globex/history/bills');
  const link = page.getByRole('link', { name: /more failed before/ });
  const count = new Intl.NumberFormat('en-AU').format(before.length);
  await expect(link).toContainText(`${count} more failed before ${inWords(MONTH.from)}`);
  const said = (await link.innerText()).split(', ').slice(1);
  expect(said.map((money) => [amountIn(money), money.split(' ')[1]])).toEqual(
    addUp(before).map(({ amount, currency }) => [amount, currency]),
  );
  await link.click();
  await expect(page).toHaveURL(/to=/);
  expect(await totalUnder(page)).toBe(before.length);
  expect(await rowIds(page)).toEqual(before.slice(0, 50).map(({ id }) => id));
  await expect(page.getByRole('link', { name: /more failed before/ })).toHaveCount(0);
});

test('reads each amount exactly as the API has it', async ({ page, globexList }) => {
  const { records } = await globexList({ kind: 'bill', syncStatus: 'complete', ...MONTH });
  await openList(page, '/globex/history/bills?status=complete');
  const [amounts, synced, differences] = await Promise.all(
    ['amount', 'synced', 'difference'].map((column) => textsOf(page, column)),
  );
  for (const [place, record] of records.slice(0, 50).entries()) {
    expect(amountIn(amounts![place]!)).toBe(toAmount(record.amount!));
    expect(amounts![place]).toContain(record.currency);
    if (record.syncedAmount !== null) expect(amountIn(synced![place]!)).toBe(toAmount(record.syncedAmount));
    if (record.comparison === 'differs') expect(amountIn(differences![place]!)).toBe(toAmount(record.difference!));
    if (record.comparison === 'equal') expect(differences![place]).toBe('equal');
  }
  expect(sumOf(amounts!.map(amountIn))).toBe(sumOf(records.slice(0, 50).map(({ amount }) => toAmount(amount!))));
});

test('a preset of the date range, and days picked in the calendar', async ({ page, globexList }) => {
  await openList(page, `${INVOICES}?status=complete`);
  const range = page.getByRole('button', { name: 'Sync date' });
  await range.click();
  await page.getByRole('dialog', { name: 'Sync date' }).getByRole('link', { name: 'Last month' }).click();
  await expect(page).toHaveURL(/from=\d{4}-\d{2}-01&to=/);
  const query = new URL(page.url()).searchParams;
  const [from, to] = [query.get('from')!, query.get('to')!];
  const { total } = await globexList({ kind: 'invoice', syncStatus: 'complete', from, to });
  expect(await totalUnder(page)).toBe(total);

  await range.click();
  const calendar = page.getByRole('dialog', { name: 'Sync date' });
  await calendar.getByRole('button', { name: dayButton(from, 9), exact: true }).click();
  await calendar.getByRole('button', { name: dayButton(from, 10), exact: true }).click();
  const [first, last] = [`${from.slice(0, 8)}09`, `${from.slice(0, 8)}10`];
  await expect(page).toHaveURL(new RegExp(`from=${first}&to=${last}`));
  const picked = await globexList({ kind: 'invoice', syncStatus: 'complete', from: first, to: last });
  expect(await totalUnder(page)).toBe(picked.total);
});

/** How the calendar names a day: `9 October 2026`. */
function dayButton(inMonth: Day, day: number): string {
  const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${day} ${month.format(new Date(`${inMonth}T00:00:00Z`))}`;
}
