import { randomInt, randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { asOwner } from '#tests/factories/as-owner.ts';
import { type Business, makeBusiness } from './bulk-business.ts';
import { consentTo } from './ledger-consent.ts';
import { order } from './ledger-control.ts';
import { expectNoViolations } from './no-violations.ts';
import { expect, fillSignIn, test } from './quiet-test.ts';

const TAKEN = 'Duplicate Document Number Error: This number has already been used.';

/** The ids of a business's invoices, by their numbers; the failed ones failed since their number is used. */
async function fill({ tenant }: Business): Promise<Record<string, string>> {
  return asOwner(tenant.id, async (client) => {
    await client.query(
      `UPDATE sync_record SET payer = 'ACME Retail', document_date = '2026-10-31',
              error_message = CASE WHEN sync_status = 2 THEN $2 END, cause = CASE WHEN sync_status = 2 THEN 'duplicate_document' END
        WHERE tenant_id = $1`,
      [tenant.id, TAKEN],
    );
    await client.query(
      `INSERT INTO sync_record_line (tenant_id, record_id, line_no, description, amount)
       SELECT $1, r.id, l.no, l.words, l.amount FROM sync_record r,
              (VALUES (1, 'Linehaul', 90.5), (2, 'Fuel surcharge', 10)) AS l (no, words, amount) WHERE r.tenant_id = $1`,
      [tenant.id],
    );
    const { rows } = await client.query('SELECT id, number FROM sync_record WHERE tenant_id = $1', [tenant.id]);
    return Object.fromEntries(rows.map(({ id, number }) => [number, id]));
  });
}

async function connect(page: Page): Promise<string> {
  const [realmId, name] = [String(randomInt(1e12, 1e13)), `Initech ${randomUUID().slice(0, 8)}`];
  await order(
    'qbo',
    // The worker reads the new company at the same time.
    { do: 'limit', limit: 'second', most: 1_000 },
    { do: 'add_company', plan: { realmId, settings: { name } } },
  );
  await page.getByRole('button', { name: 'Connect QuickBooks Online' }).click();
  await consentTo(page, name);
  await expect(page.getByRole('heading', { level: 1, name: 'Is this the company?' })).toBeVisible();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  return realmId;
}

function invoice(number: string, total: number, lines: [string, number][]) {
  return {
    DocNumber: number,
    TxnDate: '2026-10-31',
    TotalAmt: total,
    Balance: total,
    CustomerRef: { value: '7', name: 'Acme Retail' },
    CurrencyRef: { value: 'USD' },
    Line: lines.map(([Description, Amount]) => ({
      Description,
      Amount,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: {},
    })),
  };
}

/** Has the worker read the invoices of the business's company at once, unless it is at it. */
async function readAgain(tenantId: string): Promise<void> {
  await asOwner(tenantId, async (client) => {
    await client.query(
      `UPDATE ledger_reading SET due_at = now() WHERE tenant_id = $1 AND type = 'invoice' AND runner IS NULL`,
      [tenantId],
    );
    await client.query(`SELECT pg_notify('tieout_lists_wait', '')`);
  });
}

test('a record whose number is used is adopted from the ledger, and told from another one', async ({ page }) => {
  const business = await makeBusiness({ failed: 2, complete: 1 }, ['accounting_sync', 'admin']);
  const ids = await fill(business);
  const { tenant, person } = business;
  await page.goto(`/${tenant.slug}/connections`);
  await fillSignIn(page, person.email, person.password!);
  const realmId = await connect(page);
  const put = (row: Record<string, unknown>) => ({ do: 'put', company: realmId, entity: 'Invoice', row }) as const;
  await order(
    'qbo',
    put(
      invoice('INV-0001', 100.5, [
        ['Linehaul', 90.5],
        ['Fuel surcharge', 10],
      ]),
    ),
    put(invoice('INV-0002', 140, [['Something else', 140]])),
  );

  // Another document holds the number.
  await page.goto(`/${tenant.slug}/records/${ids['INV-0002']}`);
  await expect(page.getByRole('heading', { level: 1, name: /INV-0002/ })).toBeVisible();
  await page.getByRole('button', { name: 'Look for it in the ledger' }).click();
  await expect(page.getByText('in QuickBooks Online is not the same: total differs.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Total/ }).filter({ hasText: 'differs' })).toContainText('140.00');
  await expect(page.getByText('such as INV-0002-2')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Adopt it' })).toHaveCount(0);
  await expectNoViolations(page);

  await page.goto(`/${tenant.slug}/records/${ids['INV-0001']}`);
  await expect(page.getByRole('heading', { level: 1, name: /INV-0001/ })).toBeVisible();
  await page.getByRole('button', { name: 'Look for it in the ledger' }).press('Enter');
  await expect(page.getByText('the invoice INV-0001 is the same.')).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Adopt it' }).press('Enter');
  const amounts = page.getByRole('region', { name: 'Total vs Synced' });
  await expect(amounts).toContainText('the same total');
  await expect(page.getByRole('button', { name: /^Look/ })).toHaveCount(0);
  const work = page.getByRole('status', { name: 'Work under way' });
  await expect(work.getByRole('button', { name: 'Undo' })).toBeVisible();

  // What somebody does to it in the ledger is told with its reason, once it is read again.
  const change = invoice('INV-0001', 90.5, [['Linehaul', 90.5]]);
  await order('qbo', { do: 'change', company: realmId, entity: 'Invoice', name: 'INV-0001', change });
  await expect(async () => {
    await readAgain(tenant.id);
    await page.reload();
    const reasons = amounts.getByRole('list', { name: 'Why the amounts differ' });
    await expect(reasons).toContainText('Line 2 is not in the ledger.', { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expectNoViolations(page);
});
