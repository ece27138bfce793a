import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, expect, test, vi } from 'vitest';
import { outsideFile } from '#lib/audit/outside-copy.ts';
import { readOutside } from '#lib/audit/read-outside.ts';
import { verifyAudit } from '#lib/audit/verify-audit.ts';
import { keyIdOf, makeSigningKeyText, readSigningKey } from '#lib/core/signing-key.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { temporaryFolder } from '#tests/factories/audit-log.ts';
import { storedCount } from '#tests/factories/stored.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode, type TestProcess } from '#tests/setup/run-process.ts';

const { appUrl } = await testDatabase();
const folder = temporaryFolder();
const keyText = makeSigningKeyText();
const key = readSigningKey(keyText)!;
afterAll(closeDatabase);

const EVENTS = 60_000;

function startWorker(): TestProcess {
  const variables = { AUDIT_SIGNING_KEY: keyText, AUDIT_CHECKPOINT_DIR: folder, LOG_LEVEL: 'info' };
  return runNode(['scripts/worker.ts'], { DATABASE_URL: appUrl, ...variables });
}

test('a worker killed while it seals leaves a whole chain, and the next one goes on with it', async () => {
  const tenant = await createTenant();
  await asAdministrator(
    `INSERT INTO audit_event (tenant_id, id, actor_type, actor_name, action, subject_type, correlation_id)
     SELECT $1, (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'job', 'Old', 'records.put', 'source', 'x'
       FROM generate_series(1, ${EVENTS}) n`,
    [tenant.info.id],
  );
  const first = startWorker();
  await vi.waitFor(async () => expect(await storedCount(tenant, 'audit_seal')).toBeGreaterThan(0), {
    timeout: 30_000,
    interval: 5,
  });
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  expect(await storedCount(tenant, 'audit_seal')).toBeLessThan(EVENTS / 1_000);
  expect(await storedCount(tenant, 'audit_checkpoint')).toBe(0);

  // Two of them, as where web and worker run several times over.
  const others = [startWorker(), startWorker()];
  const file = outsideFile(folder, tenant.info.slug);
  const readCopy = () => readOutside(tenant.info.id, createInterface({ input: createReadStream(file, 'utf8') }));
  const isCopied = async () => existsSync(file) && (await readCopy()).checkpoints.length === 1;
  await vi.waitFor(async () => expect(await isCopied()).toBe(true), {
    timeout: 60_000,
    interval: 200,
  });
  for (const { child } of others) child.kill('SIGTERM');
  await Promise.all(others.map(({ ended }) => ended));

  const outside = await readCopy();
  expect(outside).toMatchObject({ unreadable: 0, ofOthers: 0 });
  expect(outside.blocks.size).toBe(EVENTS / 1_000);
  expect(await verifyAudit(memberOf(tenant), { outside, keys: [key] })).toMatchObject({
    faults: [],
    events: EVENTS,
    unsealed: { events: 0 },
    signatures: { signedBy: [keyIdOf(key)], unsigned: 0 },
  });
}, 120_000);
