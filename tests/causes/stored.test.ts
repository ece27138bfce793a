import { beforeAll, describe, expect, test } from 'vitest';
import { makeContext } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { assignCause } from '#lib/causes/assign-cause.ts';
import { listCauseRules } from '#lib/causes/list-cause-rules.ts';
import { rediagnose } from '#lib/causes/rediagnose.ts';
import { RULES_VERSION } from '#lib/causes/rules-version.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { diagnoseAgain } from '#lib/jobs/diagnose-again.ts';
import { log } from '#lib/log.ts';
import { countRecords } from '#lib/records/count-records.ts';
import { EVERY_RECORD, NONE, type RecordFilter } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

const CLOSED = 'Account Period Closed, Cannot Update Through Services API';
const ODD = (number: string) => `Ledger says no to ${number} [gz-77]`;

let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

function act(of: TestTenant) {
  return makeContext({
    tenant: of.info,
    actor: { type: 'person', id: null, name: 'Robin' } as never,
    permissions: new Set(['cause:assign', 'cause:diagnose', 'record:read']),
    requestId: 'test',
    address: null,
  });
}

async function fail(of: TestTenant, sourceId: string, errorMessage: string | null, at: string): Promise<void> {
  await reportAttempts(
    keyContext(of),
    received([
      {
        externalId: `${sourceId} ${at}`,
        record: { kind: 'invoice', sourceId, number: sourceId },
        outcome: errorMessage === null ? 'complete' : 'failed',
        attemptedAt: at,
        errorMessage,
      },
    ]),
  );
}

async function causesOf(of: TestTenant): Promise<Record<string, string | null>> {
  const page = await listRecords(
    act(of),
    { ...EVERY_RECORD, kinds: ['invoice'] },
    { sort: { key: 'number', direction: 'asc' }, limit: 100, cursor: null },
  );
  return Object.fromEntries(page.records.map(({ sourceId, cause }) => [sourceId, cause]));
}

describe('The cause of a record', () => {
  test('comes with its failure, changes with the next one, and goes when it completes', async () => {
    await fail(tenant, 'a', CLOSED, '2026-01-01T00:00:00Z');
    await fail(tenant, 'b', 'Invoice # must be unique', '2026-01-01T00:00:00Z');
    expect(await causesOf(tenant)).toMatchObject({ a: 'closed_period', b: 'duplicate_document' });
    await putRecords(keyContext(tenant), received([{ kind: 'invoice', sourceId: 'a', number: 'a', payer: 'New' }]));
    await fail(tenant, 'b', CLOSED, '2026-01-02T00:00:00Z');
    expect(await causesOf(tenant)).toMatchObject({ a: 'closed_period', b: 'closed_period' });
    await fail(tenant, 'b', null, '2026-01-03T00:00:00Z');
    expect(await causesOf(tenant)).toMatchObject({ a: 'closed_period', b: null });
  });

  test('is a filter of lists and counts', async () => {
    const count = (cause: RecordFilter['cause']) =>
      countRecords(act(tenant), { ...EVERY_RECORD, kinds: ['invoice'], cause });
    expect((await count('closed_period')).count).toBe(1);
    expect((await count(NONE)).count).toBe(1);
    expect((await count('currency')).count).toBe(0);
  });

  test('is kept once a message and code, with what it is about', async () => {
    await fail(tenant, 'c', "Vendor 'Acme Corp' is missing a default expense account", '2026-01-01T00:00:00Z');
    await fail(tenant, 'd', "Vendor 'Acme Corp' is missing a default expense account", '2026-01-01T00:00:00Z');
    const rows = await asAdministrator(
      `SELECT cause, about_type AS type, about_name AS name, rules_version AS version FROM message_diagnosis
        WHERE tenant_id = $1 AND cause = 'missing_account_mapping'`,
      [tenant.info.id],
    );
    expect(rows).toEqual([
      { cause: 'missing_account_mapping', type: 'vendor', name: 'Acme Corp', version: RULES_VERSION },
    ]);
  });
});

describe('Diagnosing again', () => {
  test('brings older records up to the present rules, and then has nothing to do', async () => {
    await asAdministrator(`UPDATE sync_record SET cause = 'unknown' WHERE tenant_id = $1 AND cause IS NOT NULL`, [
      tenant.info.id,
    ]);
    await asAdministrator(`DELETE FROM message_diagnosis WHERE tenant_id = $1`, [tenant.info.id]);
    await asAdministrator(`UPDATE rediagnosis SET (rules_version, walk_version) = (0, 0) WHERE tenant_id = $1`, [
      tenant.info.id,
    ]);
    await diagnoseAgain({ log, signal: new AbortController().signal });
    expect(await causesOf(tenant)).toMatchObject({ a: 'closed_period', c: 'missing_account_mapping' });
    expect(await rediagnose(act(tenant))).toBe(0);
  });
});

describe('A tenant’s own word', () => {
  test('holds for messages alike, now and later, for that tenant alone, and is audited', async () => {
    await fail(tenant, 'x1', ODD('INV-1'), '2026-01-01T00:00:00Z');
    await fail(tenant, 'x2', ODD('INV-2'), '2026-01-01T00:00:00Z');
    await fail(other, 'x1', ODD('INV-1'), '2026-01-01T00:00:00Z');
    expect(await causesOf(tenant)).toMatchObject({ x1: 'unknown', x2: 'unknown' });

    const request = { messageId: errorMessageId(ODD('INV-1')), cause: 'plan_tier' as const };
    expect(await assignCause(act(tenant), request)).toBe(true);
    expect(await assignCause(act(tenant), request)).toBe(false);
    await rediagnose(act(tenant));
    await fail(tenant, 'x3', ODD('INV-3'), '2026-01-01T00:00:00Z');
    await putRecords(keyContext(tenant), received([{ kind: 'invoice', sourceId: 'x3', number: 'x3', payer: 'New' }]));
    expect(await causesOf(tenant)).toMatchObject({ x1: 'plan_tier', x2: 'plan_tier', x3: 'plan_tier' });
    expect(await causesOf(other)).toMatchObject({ x1: 'unknown' });
    expect(await listCauseRules(act(tenant))).toMatchObject([
      { message: ODD('INV-1'), cause: 'plan_tier', createdByName: 'Robin', failed: 3 },
    ]);
    expect(await listCauseRules(act(other))).toEqual([]);

    await assignCause(act(tenant), { ...request, cause: null });
    await rediagnose(act(tenant));
    expect(await causesOf(tenant)).toMatchObject({ x1: 'unknown', x3: 'unknown' });
    expect(await listCauseRules(act(tenant))).toEqual([]);
    const events = await asAdministrator(
      `SELECT before ->> 'cause' AS before, after ->> 'cause' AS after FROM audit_event
        WHERE tenant_id = $1 AND action = 'cause.assigned' ORDER BY id`,
      [tenant.info.id],
    );
    expect(events).toEqual([
      { before: null, after: 'plan_tier' },
      { before: 'plan_tier', after: null },
    ]);
  });

  test('is refused without the right to it, and for a message nobody had', async () => {
    await expect(
      assignCause(keyContext(tenant), { messageId: errorMessageId(CLOSED), cause: 'unknown' }),
    ).rejects.toThrow();
    await expect(assignCause(act(tenant), { messageId: errorMessageId('never'), cause: 'unknown' })).rejects.toThrow(
      /not found/,
    );
  });
});
