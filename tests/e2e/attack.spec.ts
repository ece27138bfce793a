import type { APIRequestContext, Page } from '@playwright/test';
import { auditOf } from './audit-of.ts';
import { makeBusiness } from './bulk-business.ts';
import { openAs } from './bulk-page.ts';
import { rowsOf } from './history-page.ts';
import { fillSignIn } from './quiet-test.ts';
import { expect, test } from './signed-in-test.ts';

const ID = '01939b2e-0000-7000-8000-000000000001';

/** Every address of a tenant that reads or does something for a script or as a file. */
const FILES = [
  ['GET', '/records/find?q=INV'],
  ['GET', `/records/${ID}/data`],
  ['GET', `/records/${ID}/neighbours?list=x`],
  ['GET', `/bulk/${ID}/data`],
  ['GET', `/bulk/${ID}/items`],
  ['GET', '/audit/export'],
  ['POST', '/history/invoices/export'],
  ['GET', `/inbox/candidates?id=${ID}`],
  ['POST', '/import/upload?name=x.csv'],
] as const;

async function statusOf(request: APIRequestContext, method: 'GET' | 'POST', path: string): Promise<number> {
  const headers = { accept: 'application/json' };
  const answer = await request.fetch(path, {
    method,
    headers,
    maxRedirects: 0,
    data: method === 'POST' ? 'a,b' : undefined,
  });
  return answer.status();
}

test('a member of another business is answered nothing, whatever is asked for', async ({ page }) => {
  for (const [method, path] of FILES) {
    expect(await statusOf(page.request, method, `/acme${path}`), path).toBe(403);
    // What is no slug at all is no fault of the server either.
    expect(await statusOf(page.request, method, `/ac%00me${path}`), path).toBeLessThan(500);
  }
  for (const path of ['', '/history/bills', '/bulk', '/audit', '/inbox', '/settings/people', `/records/${ID}`]) {
    const answer = await page.request.get(`/acme${path}`, { maxRedirects: 0 });
    expect([answer.status(), answer.headers().location], path).toEqual([307, expect.stringContaining('not-a-member')]);
  }
});

test.describe('A member without a role', () => {
  test.use({ account: null });

  test('is answered nothing either', async ({ page }) => {
    await page.goto('/sign-in?next=/acme');
    await fillSignIn(page, 'guest@acme.example');
    await expect(page.getByText('who may not open Accounting Sync of Acme Freight')).toBeVisible();
    for (const [method, path] of FILES) expect(await statusOf(page.request, method, `/acme${path}`), path).toBe(403);
  });
});

test('a page of another site neither begins an export nor reads anything', async ({ page }) => {
  const exportsOfBills = async () =>
    (await auditOf('globex', 'export.created')).filter(({ after }) => JSON.stringify(after).includes('"Bills"')).length;
  const before = await exportsOfBills();
  const from = (site: string) => ({ headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'cors' }, maxRedirects: 0 });
  for (const site of ['cross-site', 'same-site']) {
    const visit = await page.request.get('/globex/history/bills/export?status=all', from(site));
    expect([visit.status(), visit.headers().location]).toEqual([303, '/globex/history/bills?status=all']);
    expect((await page.request.post('/globex/history/bills/export', from(site))).status()).toBe(403);
    expect((await page.request.get('/globex/records/find?q=INV', from(site))).status()).toBe(403);
  }
  expect(await exportsOfBills()).toBe(before);
});

test('a server action from another site is refused', async ({ page }) => {
  const answer = await page.request.post('/globex/history/invoices', {
    headers: { origin: 'https://evil.example', 'next-action': '0'.repeat(42), 'content-type': 'text/plain' },
    data: '[]',
  });
  expect(answer.status()).toBeGreaterThanOrEqual(400);
});

const SCRIPT = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';

/** Reports a failed invoice in which every text is a script, or leads to one. */
async function reportHostile(page: Page, key: string): Promise<void> {
  const record = {
    kind: 'invoice',
    sourceId: SCRIPT,
    number: `=HYPERLINK("javascript:window.hit=1")`,
    payer: SCRIPT,
    billingOrg: 'javascript:window.hit=1',
    payerEmail: 'javascript:window.hit=1',
    shipmentId: '"><svg onload="window.hit=1">',
    amount: '-1.0001',
    currency: 'XTS',
    lines: [{ lineNo: 1, description: SCRIPT, accountCode: SCRIPT, tracking: [{ name: SCRIPT, option: SCRIPT }] }],
  };
  const attempt = {
    externalId: SCRIPT,
    record,
    outcome: 'failed',
    attemptedAt: new Date().toISOString(),
    errorCode: SCRIPT,
    errorMessage: `${SCRIPT}\u202e${'w'.repeat(60_000)}`,
    raw: `</script>${SCRIPT}`,
  };
  const headers = { authorization: `Bearer ${key}` };
  const answer = await page.request.post('/api/v1/attempts', { headers, data: { attempts: [attempt] } });
  expect(await answer.json()).toMatchObject({ results: [{ result: 'created' }] });
}

test.describe('What a hostile source reports', () => {
  test.use({ account: null });

  test('is text on every screen, and fits it', async ({ page }) => {
    const business = await makeBusiness({ failed: 1 });
    await reportHostile(page, business.key);
    const slug = await openAs(page, business, '?status=failed');
    await expect(rowsOf(page)).toHaveCount(2);
    await rowsOf(page).first().getByRole('link').first().click();
    await expect(page.getByRole('complementary').last()).toContainText('onerror');
    const id = new URL(page.url()).searchParams.get('record');
    await page.goto(`/${slug}/records/${id}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('HYPERLINK');
    await page.goto(`/${slug}?from=2020-01-01&to=2020-01-02`);
    await page.goto(`/${slug}/history/invoices?q=${'x'.repeat(6_000)}&${'source=a&'.repeat(300)}`);
    await expect(page.getByText('is not one that Tieout knows').first()).toBeVisible();
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(width[0]).toBeLessThanOrEqual(width[1] ?? 0);
  });
});
