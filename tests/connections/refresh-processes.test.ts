import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { authSecret, setEnvironment } from '#lib/env.ts';
import { refreshTokens } from '#lib/jobs/refresh-tokens.ts';
import { log } from '#lib/log.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { addGrant, passGrantTime, readGrants, settingsFor } from '#tests/factories/grants.ts';
import { createTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode, type TestProcess } from '#tests/setup/run-process.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';

const [REALM, OTHER] = ['4620816365000001', '4620816365000002'];
const SLOW = { kind: 'slow' as const, delayMs: 700 };
let qbo: Qbo;
let variables: Record<string, string>;

beforeAll(async () => {
  const { appUrl } = await testDatabase();
  qbo = await startQbo({ companies: [{ realmId: REALM }, { realmId: OTHER }] });
  setEnvironment(settingsFor('qbo', qbo));
  variables = { ...settingsFor('qbo', qbo), DATABASE_URL: appUrl, AUTH_SECRET: authSecret(), LOG_LEVEL: 'trace' };
});
afterAll(() => Promise.all([qbo.close(), closeDatabase()]));

function start(tenantId: string, grantId: string): TestProcess {
  const args = ['tests/connections/refresh-process.ts', tenantId, grantId];
  return runNode(args, variables, { stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Every value of every text and byte column of the database, as one text; bytes as they are where they are letters. */
async function dump(): Promise<string> {
  const columns = await asAdministrator<{ name: string; column: string; type: string }>(
    `SELECT format('%I.%I', c.table_schema, c.table_name) AS name, c.column_name AS column, c.data_type AS type
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND t.table_type = 'BASE TABLE'
        AND c.data_type IN ('text', 'character varying', 'character', 'bytea', 'json', 'jsonb', 'ARRAY')`,
  );
  expect(columns.length).toBeGreaterThan(200);
  const parts: string[] = [];
  for (const { name, column, type } of columns) {
    const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const rows = await asAdministrator<{ value: string | null }>(
      `SELECT string_agg(${value}, ' ') AS value FROM ${name}`,
    );
    parts.push(rows[0]?.value ?? '');
  }
  return parts.join('\n');
}

test('two processes that need a new token at the same moment refresh once; neither token nor secret is left anywhere', async () => {
  const tenant = await createTenant();
  const grant = await addGrant(tenant, qbo, { ledger: 'qbo', companyId: REALM });
  const before = (await readGrants(grant.tenantId)).get(grant.grantId);
  await passGrantTime(grant.tenantId, qbo, 3_599);
  qbo.log.clear();
  qbo.faults.next('token', SLOW);
  const processes = [start(grant.tenantId, grant.grantId), start(grant.tenantId, grant.grantId)];
  await Promise.all(processes.map(({ printed }) => printed('ready')));
  for (const { child } of processes) child.stdin?.write('go\n');
  await Promise.all(processes.map(({ printed }) => printed('used ')));
  await Promise.all(processes.map(({ ended }) => ended));

  expect(qbo.log.to('token')).toHaveLength(1);
  const after = (await readGrants(grant.tenantId)).get(grant.grantId);
  if (before === undefined || after === undefined) throw new Error('no grant');
  expect(after.generation).toBe(before.generation + 1);
  const fingerprint = createHash('sha256').update(after.access).digest('hex');
  for (const { output } of processes) expect(output()).toContain(`used ${fingerprint}`);

  // A control: what stands in a text and in bytes is found.
  await asAdministrator("UPDATE ledger_grant SET granted_by_name = 'seen in a text' WHERE id = $1", [grant.grantId]);
  await asAdministrator(
    `INSERT INTO connect_attempt (tenant_id, id, ledger, state_hash, session_hash, user_id, expires_at)
     VALUES ($1, $2, 'qbo', 'seen in bytes'::bytea, 'x', $2, now())`,
    [grant.tenantId, grant.connectionId],
  );
  const texts = [await dump(), ...processes.map(({ output }) => output())];
  expect(texts[0]).toContain('seen in a text');
  expect(texts[0]).toContain('seen in bytes');
  const secrets = [before.access, before.refresh, after.access, after.refresh, qbo.clientSecret, authSecret()];
  for (const secret of secrets) {
    for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -2)]) {
      for (const text of texts) expect(text.includes(form)).toBe(false);
    }
  }
}, 60_000);

test('a process that is killed after the ledger has given a new pair costs nothing: the worker gets one back', async () => {
  const tenant = await createTenant();
  const grant = await addGrant(tenant, qbo, { ledger: 'qbo', companyId: OTHER });
  await passGrantTime(grant.tenantId, qbo, 3_599);
  qbo.log.clear();
  qbo.faults.next('token', { ...SLOW, delayMs: 600_000 });
  const killed = start(grant.tenantId, grant.grantId);
  await killed.printed('ready');
  killed.child.stdin?.write('go\n');
  await vi.waitFor(() => expect(qbo.log.to('token')[0]?.status).toBe(200), { timeout: 30_000, interval: 20 });
  killed.child.kill('SIGKILL');
  expect(await killed.ended).toBe('SIGKILL');
  const stateOf = async () => (await readGrants(grant.tenantId)).get(grant.grantId);
  expect(await stateOf()).toMatchObject({ generation: 1, isHeld: true });

  const run = { log, signal: new AbortController().signal };
  // As long as it might be alive, nobody else does it.
  await refreshTokens(run);
  expect(await stateOf()).toMatchObject({ generation: 1, isHeld: true });
  await passGrantTime(grant.tenantId, qbo, 61);
  await refreshTokens(run);
  expect(await stateOf()).toMatchObject({ generation: 2, isHeld: false, isLost: false });
  expect(qbo.log.to('token')).toHaveLength(2);
}, 60_000);
