import { afterAll, expect, test, vi } from 'vitest';
import { RULES_VERSION } from '#lib/causes/rules-version.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir } from '#lib/env.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode, type TestProcess } from '#tests/setup/run-process.ts';

const { appUrl } = await testDatabase();
afterAll(closeDatabase);

const MESSAGES = 1_000;
const RECORDS = 5_000;

function startWorker(): TestProcess {
  const variables = { DATABASE_URL: appUrl, AUTH_SECRET: 'a-secret-for-tests-of-more-than-32-characters' };
  return runNode(['scripts/worker.ts'], { ...variables, AUDIT_CHECKPOINT_DIR: auditCheckpointDir() });
}

/** Failed invoices that nobody has diagnosed, each message of some of them. */
async function makeFailed(tenant: TestTenant): Promise<void> {
  await asAdministrator(
    `INSERT INTO error_message (tenant_id, id, message)
     SELECT $1, md5(n::text)::uuid, 'Vendor ''V' || n || ' Ltd'' is missing a default expense account' FROM generate_series(1, ${MESSAGES}) n`,
    [tenant.info.id],
  );
  await asAdministrator(
    `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, sync_status, sync_date, pending_since, error_message, error_message_id)
     SELECT $1, gen_random_uuid(), $2, 'invoice', 'inv_' || n, 2, now(), now(), m.message, m.id
       FROM generate_series(1, ${RECORDS}) n
       JOIN error_message m ON m.tenant_id = $1 AND m.id = md5((1 + n % ${MESSAGES})::text)::uuid`,
    [tenant.info.id, tenant.sourceId],
  );
}

test('a worker killed while it diagnoses again costs a step, and another one goes on to the end', async () => {
  const tenant = await createTenant();
  await makeFailed(tenant);
  const diagnosed = async () => {
    const [row] = await asAdministrator<{ records: number; version: number }>(
      `SELECT (SELECT count(*)::int FROM sync_record WHERE tenant_id = $1 AND cause = 'missing_account_mapping') AS records,
              coalesce((SELECT rules_version FROM rediagnosis WHERE tenant_id = $1), 0) AS version`,
      [tenant.info.id],
    );
    return row ?? { records: 0, version: 0 };
  };

  const first = startWorker();
  await vi.waitFor(async () => expect((await diagnosed()).records).toBeGreaterThan(0), {
    timeout: 60_000,
    interval: 5,
  });
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  const half = await diagnosed();
  expect(half.records).toBeLessThan(RECORDS);
  expect(half.version).toBe(0);

  const second = startWorker();
  await vi.waitFor(async () => expect((await diagnosed()).version).toBe(RULES_VERSION), {
    timeout: 60_000,
    interval: 50,
  });
  second.child.kill('SIGTERM');
  await second.ended;
  expect((await diagnosed()).records).toBe(RECORDS);
  const [kept] = await asAdministrator(
    `SELECT count(*)::int AS messages, count(DISTINCT about_name)::int AS names FROM message_diagnosis
      WHERE tenant_id = $1 AND rules_version = ${RULES_VERSION}`,
    [tenant.info.id],
  );
  expect(kept).toEqual({ messages: MESSAGES, names: MESSAGES });
}, 150_000);
