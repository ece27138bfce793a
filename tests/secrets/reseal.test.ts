import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/core/ids.ts';
import { env, setEnvironment } from '#lib/env.ts';
import { resealSecretsOfAll } from '#lib/jobs/reseal-secrets.ts';
import { secretsByKey } from '#lib/jobs/secrets-by-key.ts';
import { log } from '#lib/log.ts';
import { openFor, type SecretOwner, sealFor } from '#lib/secrets/key-ring.ts';
import { deliverTo } from '#lib/webhooks/deliver-to.ts';
import { makeSecret } from '#lib/webhooks/secret-box.ts';
import { keyReport } from '#scripts/secrets-report.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { addEvent, subscribe } from '#tests/factories/webhooks.ts';
import { testDatabase } from '#tests/setup/database.ts';

const [FIRST, SECOND] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
const run = { log, signal: new AbortController().signal };

beforeAll(() => testDatabase());

/** A subscription as it was stored before there was a ring. */
async function storeOldWay(tenant: TestTenant, subscriptionId: string, secret: string): Promise<void> {
  const key = new Uint8Array(hkdfSync('sha256', env().AUTH_SECRET ?? '', '', 'tieout webhook secrets', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(`${tenant.info.id} ${subscriptionId}`));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text]);
  await asAdministrator(
    `UPDATE webhook_subscription SET secret = $3, key_id = NULL, previous_secret = $3, previous_secret_until = now() + interval '1 day'
      WHERE tenant_id = $1 AND id = $2`,
    [tenant.info.id, subscriptionId, sealed],
  );
}

async function addGrant(tenant: TestTenant, text: string): Promise<SecretOwner> {
  const owner: SecretOwner = { purpose: 'ledger_grant', tenantId: tenant.info.id, id: newId() };
  const { sealed, keyId } = sealFor(owner, text);
  await asAdministrator(
    `INSERT INTO ledger_grant (tenant_id, id, ledger, environment, tokens, key_id, issued_at, access_ends_at, refresh_ends_at,
                               granted_by_name)
     VALUES ($1, $2, 'qbo', 'demo', $3, $4, now(), now(), now(), 'Robin')`,
    [owner.tenantId, owner.id, sealed, keyId],
  );
  return owner;
}

async function readGrant({ tenantId, id }: SecretOwner) {
  const [row] = await asAdministrator<{ tokens: Buffer; key_id: string }>(
    'SELECT tokens, key_id FROM ledger_grant WHERE tenant_id = $1 AND id = $2',
    [tenantId, id],
  );
  if (row === undefined) throw new Error('no grant');
  return row;
}

test('when a key comes in front, everything is encrypted anew under it, and the old one may go', async () => {
  const tenant = await createTenant();
  const { id: subscriptionId } = await subscribe(tenant, 'https://hooks.example/x');
  const secret = makeSecret();
  await storeOldWay(tenant, subscriptionId, secret);
  setEnvironment({ SECRET_KEYS: `first:${FIRST}` });
  const owners: SecretOwner[] = [];
  for (let index = 0; index < 52; index += 1) owners.push(await addGrant(tenant, `pair ${index}`));
  const ids = owners.map(({ id }) => id);

  setEnvironment({ SECRET_KEYS: `second:${SECOND},first:${FIRST}` });
  const linesBefore = keyReport(await secretsByKey(), env().SECRET_KEYS);
  expect(linesBefore).toContain('second: 0 secrets. It encrypts now; keep it.');
  expect(linesBefore).toContainEqual(expect.stringMatching(/^first: 52 secrets\. Keep it: the worker/));
  expect(linesBefore).toContainEqual(expect.stringMatching(/^AUTH_SECRET, in the way of webhooks.*: 2 secrets\./));

  await resealSecretsOfAll(run);
  const linesAfter = keyReport(await secretsByKey(), env().SECRET_KEYS);
  expect(linesAfter).toContain('second: 54 secrets. It encrypts now; keep it.');
  expect(linesAfter).toContain('first: 0 secrets. Nothing is under it: it may go.');

  setEnvironment({ SECRET_KEYS: `second:${SECOND}` });
  for (const [index, owner] of owners.entries()) {
    const { tokens, key_id } = await readGrant(owner);
    expect(openFor(owner, tokens, key_id)).toBe(`pair ${index}`);
  }
  const [row] = await asAdministrator<{ secret: Buffer; previous_secret: Buffer; key_id: string }>(
    'SELECT secret, previous_secret, key_id FROM webhook_subscription WHERE tenant_id = $1',
    [tenant.info.id],
  );
  const owner: SecretOwner = { purpose: 'webhook', tenantId: tenant.info.id, id: subscriptionId };
  expect(openFor(owner, row?.secret ?? Buffer.of(), 'second')).toBe(secret);
  expect(openFor(owner, row?.previous_secret ?? Buffer.of(), 'second')).toBe(secret);

  // Whoever took the key away too early is told, and what is readable is not held up.
  const lost = ids[0] ?? '';
  await asAdministrator("UPDATE ledger_grant SET key_id = 'gone' WHERE tenant_id = $1 AND id = $2", [
    tenant.info.id,
    lost,
  ]);
  setEnvironment({ SECRET_KEYS: `third:${FIRST},second:${SECOND}` });
  await resealSecretsOfAll(run);
  const lines = keyReport(await secretsByKey(), env().SECRET_KEYS);
  expect(lines).toContain('third: 53 secrets. It encrypts now; keep it.');
  expect(lines).toContain('gone: 1 secret. It is not in SECRET_KEYS: put it back, or these can’t be read.');
});

test('a webhook whose secret is under a key that was taken away says so, and is not sent unsigned', async () => {
  setEnvironment({ SECRET_KEYS: `first:${FIRST}` });
  const tenant = await createTenant();
  const { id } = await subscribe(tenant, 'https://hooks.example/x');
  await addEvent(tenant, id);
  setEnvironment({ SECRET_KEYS: `second:${SECOND}` });
  await deliverTo(tenant.info.id, id);
  const [row] = await asAdministrator<{ last_problem: string }>(
    'SELECT last_problem FROM webhook_delivery WHERE tenant_id = $1',
    [tenant.info.id],
  );
  expect(row?.last_problem).toContain('the key it is encrypted with was taken away');
});
