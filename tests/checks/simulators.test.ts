import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import type { CheckResult } from '#lib/checks/check-contract.ts';
import { SILENT_SECONDS } from '#lib/checks/claim-run.ts';
import { getCheckRun } from '#lib/checks/get-check-run.ts';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';
import { disconnect } from '#lib/connections/disconnect.ts';
import { getConnection } from '#lib/connections/get-connection.ts';
import { auditCheckpointDir, authSecret } from '#lib/env.ts';
import { checkWork } from '#lib/jobs/check-work.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { log } from '#lib/log.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { connect, useLedgers, variablesOf } from '#tests/factories/connections.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode } from '#tests/setup/run-process.ts';
import type { QboSettings } from '#tests/simulators/qbo/company-settings.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import type { XeroSettings } from '#tests/simulators/xero/organisation.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365000001';
const ORG = '5b1c0001-0000-4000-8000-000000000001';

let qbo: Qbo;
let xero: Xero;
let tenant: TestTenant;
let ctx: Ctx;
const connections = {} as Record<Ledger, string>;
/** As the companies began. */
let begun: { qbo: QboSettings; xero: XeroSettings };

beforeAll(async () => {
  qbo = await startQbo({ companies: [{ realmId: REALM, settings: { name: 'Acme Freight' } }] });
  xero = await startXero({ organisations: [{ tenantId: ORG, settings: { name: 'Acme AU', hasMultiCurrency: true } }] });
  begun = structuredClone({ qbo: qbo.company(REALM).settings, xero: xero.organisation(ORG).settings });
  qbo.limits.second.limit.most = 1_000;
  useLedgers({ qbo, xero });
  tenant = await createTenant();
  ctx = memberOf(tenant);
  const [ofQbo = ''] = await connect(ctx, { ledger: 'qbo', companyIds: [REALM] });
  const [ofXero = ''] = await connect(ctx, { ledger: 'xero', companyIds: [ORG] });
  Object.assign(connections, { qbo: ofQbo, xero: ofXero });
  await putRecords(
    keyContext(tenant),
    received([
      { kind: 'invoice', sourceId: 'i1', amount: '10', currency: 'USD', documentDate: '2026-10-31' },
      { kind: 'bill', sourceId: 'b1', amount: '10', currency: 'USD', documentDate: '2026-11-02' },
    ]),
  );
});
afterAll(() => Promise.all([qbo.close(), xero.close()]));
beforeEach(async () => {
  await asAdministrator('DELETE FROM ledger_call_day');
  for (const simulator of [qbo, xero]) {
    simulator.faults.clear();
    simulator.log.clear();
  }
  Object.assign(qbo.company(REALM).settings, begun.qbo);
  Object.assign(xero.organisation(ORG).settings, begun.xero);
});

/** Presses Check now, and lets the worker work; gives what was answered about the ledger. */
async function check(ledger: Ledger): Promise<Map<string, CheckResult>> {
  const { id } = await requestCheckRun(ctx, { connectionId: connections[ledger] });
  await checkWork({ log, signal: new AbortController().signal });
  const run = await getCheckRun(ctx, id);
  expect(run.state).toBe('finished');
  return new Map(run.results.map((result) => [result.check, result]));
}

const CHECKS = ['authorised', 'expiry', 'right_company', 'permissions', 'plan', 'closed_periods', 'quota'] as const;

async function states(ledger: Ledger): Promise<string> {
  const results = await check(ledger);
  return CHECKS.map((name) => results.get(name)?.state).join(' ');
}

test.each(['qbo', 'xero'] as const)('%s: all is well, by calls that were made and counted', async (ledger) => {
  expect(await states(ledger)).toBe('ok ok ok ok ok ok ok');
  const results = await check(ledger);
  expect(results.get('authorised')?.evidence).toMatchObject({ call: expect.any(String), at: expect.any(String) });
  expect(results.get('quota')?.evidence.made).toBeGreaterThan(1);
  expect(results.get('job_link')?.state).toBe('not_known');
  const page = await getConnection(ctx, connections[ledger]);
  expect(page.company).toMatchObject({ companyId: ledger === 'qbo' ? REALM : ORG });
});

test.each([
  ['throttled', 'not_checked ok not_checked not_checked not_checked not_checked ok'],
  ['insufficient_scope', 'warning ok not_checked broken not_checked not_checked ok'],
  ['no_access', 'warning ok not_checked broken not_checked not_checked ok'],
  ['subscription_lapsed', 'ok ok not_checked not_checked broken not_checked ok'],
  ['wrong_cluster', 'broken ok broken not_checked not_checked not_checked ok'],
] as const)('qbo that answers %s to every call', async (name, expected) => {
  qbo.faults.always('api', { kind: 'answer', name });
  const found = await states('qbo');
  // A refusal for too many calls is in the quota too, in whichever state that leaves it.
  expect(found.replace(/(warning|ok|not_known)$/, 'ok')).toBe(expected);
});

test('a proxy’s page is not taken for an answer', async () => {
  xero.faults.always('api', { kind: 'bad_gateway' });
  expect((await check('xero')).get('authorised')?.state).toBe('not_checked');
});

test('a run whose worker is killed over it is gone on with by another, where it stood', async () => {
  qbo.faults.always('api', { kind: 'slow', delayMs: 60_000 });
  const scope = { checks: ['expiry' as const, 'right_company' as const] };
  const { appUrl } = await testDatabase();
  const worker = runNode(['scripts/worker.ts'], {
    DATABASE_URL: appUrl,
    AUTH_SECRET: authSecret(),
    AUDIT_CHECKPOINT_DIR: auditCheckpointDir(),
    ...variablesOf({ qbo, xero }),
  });
  const { id } = await requestCheckRun(ctx, { connectionId: connections.qbo, scope });
  await vi.waitFor(async () => expect((await getCheckRun(ctx, id)).results).toHaveLength(1), { timeout: 30_000 });
  worker.child.kill('SIGKILL');
  expect(await worker.ended).toBe('SIGKILL');
  const before = await getCheckRun(ctx, id);
  expect(before).toMatchObject({ state: 'running', results: [{ check: 'expiry' }] });
  qbo.faults.clear();
  // As if so much time had passed without a sign of it.
  await asAdministrator('UPDATE check_run SET heartbeat_at = now() - make_interval(secs => $2) WHERE id = $1', [
    id,
    SILENT_SECONDS + 1,
  ]);
  await checkWork({ log, signal: new AbortController().signal });
  const after = await getCheckRun(ctx, id);
  expect(after.state).toBe('finished');
  expect(after.results).toMatchObject([before.results[0], { check: 'right_company', state: 'ok' }]);
}, 60_000);

test('what the company changed is seen: its plan, its currencies, its closing date and its name', async () => {
  Object.assign(qbo.company(REALM).settings, {
    plan: 'QuickBooks Online Simple Start',
    closingDate: '2026-10-31',
    name: 'Acme Freight West',
  });
  const results = await check('qbo');
  expect(results.get('right_company')?.state).toBe('warning');
  expect(results.get('plan')).toMatchObject({ state: 'broken', sentence: expect.stringContaining('has no bills') });
  expect(results.get('closed_periods')).toMatchObject({
    state: 'warning',
    sentence: expect.stringContaining('31 October 2026 in QuickBooks Online: 1 pending record is dated'),
  });
  const events = await asAdministrator(
    `SELECT facts FROM connection_event WHERE tenant_id = $1 AND connection_id = $2 AND type = 'company_facts_changed'`,
    [tenant.info.id, connections.qbo],
  );
  expect(events.at(-1)).toMatchObject({ facts: { after: { closedThrough: '2026-10-31', name: 'Acme Freight West' } } });
  Object.assign(xero.organisation(ORG).settings, {
    endOfYearLockDate: '2026-06-30',
    hasMultiCurrency: false,
    refusedActions: ['CreateApprovedBill'],
  });
  const ofXero = await check('xero');
  expect(ofXero.get('plan')?.sentence).toBe(
    'Xero does not allow approved bills here. Xero does not allow other currencies (USD) here.',
  );
  expect(ofXero.get('closed_periods')?.sentence).toContain('30 June 2026');
});

test('another company that answers is refused, and nothing of it is kept', async () => {
  qbo.company(REALM).settings.answersAs = { id: '999', name: 'Somebody Else' };
  expect((await check('qbo')).get('right_company')).toMatchObject({
    state: 'broken',
    sentence: expect.stringContaining('Somebody Else'),
  });
  expect((await getConnection(ctx, connections.qbo)).companyId).toBe(REALM);
  expect((await getConnection(ctx, connections.qbo)).companyName).not.toBe('Somebody Else');
});

test('permissions that were narrowed, and a customer who disconnected, are broken', async () => {
  xero.narrowScopes(ORG, ['offline_access', 'accounting.contacts.read']);
  expect((await check('xero')).get('permissions')?.state).toBe('broken');
  xero.disconnect(ORG);
  const results = await check('xero');
  expect(results.get('authorised')?.state).toBe('broken');
  expect(results.get('closed_periods')?.state).toBe('not_checked');
});

test('a grant that is refused for good is lost, and stays broken without a call; no token is in any answer', async () => {
  qbo.disconnect(REALM);
  expect((await check('qbo')).get('authorised')?.state).toBe('broken');
  qbo.log.clear();
  expect(await states('qbo')).toBe('broken not_checked not_checked not_checked not_checked not_checked ok');
  expect((await getConnection(ctx, connections.qbo)).status).toBe('lost');
  // Whoever disconnects it ends what was open of it.
  await disconnect(ctx, connections.qbo);
  const [open] = await asAdministrator(
    `SELECT (SELECT count(*)::int FROM connection_outage WHERE connection_id = $1 AND ended_at IS NULL) AS outages,
            (SELECT count(*)::int FROM notice_problem WHERE problem_key LIKE '%' || $1::text || '%' AND ended_at IS NULL) AS problems`,
    [connections.qbo],
  );
  expect(open).toEqual({ outages: 0, problems: 0 });
  const rows = await asAdministrator<{ text: string }>(
    'SELECT concat(sentence, remedy, evidence) AS text FROM check_result',
  );
  expect(rows.length).toBeGreaterThan(50);
  for (const { text } of rows) expect(text).not.toMatch(/Bearer|eyJ|AB11|access_token|refresh_token/);
});
