import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { countUnsolved } from '#lib/problems/count-unsolved.ts';
import { getProblemName } from '#lib/problems/get-problem-name.ts';
import { getRecordProblem } from '#lib/problems/get-record-problem.ts';
import { countRecords } from '#lib/records/count-records.ts';
import { DEFAULT_SORT, EVERY_RECORD } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

const VENDOR = "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.";
/** Those of the problem begin with P. */
const RECORDS: Partial<ListedRecord>[] = [
  { number: 'P1', error_message: VENDOR },
  { number: 'P2', error_message: VENDOR, kind: 'bill' },
  {
    number: 'P3 put back',
    error_message: VENDOR,
    sync_status: 0,
    sync_date: null,
    pending_since: '2026-10-02T00:00:00Z',
  },
  { number: 'arrived', error_message: VENDOR, sync_status: 1 },
  { number: 'excluded', error_message: VENDOR, excluded_at: '2026-10-02T00:00:00Z' },
  { number: 'other code', error_message: VENDOR },
  { number: 'other message', error_message: 'Account Period Closed' },
  {
    number: 'never tried',
    error_message: null,
    sync_status: 0,
    sync_date: null,
    pending_since: '2026-10-02T00:00:00Z',
  },
];

let tenant: TestTenant;
const problemId = newId();

beforeAll(async () => {
  tenant = await createTenant();
  await storeRecords(
    tenant,
    RECORDS.map((changes) => listedRecord(tenant, changes)),
  );
  const key = newId();
  await asAdministrator(`UPDATE sync_record SET error_code = '6000' WHERE tenant_id = $1 AND number = 'other code'`, [
    tenant.info.id,
  ]);
  await asAdministrator(
    `INSERT INTO message_diagnosis (tenant_id, message_id, error_code, cause, confidence, about_type, about_name, evidence, rules_version, problem_key)
     SELECT DISTINCT r.tenant_id, r.error_message_id, coalesce(r.error_code, ''), 'missing_account_mapping', 93, 'vendor', 'Acme Corp',
            ARRAY['missing a default expense account'], 1,
            CASE WHEN r.error_message = $2 AND r.error_code IS NULL THEN $3::uuid END
       FROM sync_record r WHERE r.tenant_id = $1 AND r.error_message_id IS NOT NULL
     ON CONFLICT (tenant_id, message_id, error_code) DO UPDATE SET problem_key = EXCLUDED.problem_key, evidence = EXCLUDED.evidence`,
    [tenant.info.id, VENDOR, key],
  );
  await asAdministrator(
    `INSERT INTO problem (tenant_id, id, problem_key, cause, about_type, about_name, first_seen_at, last_seen_at, opened_at, failed, waiting, evidence)
     VALUES ($1, $2, $3, 'missing_account_mapping', 'vendor', 'Acme Corp', now(), now(), now(), 2, 1,
             ARRAY['missing a default expense account'])`,
    [tenant.info.id, problemId, key],
  );
});

async function listed(syncStatus: 'failed' | 'pending' | 'complete' | 'all'): Promise<string[]> {
  const filter = { ...EVERY_RECORD, syncStatus, problemId };
  const ctx = memberOf(tenant);
  const { records } = await listRecords(ctx, filter, { sort: DEFAULT_SORT, limit: 100, cursor: null });
  expect(await countRecords(ctx, filter)).toEqual({ count: records.length, isExact: true });
  return records.map(({ number }) => number ?? '').toSorted();
}

describe('The records of a problem', () => {
  test('are those whose last attempt failed with its messages, failed or put back since', async () => {
    expect(await listed('failed')).toEqual(['P1', 'P2']);
    expect(await listed('pending')).toEqual(['P3 put back']);
    expect(await listed('complete')).toEqual([]);
    expect(await listed('all')).toEqual(['P1', 'P2', 'P3 put back']);
  });

  test('name it, and others name none', async () => {
    const ctx = memberOf(tenant);
    const rows = await asAdministrator<{ id: string; number: string }>(
      `SELECT id, number FROM sync_record WHERE tenant_id = $1`,
      [tenant.info.id],
    );
    const title = 'Vendor Acme Corp has no default expense account';
    for (const { id, number } of rows) {
      const problem = await getRecordProblem(ctx, id);
      expect(problem, number).toEqual(number.startsWith('P') ? { id: problemId, title, records: 3 } : null);
    }
    expect(await getProblemName(ctx, problemId)).toBe(title);
    expect(await getProblemName(ctx, newId())).toBeNull();
    expect(await countUnsolved(ctx)).toBe(1);
  });

  test('are of their own connection alone', async () => {
    const connectionId = newId();
    await asAdministrator(
      `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name) VALUES ($1, $2, 'xero', 'org', 'Other')`,
      [tenant.info.id, connectionId],
    );
    await asAdministrator(`UPDATE problem SET connection_id = $2 WHERE tenant_id = $1`, [tenant.info.id, connectionId]);
    await asAdministrator(`UPDATE sync_record SET connection_id = $2 WHERE tenant_id = $1 AND number = 'P2'`, [
      tenant.info.id,
      connectionId,
    ]);
    expect(await listed('all')).toEqual(['P2']);
    await asAdministrator(`UPDATE problem SET state = 'muted', muted_until = '2099-01-01' WHERE tenant_id = $1`, [
      tenant.info.id,
    ]);
    expect(await countUnsolved(memberOf(tenant))).toBe(0);
  });
});
