import { ATTEMPT_EXAMPLE, RECORD_EXAMPLE, STATUS_EXAMPLE } from '#lib/http/openapi/examples.ts';
import { REFERENCE_EXAMPLES } from '#lib/http/openapi/reference-examples.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { putReference } from '#lib/reference/put-reference.ts';
import { REFERENCE_TYPES, type ReferenceType } from '#lib/reference/reference-contract.ts';
import { POST as reportAttempts } from '../../app/api/v1/attempts/route.ts';
import { POST as claimRecords } from '../../app/api/v1/claims/route.ts';
import { PUT as putRecords } from '../../app/api/v1/records/route.ts';
import { POST as updateStatuses } from '../../app/api/v1/records/status/route.ts';
import { POST as createWebhook } from '../../app/api/v1/webhooks/route.ts';
import { asAdministrator } from './administrator.ts';
import { callRoute } from './api-call.ts';
import { readContactsOf, search } from './duplicates.ts';
import { makeHook } from './hooks.ts';
import { gatherer } from './problems.ts';
import { createTenant, keyContext, type TestTenant } from './tenant.ts';

/** What must have happened before an example of the contract, by call and example; gives the parts of its path. */
type Scene = (tenant: TestTenant) => Promise<Record<string, string>>;

const LISTS: Record<ReferenceType, string> = {
  account: 'listAccounts',
  vendor: 'listVendors',
  customer: 'listCustomers',
  item: 'listItems',
  tax_code: 'listTaxCodes',
  tracking: 'listTrackingCategories',
};

/** Examples that nothing must precede have none. */
export const SCENES: Record<string, Scene> = {
  'listRecords.failed': failedInvoice,
  'getRecord.record': async (tenant) => ({ id: (await failedInvoice(tenant)).id }),
  'reportAttempts.failed': async (tenant) => {
    await put(tenant);
    return {};
  },
  'claimRecords.invoices': async (tenant) => {
    await put(tenant);
    return {};
  },
  'listProblems.money': gathered,
  'getProblem.problem': gathered,
  'extendClaim.all': claimed,
  'releaseClaim.all': claimed,
  'postToHook.entry': async (tenant) => ({ token: (await makeHook(tenant)).token }),
  'updateStatuses.retry': failedInvoice,
  'getBulkOperation.finished': async (tenant) => {
    await failedInvoice(tenant);
    const { body } = await callRoute(updateStatuses, { key: tenant.keyText, body: JSON.stringify(STATUS_EXAMPLE) });
    return { id: String(body.id) };
  },
  'listConnections.one': async (tenant) => {
    await listedCustomer(tenant);
    return {};
  },
  'listLedgerItems.page': async (tenant) => {
    await listedCustomer(tenant);
    return { id: tenant.connectionId };
  },
  'listDuplicates.page': async (tenant) => {
    await readContactsOf(tenant, [
      { key: '58', name: 'Acme Retail', email: 'ap@acme.example' },
      { key: '91', name: 'Acme Retial', email: 'ap@acme.example' },
    ]);
    await asAdministrator(
      `INSERT INTO name_match (tenant_id, connection_id, party, name, outcome, contact_type, contact_key, email_outcome, records,
                               open_records, open_money)
       VALUES ($1, $2, 'payer', 'Acme Retail', 'exact', 'customer', '58', 'same', 1, 1, '[{"currency": "USD", "amount": "1250.0000"}]')`,
      [tenant.info.id, tenant.connectionId],
    );
    await search(tenant, 'contact');
    return {};
  },
  'listWebhooks.one': async (tenant) => {
    await subscribeExample(tenant);
    return {};
  },
  'deleteWebhook.unsubscribe': subscribeExample,
  ...Object.fromEntries(
    REFERENCE_TYPES.map((type) => [`${LISTS[type]}.page`, (tenant: TestTenant) => putExample(tenant, type)]),
  ),
};

/** The tenant of the documentation. */
export async function documentedTenant(): Promise<TestTenant> {
  const tenant = await createTenant();
  await asAdministrator(`UPDATE api_key SET name = 'Nightly sync' WHERE tenant_id = $1`, [tenant.info.id]);
  return tenant;
}

async function put({ keyText }: TestTenant): Promise<string> {
  const body = JSON.stringify({ records: [RECORD_EXAMPLE] });
  const { body: answer } = await callRoute(putRecords, { key: keyText, method: 'PUT', body });
  return (answer.results as [{ id: string }])[0].id;
}

async function failedInvoice(tenant: TestTenant): Promise<{ id: string }> {
  const id = await put(tenant);
  await callRoute(reportAttempts, { key: tenant.keyText, body: JSON.stringify({ attempts: [ATTEMPT_EXAMPLE] }) });
  return { id };
}

async function gathered(tenant: TestTenant): Promise<{ id: string }> {
  await failedInvoice(tenant);
  await gatherProblems(gatherer(tenant));
  const { problems } = await listProblems(gatherer(tenant));
  return { id: problems[0]?.id ?? '' };
}

async function claimed(tenant: TestTenant): Promise<{ id: string }> {
  await put(tenant);
  const { body } = await callRoute(claimRecords, { key: tenant.keyText, body: '{}' });
  return { id: String(body.id) };
}

async function putExample(tenant: TestTenant, type: ReferenceType): Promise<Record<string, string>> {
  await putReference(keyContext(tenant), type, { items: [REFERENCE_EXAMPLES[type]] });
  return {};
}

async function subscribeExample(tenant: TestTenant): Promise<Record<string, string>> {
  const body = JSON.stringify({
    url: 'https://example.com/hooks/tieout',
    events: ['record.pending', 'attempt.failed'],
  });
  const { body: made } = await callRoute(createWebhook, { key: tenant.keyText, body });
  return { id: String(made.id) };
}

/** A customer as it was read of the ledger. */
async function listedCustomer(tenant: TestTenant): Promise<void> {
  await asAdministrator(
    `WITH reading AS (INSERT INTO ledger_reading (tenant_id, connection_id, type, state, ended_at, whole_at)
                      VALUES ($1, $2, 'customer', 'read', now(), now()))
     INSERT INTO ledger_item (tenant_id, connection_id, type, external_key, name, name_key, email, currency, details, ledger_updated_at)
     VALUES ($1, $2, 'customer', '58', 'Acme Retail', 'acme retail', 'ap@acme.example', 'USD', '{"company": "Acme Retail Inc"}',
             '2026-11-20T09:14:03Z')`,
    [tenant.info.id, tenant.connectionId],
  );
}
