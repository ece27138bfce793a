import { afterAll, expect, test, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir, authSecret } from '#lib/env.ts';
import { runPayloads } from '#lib/hooks/run-payloads.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { makeHook } from '#tests/factories/hooks.ts';
import { createTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode } from '#tests/setup/run-process.ts';

const { appUrl } = await testDatabase();
afterAll(closeDatabase);

const PAYLOADS = 1_600;

test('a worker killed in the middle leaves every payload either applied whole or still waiting', async () => {
  const tenant = await createTenant();
  const { id } = await makeHook(tenant);
  await asAdministrator(
    `INSERT INTO hook_payload (tenant_id, id, hook_id, body, size, request_id)
     SELECT $1, gen_random_uuid(), $2,
            convert_to(json_build_object('sync_attempt_id', '', 'status', 'failed', 'execution_id', '7', 'invoice_id', n)::text, 'UTF8'),
            1, 'test'
       FROM generate_series(1, ${PAYLOADS}) n`,
    [tenant.info.id, id],
  );
  const count = async (condition: string) => {
    const sql = `SELECT count(*)::int AS count FROM hook_payload WHERE tenant_id = $1 AND ${condition}`;
    return (await asAdministrator<{ count: number }>(sql, [tenant.info.id]))[0]?.count ?? 0;
  };

  const variables = { DATABASE_URL: appUrl, AUTH_SECRET: authSecret(), LOG_LEVEL: 'warn' };
  const worker = runNode(['scripts/worker.ts'], { ...variables, AUDIT_CHECKPOINT_DIR: auditCheckpointDir() });
  await vi.waitFor(async () => expect(await count(`state = 'applied'`)).toBeGreaterThan(0), {
    timeout: 60_000,
    interval: 5,
  });
  worker.child.kill('SIGKILL');
  expect(await worker.ended).toBe('SIGKILL');
  expect(await count(`state = 'received'`)).toBeGreaterThan(0);

  // What it had claimed is free again after a minute.
  await asAdministrator('UPDATE hook_payload SET claimed_until = NULL WHERE tenant_id = $1', [tenant.info.id]);
  while ((await runPayloads(tenant.info.id)) > 0);
  expect(await count(`state = 'applied' AND attempt_id IS NOT NULL`)).toBe(PAYLOADS);
  const [attempts] = await asAdministrator(
    `SELECT count(*)::int AS all, count(DISTINCT external_key)::int AS documents,
            count(*) FILTER (WHERE p.attempt_id = a.id)::int AS theirs
       FROM sync_attempt a LEFT JOIN hook_payload p ON p.tenant_id = a.tenant_id AND p.attempt_id = a.id
      WHERE a.tenant_id = $1`,
    [tenant.info.id],
  );
  expect(attempts).toEqual({ all: PAYLOADS, documents: PAYLOADS, theirs: PAYLOADS });
}, 120_000);
