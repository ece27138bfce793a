import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSigningKeyText } from '#lib/core/signing-key.ts';
import { setEnvironment } from '#lib/env.ts';
import { build, isBuildFresh } from '#scripts/build.ts';
import { loadDemo } from '#scripts/demo.ts';
import { untilHealthy } from '#scripts/health.ts';
import { migrate } from '#scripts/migrate.ts';
import { webArgs } from '#scripts/next-program.ts';
import { findFreePort } from '#scripts/postgres/server.ts';
import { say } from '#scripts/run-script.ts';
import { supervise } from '#scripts/supervise.ts';
import { startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero } from '#tests/simulators/xero/server.ts';
import { createTestDatabase, dropTestDatabase, openTestServer } from './database-server.ts';

const host = '127.0.0.1';

/** Once a browser run: the production build and the worker on a database of their own with the demo data. */
export default async function serveForBrowser(): Promise<() => Promise<void>> {
  if (!isBuildFresh()) await build({ say });
  const server = await openTestServer();
  const name = `tieout_browser_${randomBytes(4).toString('hex')}`;
  const { appUrl, ownerUrl } = await createTestDatabase(server.superuserUrl, name);
  await migrate(ownerUrl, { log: () => {} });
  const demo = await loadDemo(ownerUrl, () => {});
  const port = await findFreePort();
  const address = `http://localhost:${port}`;
  const qbo = await startQbo({ companies: [] });
  const xero = await startXero({ organisations: [] });
  const ledgers = {
    QBO_ENVIRONMENT: 'demo',
    QBO_BASE_URL: qbo.origin,
    QBO_CLIENT_ID: qbo.clientId,
    QBO_CLIENT_SECRET: qbo.clientSecret,
    XERO_ENVIRONMENT: 'demo',
    XERO_BASE_URL: xero.origin,
    XERO_CLIENT_ID: xero.clientId,
    XERO_CLIENT_SECRET: xero.clientSecret,
  };
  const auditDir = mkdtempSync(path.join(tmpdir(), 'tieout-audit-'));
  const variables = {
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: host,
    TIEOUT_URL: address,
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: undefined,
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    AUDIT_SIGNING_KEY: makeSigningKeyText(),
    AUDIT_CHECKPOINT_DIR: auditDir,
    LOG_LEVEL: 'warn',
    WEBHOOK_ALLOW_LOOPBACK: '1',
    ...ledgers,
  };
  const worker = supervise({ name: 'worker', args: ['scripts/worker.ts'], env: variables, say });
  const web = supervise({ name: 'web server', args: webArgs('start', host, port), env: variables, say });
  const close = async () => {
    await Promise.all([web.stop(), worker.stop()]);
    await Promise.all([qbo.close(), xero.close()]);
    await dropTestDatabase(server.superuserUrl, name);
    await server.close();
    rmSync(auditDir, { recursive: true, force: true });
  };
  try {
    await untilHealthy(`http://${host}:${port}`);
  } catch (error) {
    await close();
    throw error;
  }
  // Playwright's workers are started after this and inherit it.
  setEnvironment({
    TEST_BASE_URL: address,
    TEST_API_KEY: demo?.apiKey ?? undefined,
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: ownerUrl,
    ...ledgers,
  });
  return close;
}
