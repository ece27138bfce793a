import { afterAll, expect, test, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir, authSecret, setEnvironment } from '#lib/env.ts';
import { createTenant } from '#tests/factories/tenant.ts';
import { startTarget, verified } from '#tests/factories/webhook-target.ts';
import { addEvent, deliveriesOf, passTime, subscribe } from '#tests/factories/webhooks.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode, type TestProcess } from '#tests/setup/run-process.ts';

const { appUrl } = await testDatabase();
setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: '1' });
afterAll(closeDatabase);

function startWorker(): TestProcess {
  const variables = { DATABASE_URL: appUrl, AUTH_SECRET: authSecret(), LOG_LEVEL: 'warn', WEBHOOK_ALLOW_LOOPBACK: '1' };
  return runNode(['scripts/worker.ts'], { ...variables, AUDIT_CHECKPOINT_DIR: auditCheckpointDir() });
}

test('a worker killed in the middle of a call leaves an event that the next one sends again, under the same id', async () => {
  const tenant = await createTenant();
  const isReceived = Promise.withResolvers<void>();
  const target = await startTarget(() => () => isReceived.resolve());
  const subscription = await subscribe(tenant, target.url);
  const id = await addEvent(tenant, subscription.id);

  const first = startWorker();
  await isReceived.promise;
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  // The target has the event, and nobody has noted it.
  expect(await deliveriesOf(tenant, subscription.id)).toMatchObject([
    { state: 'waiting', tries: 0, claim: expect.any(String) },
  ]);

  target.answer(() => 204);
  await passTime(tenant, subscription.id, 61);
  const second = startWorker();
  await vi.waitFor(async () => expect((await deliveriesOf(tenant, subscription.id))[0]?.state).toBe('delivered'), {
    timeout: 60_000,
    interval: 50,
  });
  second.child.kill('SIGTERM');
  await second.ended;
  await target.close();
  expect(target.calls.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  expect(verified(target.calls[1]!, subscription.secret)).toEqual({ id, name: 'made' });
}, 120_000);
