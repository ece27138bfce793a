import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env } from '#lib/env.ts';
import { rowsOf, untilInteractive } from './history-page.ts';
import { expect, test } from './signed-in-test.ts';

/** The README's curl to an address of the API. */
function callOfReadme(address: string): string {
  const readme = readFileSync(path.join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
  return readme.split('```').find((block) => block.includes(`curl -X POST http://localhost:3000${address} `)) ?? '';
}

/** What it sends, as a shell would pass it on. */
function bodyOfReadme(address: string, now: string): string {
  const call = callOfReadme(address);
  const quoted = / -d '([\s\S]*)'\n/.exec(call)?.[1];
  if (quoted === undefined) throw new Error(`README.md has no curl that posts to ${address}`);
  // What stands between '" and "' is in double quotes to the shell.
  return quoted.replaceAll(/'"([^"]*)"'/g, (_, inner: string) => (inner.startsWith('$(date ') ? now : inner));
}

type Sent = {
  attempts: [{ record: { number: string }; errorMessage: string; errorCode: string; raw: unknown }];
};

test.use({ account: null });

test('what a sync job reports first is found under Failed, with its raw payload', async ({ page, request }) => {
  const body = bodyOfReadme('/api/v1/attempts', new Date().toISOString());
  const { record, errorMessage, errorCode, raw } = (JSON.parse(body) as Sent).attempts[0];
  const post = () =>
    request.post('/api/v1/attempts', {
      headers: { authorization: `Bearer ${env().TEST_API_KEY}`, 'content-type': 'application/json' },
      data: body,
    });
  const answer = await post();
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ results: [{ index: 0, result: 'created' }] });
  expect(await (await post()).json()).toMatchObject({ results: [{ index: 0, result: 'duplicate' }] });

  await page.goto('/');
  await page.getByLabel('E-mail address').fill('accountant@acme.example');
  await page.getByLabel('Password').fill('tieout-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/acme/history/invoices');
  await untilInteractive(page);
  // Other tests report to this business too; whatever stands above must be newer.
  const row = rowsOf(page).filter({ has: page.getByRole('link', { name: record.number, exact: true }) });
  await expect(row).toBeVisible();
  const times = await rowsOf(page)
    .locator('td[data-column="date"] time')
    .evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));
  const own = await row.locator('td[data-column="date"] time').getAttribute('datetime');
  expect(times.slice(0, times.indexOf(own!)).every((time) => time >= own!)).toBe(true);
  expect(times.indexOf(own!)).toBeLessThan(10);
  await expect(row).toContainText('Acme Retail');
  await expect(row).toContainText('1,250.00 USD');
  await expect(row.getByRole('button', { name: errorMessage })).toBeVisible();

  await row.getByRole('link', { name: record.number }).click();
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('heading', { name: record.number })).toBeVisible();
  await panel.getByRole('link', { name: 'Open page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: record.number })).toBeVisible();
  const attempts = page.getByRole('region', { name: 'Time line' });
  await expect(attempts).toContainText(errorMessage);
  await expect(attempts).toContainText(errorCode);
  await attempts.getByRole('button', { name: 'As received', exact: true }).click();
  const shown = await attempts.getByRole('region', { name: 'Raw payload' }).innerText();
  expect(JSON.parse(shown)).toEqual(raw);
  expect(body).toContain(shown);

  // A machine puts it back to Pending, once however often it says so.
  const key = /-H "Idempotency-Key: ([^"]+)"/.exec(callOfReadme('/api/v1/records/status'))?.[1] ?? '';
  const move = () =>
    request.post('/api/v1/records/status', {
      headers: {
        authorization: `Bearer ${env().TEST_API_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      data: bodyOfReadme('/api/v1/records/status', ''),
    });
  const moved = await move();
  expect(moved.status()).toBe(200);
  const operation = await moved.json();
  expect(operation).toMatchObject({ state: 'finished', total: 1, counts: { updated: 1 } });
  expect((await (await move()).json()).id).toBe(operation.id);
  await page.reload();
  await expect(page.getByText('Pending', { exact: true }).first()).toBeVisible();
});
