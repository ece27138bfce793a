import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { CHECK_NAMES } from '#lib/checks/check-contract.ts';
import { runChecks } from '#lib/checks/run-checks.ts';
import { newId } from '#lib/core/ids.ts';
import type { FailureCause } from '#lib/guidance/failure-causes.ts';
import { followOne } from '#lib/guidance/follow-one.ts';
import { getGuidedRun } from '#lib/guidance/get-guided-run.ts';
import type { GuidedStep } from '#lib/guidance/guidance-contract.ts';
import { listCandidates } from '#lib/guidance/list-candidates.ts';
import { listGuidedRuns } from '#lib/guidance/list-guided-runs.ts';
import { planSteps } from '#lib/guidance/plan-steps.ts';
import { startGuidedRun } from '#lib/guidance/start-guided-run.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { nameKey } from '#lib/reference/name-key.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, runBulk } from '#tests/factories/bulk.ts';
import { authorise, companyFacts } from '#tests/factories/checks.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;

/** The ledger is down: what needs it is not checked, and everything else is answered all the same. */
const door = async () => {
  throw new LedgerError('down', { trouble: 'unavailable' });
};

const INVOICE = {
  kind: 'invoice',
  amount: '100.00',
  currency: 'USD',
  payer: 'Acme Retail',
  sourceStatus: 'Created',
  documentDate: '2026-11-02',
};

beforeAll(async () => {
  tenant = await createTenant();
  ctx = memberOf(tenant);
  await authorise(tenant, new Date());
  await asAdministrator('UPDATE connection SET company = $2 WHERE tenant_id = $1', [
    tenant.info.id,
    JSON.stringify(companyFacts({ closedThrough: '2026-10-31', hasMultiCurrency: false })),
  ]);
  const items = [
    ['account', '1', '4000', 'Sales', true],
    ['account', '2', '4100', 'Old sales', false],
    ['customer', '3', null, 'Acme Retail', true],
  ] as const;
  for (const [type, key, code, name, isActive] of items) {
    await asAdministrator(
      `INSERT INTO ledger_item (tenant_id, connection_id, type, external_key, code, name, name_key, is_active)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenant.info.id, tenant.connectionId, type, key, code, name, nameKey(name), isActive],
    );
  }
  await asAdministrator(
    `INSERT INTO ledger_reading (tenant_id, connection_id, type, state, whole_at)
     SELECT $1, $2, t, 'read', now() FROM unnest('{account,customer,vendor}'::text[]) t`,
    [tenant.info.id, tenant.connectionId],
  );
  await putRecords(
    keyContext(tenant),
    received([
      { ...INVOICE, sourceId: 'fine', number: 'INV-1', lines: [{ lineNo: 1, amount: '100', accountCode: '4000' }] },
      { ...INVOICE, sourceId: 'coded', number: 'INV-2', lines: [{ lineNo: 1, amount: '100', accountCode: '4100' }] },
      { ...INVOICE, sourceId: 'named', number: 'INV-3', payer: 'Nobody Ltd' },
      { ...INVOICE, sourceId: 'closed', number: 'INV-4', documentDate: '2026-10-31' },
      { ...INVOICE, sourceId: 'foreign', number: 'INV-5', currency: 'CAD' },
      { ...INVOICE, sourceId: 'draft', number: 'INV-6', sourceStatus: 'Draft' },
      { ...INVOICE, sourceId: 'twice-1', number: 'INV-7' },
      { ...INVOICE, sourceId: 'twice-2', number: 'inv-7' },
      { ...INVOICE, sourceId: 'other', number: 'INV-8' },
    ]),
  );
  await report('other', 'A1', {
    outcome: 'complete',
    syncedAmount: '99.00',
    syncedCurrency: 'USD',
    referenceNumber: 'QB-8',
  });
  await report('closed', 'A2', {
    outcome: 'failed',
    errorMessage: 'Account Period Closed, Cannot Update Through Services API',
  });
});

async function report(sourceId: string, externalId: string, outcome: object): Promise<void> {
  const attempt = {
    externalId,
    record: { kind: 'invoice', sourceId },
    attemptedAt: new Date().toISOString(),
    ...outcome,
  };
  const [result] = await reportAttempts(keyContext(tenant), received([attempt]));
  expect(result).toMatchObject({ result: 'created' });
}

describe('A guided run', () => {
  test('goes through the whole checklist, stops at nothing, and is found again', async () => {
    const id = await startGuidedRun(ctx, { connectionId: null, recordId: null });
    expect(await getGuidedRun(ctx, id)).toMatchObject({ state: 'waiting', steps: [], results: [] });
    await runChecks(tenant.info.id, id, { door });

    const run = await getGuidedRun(ctx, id);
    expect(run).toMatchObject({ state: 'finished', connectionId: tenant.connectionId, connectionName: 'Acme Inc' });
    // What fails of a closed period is looked for first.
    expect(run.steps.slice(0, 3)).toEqual(['failures', 'document_periods', 'closed_periods']);
    const of = (step: GuidedStep) => run.results.find((result) => result.step === step);
    expect(of('failures')).toMatchObject({
      state: 'broken',
      sentence: 'Of what failed, 1 of 1 have one cause: closed period.',
    });
    expect(of('document_periods')).toMatchObject({
      state: 'broken',
      evidence: { records: 1, closedThrough: '2026-10-31' },
    });
    expect(of('document_periods')?.remedy).toContain('2026-11-01');
    expect(of('mapping')).toMatchObject({ state: 'broken', evidence: { codes: ['account 4100: inactive, 1 record'] } });
    expect(of('contact_names')).toMatchObject({ state: 'broken', evidence: { missing: ['Nobody Ltd: 1 record'] } });
    expect(of('preferences')).toMatchObject({ state: 'broken', evidence: { records: 1, money: ['100.00 CAD'] } });
    expect(of('source_status')).toMatchObject({ state: 'warning', evidence: { examples: [{ number: 'INV-6' }] } });
    expect(of('duplicates')).toMatchObject({ state: 'warning', evidence: { records: 2 } });
    expect(of('amounts')).toMatchObject({ state: 'warning', evidence: { examples: [{ number: 'INV-8' }] } });
    expect(of('authorised')?.state).not.toBe('ok');
    expect(await listGuidedRuns(ctx)).toMatchObject([{ id, broken: expect.any(Number) }]);
  });

  test('about one record looks at that one alone', async () => {
    const [row] = await asAdministrator<{ id: string }>(
      `SELECT id FROM sync_record WHERE tenant_id = $1 AND external_key = 'coded'`,
      [tenant.info.id],
    );
    const id = await startGuidedRun(ctx, { connectionId: null, recordId: row!.id });
    await runChecks(tenant.info.id, id, { door });
    const run = await getGuidedRun(ctx, id);
    expect(run.record).toMatchObject({ id: row!.id, number: 'INV-2' });
    const bad = run.results.filter(({ state, evidence }) => state === 'broken' && 'lookedAt' in evidence);
    expect(bad.map(({ step }) => step)).toEqual(['mapping']);

    const [draft] = await asAdministrator<{ id: string }>(
      `SELECT id FROM sync_record WHERE tenant_id = $1 AND external_key = 'draft'`,
      [tenant.info.id],
    );
    const other = await startGuidedRun(ctx, { connectionId: null, recordId: draft!.id });
    await runChecks(tenant.info.id, other, { door });
    const waits = (await getGuidedRun(ctx, other)).results.find(({ step }) => step === 'source_status');
    expect(waits?.sentence).toContain('Invoice is not created (Draft)');
  });

  test('of a step that breaks off says that it is not checked, and goes on', async () => {
    await asAdministrator('UPDATE source SET settings = $2 WHERE tenant_id = $1', [
      tenant.info.id,
      '{"sourceStatuses": 5}',
    ]);
    const id = await startGuidedRun(ctx, { connectionId: tenant.connectionId, recordId: null });
    await runChecks(tenant.info.id, id, { door });
    await asAdministrator(`UPDATE source SET settings = '{}' WHERE tenant_id = $1`, [tenant.info.id]);
    const { state, results } = await getGuidedRun(ctx, id);
    const byStep = new Map(results.map((result) => [result.step, result.state]));
    expect(state).toBe('finished');
    expect(byStep.get('source_status')).toBe('not_checked');
    expect(byStep.get('amounts')).toBe('warning');
  });

  test('is of nobody who names another tenant’s record', async () => {
    await expect(startGuidedRun(ctx, { connectionId: null, recordId: newId() })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

test('steps that what failed speaks for come first, and none is left out', () => {
  const cause = (name: FailureCause['cause'], records: number): FailureCause => ({
    cause: name,
    who: 'accountant',
    records,
    message: '',
  });
  const facts = { checks: CHECK_NAMES, hasConnection: true };
  const calm = planSteps([], facts);
  const steps = planSteps([cause('duplicate_document', 3), cause('token_expired', 40)], facts);
  expect(steps.slice(0, 5)).toEqual(['failures', 'job_link', 'authorised', 'expiry', 'duplicates']);
  expect(steps.toSorted()).toEqual(calm.toSorted());
  expect(calm).not.toContain('connections');
  expect(planSteps([], { checks: ['job_link'], hasConnection: false })).toContain('connections');
});

test('the one that is tried again is followed to an honest end', async () => {
  const member = await memberIn(tenant);
  const [one] = await listCandidates(member, { connectionId: null, recordId: null });
  expect(one).toMatchObject({ number: 'INV-4', amount: '100.0000' });
  const id = one!.id;
  const putBack = async () => {
    const since = new Date();
    await runBulk(member, { act: 'status', target: 'pending' }, named([{ id }]), { reason: null });
    return since;
  };

  let since = await putBack();
  expect(await followOne(member, id, since)).toMatchObject({ state: 'waiting', attempt: null, waits: null });
  await report('closed', 'A3', { outcome: 'failed', errorMessage: 'Account Period Closed' });
  expect(await followOne(member, id, since)).toMatchObject({
    state: 'failed',
    attempt: { errorMessage: 'Account Period Closed', source: 'tms' },
  });

  since = await putBack();
  await report('closed', 'A4', {
    outcome: 'complete',
    syncedAmount: '99.50',
    syncedCurrency: 'USD',
    referenceNumber: 'QB-4',
  });
  expect(await followOne(member, id, since)).toMatchObject({
    state: 'arrived',
    attempt: { referenceNumber: 'QB-4', syncedAmount: '99.5000' },
    difference: '-0.5000',
  });
});
