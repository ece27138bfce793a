import type { Page } from '@playwright/test';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { type Business, makeBusiness } from './bulk-business.ts';
import { dialogOf } from './bulk-page.ts';
import { rowsOf } from './history-page.ts';
import { expectNoViolations } from './no-violations.ts';
import { fillSignIn } from './quiet-test.ts';
import { expect, test } from './signed-in-test.ts';

test.use({ account: null });

/** Of three failed invoices two failed of the sync job's link, in an outage that is over; its ledger was never connected. */
async function makeOutage(): Promise<{ business: Business; connectionId: string }> {
  const business = await makeBusiness({ failed: 3 }, ['accounting_sync', 'admin']);
  const tenantId = business.tenant.id;
  const [connectionId, outageId] = [newId(), newId()];
  await asOwner(tenantId, async (client) => {
    await client.query(
      `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name)
       VALUES ($1, $2, 'qbo', '9130', 'Acme Freight West')`,
      [tenantId, connectionId],
    );
    await client.query(
      `INSERT INTO connection_outage (tenant_id, id, connection_id, matter, check_name, sentence, began_at, ended_at)
       VALUES ($1, $2, $3, 'job_link', 'job_link', 'QuickBooks Online refused the sync job’s token.',
               now() - interval '30 hours', now() - interval '28 hours')`,
      [tenantId, outageId, connectionId],
    );
    await client.query(
      `INSERT INTO connection_event (tenant_id, id, connection_id, at, type, by_name, facts)
       VALUES ($1, $2, $3, now() - interval '30 hours', 'outage_began', 'Connection checks', $4)`,
      [
        tenantId,
        newId(),
        connectionId,
        JSON.stringify({ check: 'job_link', matter: 'job_link', sentence: 'Refused.' }),
      ],
    );
    await client.query(
      `UPDATE sync_record SET error_message = 'AuthenticationFailed', cause = 'token_expired',
              sync_date = now() - interval '29 hours', last_attempt_at = now() - interval '29 hours'
        WHERE tenant_id = $1 AND number <> 'INV-0003'`,
      [tenantId],
    );
  });
  return { business, connectionId };
}

async function confirm(page: Page, words: string): Promise<void> {
  await dialogOf(page).getByRole('button', { name: words }).click();
}

test('a connection tells its outage, puts back what it made fail, and a guided run leads to one that is tried again', async ({
  page,
  request,
}) => {
  const { business, connectionId } = await makeOutage();
  const { tenant, person, key } = business;
  await page.goto(`/${tenant.slug}/connections/${connectionId}`);
  await fillSignIn(page, person.email, person.password!);
  await expect(page.getByRole('heading', { name: 'Acme Freight West', level: 1 })).toBeVisible();
  await expect(page.getByText('Nobody has connected Tieout to Acme Freight West yet')).toBeVisible();

  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText(/^Checked: \d+ answered\.$/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Tieout’s own link' })).toContainText('Authorised');
  await expectNoViolations(page);

  const outage = page.getByRole('row', { name: /QuickBooks Online refused/ });
  await expect(outage).toContainText('2 hours');
  await expect(outage).toContainText('201.00 USD');
  await outage.getByRole('link', { name: '2 invoices' }).click();
  await expect(page).toHaveURL(/history\/invoices\?.*outage=/);
  await expect(rowsOf(page)).toHaveCount(2);
  await page.goBack();
  await outage.getByRole('button', { name: 'Put these 2 back to Pending' }).click();
  await confirm(page, 'Put 2 invoices back to Pending');
  await dialogOf(page).getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Put back to Pending: 2 records')).toBeVisible();

  await page.getByRole('link', { name: 'Why is my sync broken?' }).first().click();
  await expect(page).toHaveURL(/why\?connection=/);
  await page.getByRole('button', { name: 'Go through everything' }).click();
  await expect(page).toHaveURL(/why\/[\da-f-]{36}$/);
  await expect(page.getByRole('heading', { name: 'What to do' })).toBeVisible({ timeout: 30_000 });
  const todo = page.getByRole('listitem').filter({ hasText: 'What failed lately' });
  await expect(todo.getByRole('link', { name: 'INV-0003' })).toBeVisible();
  await expectNoViolations(page);

  await page.getByRole('button', { name: 'Put back and watch INV-0003' }).click();
  await confirm(page, 'Put 1 invoice back to Pending');
  await expect(page).toHaveURL(/why\/test\/.*since=/);
  await expect(page.getByRole('heading', { name: /^Not tried for/ })).toBeVisible();
  const attempt = {
    externalId: 'SY-3',
    record: { kind: 'invoice', sourceId: 'inv_3' },
    outcome: 'complete',
    attemptedAt: new Date().toISOString(),
    referenceNumber: 'QB-3',
    syncedAmount: '100.00',
    syncedCurrency: 'USD',
  };
  const headers = { authorization: `Bearer ${key}` };
  const answer = await request.post('/api/v1/attempts', { headers, data: { attempts: [attempt] } });
  expect(answer.status()).toBe(200);
  await expect(page.getByRole('heading', { name: 'It arrived' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('-0.50 USD').first()).toBeVisible();
  await expectNoViolations(page);
});
